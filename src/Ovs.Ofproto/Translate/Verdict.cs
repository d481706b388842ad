namespace Ovs.Ofproto.Translate;

/// <summary>What became of a packet in translation, and why.</summary>
public enum Verdict
{
    /// <summary>Sent to the bundle behind which its destination was learned.</summary>
    Forwarded,

    /// <summary>Sent to all bundles that carry its VLAN.</summary>
    Flooded,

    /// <summary>Came in by a port that no bundle has.</summary>
    NoBundle,

    /// <summary>The bridge has no flows.</summary>
    NoFlows,

    /// <summary>The VLAN header is cut off.</summary>
    PartialVlanTag,

    /// <summary>The bundle does not carry the VLAN it came with.</summary>
    VlanNotAdmitted,

    /// <summary>Sent to an address that bridges keep to themselves.</summary>
    ReservedAddress,

    /// <summary>Came in by a bond member that is not the active one.</summary>
    InactiveMember,

    /// <summary>Its destination is behind the bundle it came from.</summary>
    LearnedOnInput,

    /// <summary>Its destination is behind a bundle that is gone.</summary>
    LearnedOnUnknown,

    /// <summary>A flow matched, and its actions send the packet nowhere.</summary>
    Dropped,

    /// <summary>Not a verdict: those from here on are of translations that went wrong and have no effect.</summary>
    FirstFailure,

    /// <summary>Resubmits were nested too deeply.</summary>
    TooDeep = FirstFailure,

    /// <summary>The packet caused too many resubmits.</summary>
    TooManyResubmits,

    /// <summary>An action is not known to translation; bridges do not take such flows.</summary>
    Unsupported,
}
