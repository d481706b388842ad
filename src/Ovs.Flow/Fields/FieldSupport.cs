namespace Ovs.Flow.Fields;

/// <summary>Which protocols can carry a match on a field, from none to all.</summary>
public enum FieldSupport : byte
{
    None,

    /// <summary>Nicira's extended match, and OXM (OpenFlow 1.2 and later).</summary>
    ExtendedMatch,

    /// <summary>As <see cref="ExtendedMatch"/>, and the match structure of OpenFlow 1.1.</summary>
    OpenFlow11,

    /// <summary>As <see cref="OpenFlow11"/>, and the match structure of OpenFlow 1.0.</summary>
    OpenFlow10,
}
