using Ovs.Flow.Headers;

namespace Ovs.Ofproto.Bundles;

/// <summary>What the configuration says of a bundle: how it treats VLANs, and whom it talks to.</summary>
public sealed record BundleSettings
{
    public VlanMode Mode { get; init; } = VlanMode.Trunk;

    /// <summary>The access, native or service VLAN; without meaning for a plain trunk.</summary>
    public ushort Vlan { get; init; }

    /// <summary>The VLANs that a trunk carries.</summary>
    public VlanSet Trunks { get; init; } = VlanSet.All;

    /// <summary>The customer VLANs that a <see cref="VlanMode.Dot1qTunnel"/> takes in.</summary>
    public VlanSet CustomerVlans { get; init; } = VlanSet.All;

    /// <summary>EtherType of the service tag that a <see cref="VlanMode.Dot1qTunnel"/> puts on.</summary>
    public ushort ServiceTpid { get; init; } = EthTypes.ServiceVlan;

    public PriorityTags PriorityTags { get; init; }

    /// <summary>Protected bundles do not talk to each other.</summary>
    public bool IsProtected { get; init; }

    /// <summary>Makes settings consistent: a native VLAN is always carried, and then VLAN 0 has no place, because untagged
    /// packets are the native VLAN's.</summary>
    public static BundleSettings Of(VlanMode mode, ushort vlan, VlanSet? trunks)
    {
        var isNative = mode is VlanMode.NativeTagged or VlanMode.NativeUntagged;
        var carried = trunks ?? VlanSet.All;
        if (isNative && vlan != 0)
        {
            carried = carried.With(vlan, true).With(0, false);
        }

        return new BundleSettings
        {
            Mode = mode,
            Vlan = mode == VlanMode.Trunk ? (ushort)0 : vlan,
            Trunks = carried,
        };
    }
}
