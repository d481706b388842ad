using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;

namespace Ovs.Ofproto.Translate;

/// <summary>A VLAN header taken apart; all zero when there is none.</summary>
/// <param name="PcpBits">The priority, at its place in the TCI.</param>
internal readonly record struct VlanLayer(ushort Tpid, ushort Vid, ushort PcpBits)
{
    public static VlanLayer Of(VlanTag tag) =>
        tag.IsPresent ? new VlanLayer(tag.Tpid, tag.Vid, (ushort)(tag.Tci & VlanTag.PcpMask)) : default;
}

/// <summary>
/// The VLANs of a packet while it is inside the bridge, outermost first: where every packet belongs to a VLAN, whatever
/// headers it came with and will leave with.
/// </summary>
internal readonly record struct InternalVlans(VlanLayer Outer, VlanLayer Inner, VlanLayer Innermost)
{
    private const ushort CustomerTpid = 0x8100;

    public static InternalVlans Of(in FlowKey key) => new(VlanLayer.Of(key.Vlan0), VlanLayer.Of(key.Vlan1), default);

    /// <summary>Whether a bundle takes in a packet with these headers.</summary>
    public bool IsAdmitted(BundleSettings settings) => settings.Mode switch
    {
        VlanMode.Access => Outer.Vid == 0,
        VlanMode.NativeTagged or VlanMode.NativeUntagged => Outer.Vid == 0 || settings.Trunks.Contains(Outer.Vid),
        VlanMode.Trunk => settings.Trunks.Contains(Outer.Vid),
        _ => settings.CustomerVlans.Contains(Outer.Vid),
    };

    /// <summary>From the headers on the wire to the VLANs inside.</summary>
    public InternalVlans Enter(BundleSettings settings)
    {
        var tagged = new VlanLayer(Outer.Tpid == 0 ? CustomerTpid : Outer.Tpid, settings.Vlan, Outer.PcpBits);
        return settings.Mode switch
        {
            VlanMode.Access => new InternalVlans(tagged, default, default),
            VlanMode.NativeTagged or VlanMode.NativeUntagged when Outer.Vid == 0 => this with { Outer = tagged },
            VlanMode.Dot1qTunnel =>
                new InternalVlans(new VlanLayer(settings.ServiceTpid, settings.Vlan, 0), Outer, Inner),
            _ => this,
        };
    }

    /// <summary>Whether a bundle carries a packet that is inside with these VLANs.</summary>
    public bool IsCarried(BundleSettings settings) => settings.Mode switch
    {
        VlanMode.Access => Outer.Vid == settings.Vlan && Inner.Vid == 0,
        VlanMode.Dot1qTunnel => Outer.Vid == settings.Vlan && settings.CustomerVlans.Contains(Inner.Vid),
        _ => settings.Trunks.Contains(Outer.Vid),
    };

    /// <summary>From the VLANs inside to the headers with which the packet leaves.</summary>
    /// <param name="receivedPcpBits">The priority in the outer header that the packet came with.</param>
    public InternalVlans Leave(BundleSettings settings, ushort receivedPcpBits)
    {
        var popped = new InternalVlans(Inner, Innermost, default);
        var left = settings.Mode switch
        {
            VlanMode.Access => default,
            VlanMode.NativeUntagged when Outer.Vid == settings.Vlan => popped,
            VlanMode.Dot1qTunnel => popped,
            _ => this,
        };
        return settings.PriorityTags == PriorityTags.Never
            ? left
            : left with { Outer = left.Outer with { PcpBits = receivedPcpBits } };
    }

    /// <summary>The headers as they are written, outermost first; gives their count. A header that says nothing, neither
    /// VLAN nor priority, is left out, unless the bundle wants it <see cref="PriorityTags.Always"/>.</summary>
    public int WriteTo(System.Span<VlanTag> tags, PriorityTags priorityTags)
    {
        var count = 0;
        foreach (var layer in (System.ReadOnlySpan<VlanLayer>)[Outer, Inner, Innermost])
        {
            var tci = (ushort)(layer.Vid | layer.PcpBits);
            if (tci != 0 || (priorityTags == PriorityTags.Always && layer.Tpid != 0))
            {
                var tpid = layer.Tpid == 0 ? CustomerTpid : layer.Tpid;
                tags[count++] = new VlanTag((ushort)(tci | VlanTag.Present), tpid);
            }
        }

        return count;
    }
}
