using System;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;

namespace Ovs.Ofproto.Translate;

/// <summary>
/// Decides what happens to a packet, from its key alone, and notes every bit of the key that the decision depends on.
/// </summary>
/// <remarks>
/// <para>What it does now is NORMAL, the action of a bridge without flows of its own: an IEEE 802.1Q bridge. The VLAN is
/// admitted, the sender's address learned, the receiver's looked up; the packet leaves by one bundle or, when the address is
/// unknown or a group, by all that carry the VLAN, with the headers that each wants.</para>
/// <para>The result is a function of the view, the MAC table and the key. `learn: false` leaves the table as it is: that is
/// how the revalidator asks again. The mask is safe: any packet that agrees with the key in the masked bits gets the same
/// actions. It may look at more than is needed, never at less.</para>
/// <para>An instance is scratch space of one thread.</para>
/// </remarks>
public sealed class Translator
{
    private const int MaxTags = 3;
    private const byte ArpRequest = 1;
    private const byte ArpReply = 2;

    private readonly VlanTag[] _tags = new VlanTag[MaxTags];
    private int _tagCount;
    private DpActionBuilder _actions = null!;

    /// <summary>Translates the packet of <paramref name="key"/>.</summary>
    /// <param name="learn">Whether the sender's address is learned at once.</param>
    /// <param name="mask">Gets the bits looked at.</param>
    /// <param name="actions">Gets the actions; empty drops.</param>
    /// <param name="result">Gets the rest.</param>
    public void Translate(
        SwitchView view, in FlowKey key, bool learn, ref FlowMask mask, DpActionBuilder actions, Translation result)
    {
        _actions = actions;
        _tagCount = 0;
        foreach (var tag in (ReadOnlySpan<VlanTag>)[key.Vlan0, key.Vlan1])
        {
            if (tag.IsPresent)
            {
                _tags[_tagCount++] = tag;
            }
        }

        mask.Bits.InPort = uint.MaxValue;
        mask.Bits.RecircId = uint.MaxValue;
        mask.Bits.PacketType = uint.MaxValue;
        mask.Bits.EthType = ushort.MaxValue;
        if (EthTypes.IsIp(key.EthType))
        {
            mask.Bits.IpFrag = IpFrag.Mask;
        }

        var port = view.Find(new DpPort(key.InPort));
        result.Bridge = port?.Bridge;
        result.Verdict = port switch
        {
            null => Verdict.NoBundle,
            { Bridge.IsStandalone: false } => Verdict.NoFlows,
            _ => Normal(port, in key, learn, ref mask, result),
        };
    }

    private Verdict Normal(PortView port, in FlowKey key, bool learn, ref FlowMask mask, Translation result)
    {
        mask.Bits.EthSrc = EthAddress.Broadcast;
        mask.Bits.EthDst = EthAddress.Broadcast;
        mask.Bits.Vlan0 = Look(mask.Bits.Vlan0, new VlanTag(VlanTag.VidMask | VlanTag.Present, 0));
        if (EthTypes.IsVlan(key.EthType) && !key.Vlan0.IsPresent)
        {
            return Verdict.PartialVlanTag;
        }

        var (bridge, bundle) = (port.Bridge, port.Bundle);
        var received = InternalVlans.Of(in key);
        if (key.Vlan0.IsPresent)
        {
            // Whether there is a second header, and which, decides at tunnels and at access ports.
            mask.Bits.Vlan1 = key.Vlan1.IsPresent ? VlanTag.Exact : new VlanTag(VlanTag.Present, 0);
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

        if (!bundle.Admits(port.Member.DpPort))
        {
            return Verdict.InactiveMember;
        }

        var inside = received.Enter(bundle.Settings);
        var effect = new LearnEffect(
            bridge.Macs, key.EthSrc, inside.Outer.Vid, bundle.Bundle, IsGratuitousArp(in key, ref mask), bundle.IsBond);
        result.Effects.Add(effect);
        if (learn)
        {
            effect.Apply();
        }

        if (!bridge.Macs.TryLookup(key.EthDst, inside.Outer.Vid, out Bundle learned))
        {
            Flood(bridge, bundle, in inside, in key, ref mask);
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

        Output(bundle, target, in inside, in key, ref mask);
        return Verdict.Forwarded;
    }

    private void Flood(BridgeView bridge, BundleView from, in InternalVlans inside, in FlowKey key, ref FlowMask mask)
    {
        foreach (var target in bridge.Bundles)
        {
            if (target != from && inside.IsCarried(target.Settings))
            {
                Output(from, target, in inside, in key, ref mask);
            }
        }
    }

    private void Output(
        BundleView from, BundleView target, in InternalVlans inside, in FlowKey key, ref FlowMask mask)
    {
        if (target.Active == DpPort.None || (from.Settings.IsProtected && target.Settings.IsProtected))
        {
            return;
        }

        var receivedPcpBits = key.Vlan0.IsPresent ? (ushort)(key.Vlan0.Tci & VlanTag.PcpMask) : (ushort)0;
        var leaving = inside.Leave(target.Settings, receivedPcpBits);
        Span<VlanTag> tags = stackalloc VlanTag[MaxTags];
        var count = leaving.WriteTo(tags, target.Settings.PriorityTags);
        if (Retag(tags[..count]) || (key.Vlan0.IsPresent && key.Vlan0.Vid == 0))
        {
            // New headers keep the received priority and type; and without a VLAN number, the priority decides whether
            // there is a header at all.
            LookAtTags(in key, ref mask);
        }

        _actions.Add(DpAction.Output(target.Active));
    }

    /// <summary>Makes the packet's headers those wanted, with as few steps as possible; false if they are already.</summary>
    private bool Retag(ReadOnlySpan<VlanTag> wanted)
    {
        var present = _tagCount;
        var missing = wanted.Length;
        while (present > 0 && missing > 0 && IsSame(_tags[present - 1], wanted[missing - 1]))
        {
            present--;
            missing--;
        }

        for (var i = 0; i < present; i++)
        {
            _actions.Add(DpAction.PopVlan());
        }

        for (var i = missing - 1; i >= 0; i--)
        {
            _actions.Add(DpAction.PushVlan(wanted[i].Tpid, wanted[i].Tci));
        }

        wanted.CopyTo(_tags);
        _tagCount = wanted.Length;
        return present + missing > 0;
    }

    private static bool IsSame(VlanTag left, VlanTag right) => left.Tci == right.Tci && left.Tpid == right.Tpid;

    private static void LookAtTags(in FlowKey key, ref FlowMask mask)
    {
        if (key.Vlan0.IsPresent)
        {
            mask.Bits.Vlan0 = VlanTag.Exact;
        }

        if (key.Vlan1.IsPresent)
        {
            mask.Bits.Vlan1 = VlanTag.Exact;
        }
    }

    private static VlanTag Look(VlanTag looked, VlanTag more) =>
        new((ushort)(looked.Tci | more.Tci), (ushort)(looked.Tpid | more.Tpid));

    // A host tells the network where it is after it moved: a broadcast reply, or a request for its own address.
    private static bool IsGratuitousArp(in FlowKey key, ref FlowMask mask)
    {
        if (key.EthType != EthTypes.Arp || !key.EthDst.IsBroadcast)
        {
            return false;
        }

        mask.Bits.IpProto = byte.MaxValue;
        if (key.IpProto != ArpRequest)
        {
            return key.IpProto == ArpReply;
        }

        mask.Bits.Ipv4Src = uint.MaxValue;
        mask.Bits.Ipv4Dst = uint.MaxValue;
        return key.Ipv4Src == key.Ipv4Dst;
    }
}
