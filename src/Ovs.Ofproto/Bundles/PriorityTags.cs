namespace Ovs.Ofproto.Bundles;

/// <summary>Whether a packet that leaves without VLAN number keeps a header for its priority
/// (Port.other_config:priority-tags).</summary>
public enum PriorityTags
{
    Never,
    IfNonzero,
    Always,
}
