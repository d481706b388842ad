namespace Ovs.Ofproto.Bundles;

/// <summary>How a bundle treats VLAN headers (Port.vlan_mode, ovs-vswitchd.conf.db(5)).</summary>
public enum VlanMode
{
    /// <summary>Carries any trunked VLAN, tagged; VLAN 0 untagged.</summary>
    Trunk,

    /// <summary>Carries one VLAN, untagged.</summary>
    Access,

    /// <summary>A trunk on which untagged packets belong to a native VLAN, whose packets leave tagged.</summary>
    NativeTagged,

    /// <summary>A trunk on which untagged packets belong to a native VLAN, whose packets leave untagged.</summary>
    NativeUntagged,

    /// <summary>Carries customers' packets, with their tags, inside one service VLAN (IEEE 802.1Q "QinQ").</summary>
    Dot1qTunnel,
}
