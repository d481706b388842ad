using System;
using Ovs.Datapath.Interface;
using Ovs.Flow.Fields;
using Ovs.Datapath.Actions;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;

namespace Ovs.Ofproto.Translate;

/// <content>NORMAL: an IEEE 802.1Q bridge. The VLAN is admitted, the sender's address learned, the receiver's looked up; the
/// packet leaves by one bundle or, when the address is unknown or a group, by all that carry the VLAN, with the headers that
/// each wants.</content>
public sealed partial class Translator
{
    private const byte ArpRequest = 1;
    private const byte ArpReply = 2;

    private Verdict Normal()
    {
        ref readonly var key = ref _flow.Key;
        ref var looked = ref _looked.Key;
        if (_port.Bridge.FindPort(new OfPort((ushort)key.InPort)) is not { } port)
        {
            return Verdict.NoBundle;
        }

        looked.EthSrc = EthAddress.Broadcast;
        looked.EthDst = EthAddress.Broadcast;
        looked.Vlan0 = Look(looked.Vlan0, new VlanTag(VlanTag.VidMask | VlanTag.Present, 0));
        if (EthTypes.IsVlan(key.EthType) && !key.Vlan0.IsPresent)
        {
            return Verdict.PartialVlanTag;
        }

        var (bridge, bundle) = (_port.Bridge, port.Bundle);
        var received = InternalVlans.Of(in key);
        if (key.Vlan0.IsPresent)
        {
            // Whether there is a second header, and which, decides at tunnels and at access ports.
            looked.Vlan1 = key.Vlan1.IsPresent ? VlanTag.Exact : new VlanTag(VlanTag.Present, 0);
        }

        if (!received.IsAdmitted(bundle.Settings))
        {
            return Verdict.VlanNotAdmitted;
        }

        // IEEE 802.1Q 8.6.3: bridge protocols end at the bridge.
        if (!bridge.ForwardsBpdus && key.EthDst.IsReserved)
        {
            return Verdict.ReservedAddress;
        }

        if (!bundle.Admits(port.DpPort))
        {
            return Verdict.InactiveMember;
        }

        var inside = received.Enter(bundle.Settings);
        var effect = new LearnEffect(
            bridge.Macs, key.EthSrc, inside.Outer.Vid, bundle.Bundle, IsGratuitousArp(), bundle.IsBond);
        _result.Effects.Add(effect);
        if (_learn)
        {
            effect.Apply();
        }

        if (!bridge.Macs.TryLookup(key.EthDst, inside.Outer.Vid, out Bundle learned))
        {
            Flood(bridge, bundle, in inside);
            return Verdict.Flooded;
        }

        if (bridge.Find(learned) is not { } target)
        {
            return Verdict.LearnedOnUnknown;
        }

        if (target == bundle)
        {
            return Verdict.LearnedOnInput;
        }

        Output(bundle, target, in inside);
        return Verdict.Forwarded;
    }

    private void Flood(BridgeView bridge, BundleView from, in InternalVlans inside)
    {
        foreach (var target in bridge.Bundles)
        {
            if (target != from && inside.IsCarried(target.Settings))
            {
                Output(from, target, in inside);
            }
        }
    }

    private void Output(BundleView from, BundleView target, in InternalVlans inside)
    {
        if (target.Active == DpPort.None || (from.Settings.IsProtected && target.Settings.IsProtected))
        {
            return;
        }

        ref readonly var key = ref _flow.Key;
        CommitHeaders();
        var receivedPcpBits = key.Vlan0.IsPresent ? (ushort)(key.Vlan0.Tci & VlanTag.PcpMask) : (ushort)0;
        var leaving = inside.Leave(target.Settings, receivedPcpBits);
        Span<VlanTag> tags = stackalloc VlanTag[MaxTags];
        var count = leaving.WriteTo(tags, target.Settings.PriorityTags);
        if (Retag(tags[..count]) || (key.Vlan0.IsPresent && key.Vlan0.Vid == 0))
        {
            // New headers keep the received priority and type; and without a VLAN number, the priority decides whether
            // there is a header at all.
            LookAtReceivedTags();
        }

        _actions.Add(DpAction.Output(target.Active));
    }

    private void LookAtReceivedTags()
    {
        if (_base.Key.Vlan0.IsPresent)
        {
            _looked.Key.Vlan0 = VlanTag.Exact;
        }

        if (_base.Key.Vlan1.IsPresent)
        {
            _looked.Key.Vlan1 = VlanTag.Exact;
        }
    }

    private static VlanTag Look(VlanTag looked, VlanTag more) =>
        new((ushort)(looked.Tci | more.Tci), (ushort)(looked.Tpid | more.Tpid));

    // A host tells the network where it is after it moved: a broadcast reply, or a request for its own address.
    private bool IsGratuitousArp()
    {
        ref readonly var key = ref _flow.Key;
        ref var looked = ref _looked.Key;
        if (key.EthType != EthTypes.Arp || !key.EthDst.IsBroadcast)
        {
            return false;
        }

        looked.IpProto = byte.MaxValue;
        if (key.IpProto != ArpRequest)
        {
            return key.IpProto == ArpReply;
        }

        looked.Ipv4Src = uint.MaxValue;
        looked.Ipv4Dst = uint.MaxValue;
        return key.Ipv4Src == key.Ipv4Dst;
    }
}
