using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;

namespace Ovs.Ofproto.Tests.Translate;

/// <summary>Random bridges, tables and packets; each case is made from one number, which a failure prints.</summary>
public sealed class NormalPropertyTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(3000);

    [Fact]
    public void Actions_do_what_a_plain_bridge_does() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                var (bridge, key) = MakeCase(new Random(seed));
                var actions = bridge.Translate(key, learn: false).Actions;
                return Run(actions, key).SequenceEqual(PlainBridge.Forward(bridge, key));
            }).Check(s_config);

    [Fact]
    public void Bits_that_were_not_looked_at_do_not_matter() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                var random = new Random(seed);
                var (bridge, key) = MakeCase(random);
                var (actions, mask, verdict) = bridge.Translate(key, learn: false);
                for (var i = 0; i < 40; i++)
                {
                    var other = Disturb(key, mask, random);
                    var again = bridge.Translate(other, learn: false);
                    if (!again.Actions.Equals(actions) || again.Verdict != verdict || again.Mask != mask)
                    {
                        return false;
                    }
                }

                return true;
            }).Check(s_config);

    /// <summary>Changes bits that the mask leaves free, so that a packet with such a key can exist.</summary>
    private static FlowKey Disturb(FlowKey key, FlowMask mask, Random random)
    {
        var other = key;
        for (var word = 0; word < FlowKey.WordCount; word++)
        {
            var free = ~mask.Bits.Words[word];
            other.Words[word] ^= (ulong)random.NextInt64() & free & (ulong)-random.Next(2);
        }

        other.Vlan0 = Repair(other.Vlan0, key.Vlan0, mask.Bits.Vlan0, random);
        other.Vlan1 = other.Vlan0.IsPresent ? Repair(other.Vlan1, key.Vlan1, mask.Bits.Vlan1, random) : default;
        return other;
    }

    private static VlanTag Repair(VlanTag tag, VlanTag original, VlanTag mask, Random random)
    {
        var tpid = random.Next(2) == 0 ? EthTypes.Vlan : EthTypes.ServiceVlan;
        return tag.IsPresent ? new VlanTag(tag.Tci, mask.Tpid == 0 ? tpid : original.Tpid) : default;
    }

    private static List<Delivery> Run(DpActions actions, FlowKey key)
    {
        var tags = new List<VlanTag> { key.Vlan0, key.Vlan1 }.Where(tag => tag.IsPresent).ToList();
        var deliveries = new List<Delivery>();
        foreach (var action in actions.Span)
        {
            switch (action.Kind)
            {
                case DpActionKind.PushVlan:
                    tags.Insert(0, action.Vlan);
                    break;
                case DpActionKind.PopVlan:
                    tags.RemoveAt(0);
                    break;
                default:
                    Assert.Equal(DpActionKind.Output, action.Kind);
                    deliveries.Add(Delivery.Of(action.Port.Number, tags));
                    break;
            }
        }

        return deliveries;
    }

    private static (TestBridge Bridge, FlowKey Key) MakeCase(Random random)
    {
        var bridge = new TestBridge();
        var count = random.Next(1, 6);
        for (var i = 0; i < count; i++)
        {
            if (random.Next(4) == 0)
            {
                bridge.AddBond(MakeSettings(random), random.Next(-1, 2));
            }
            else
            {
                bridge.Add(MakeSettings(random));
            }
        }

        for (var i = random.Next(8); i > 0; i--)
        {
            var bundle = bridge.Bundles[random.Next(count)].Bundle;
            bridge.Macs.AddStatic(TestBridge.Mac((uint)random.Next(1, 4)), (ushort)random.Next(4), bundle);
        }

        var tags = new VlanTag[Math.Max(0, random.Next(-1, 3))];
        for (var i = 0; i < tags.Length; i++)
        {
            tags[i] = TestBridge.Tag(
                (ushort)random.Next(4), random.Next(3) * 3, random.Next(2) == 0 ? EthTypes.Vlan : EthTypes.ServiceVlan);
        }

        var key = TestBridge.Packet((uint)random.Next(1, 8), (uint)random.Next(1, 4), (uint)random.Next(4), tags);
        switch (random.Next(6))
        {
            case 0:
                key.EthType = EthTypes.Arp;
                key.IpProto = (byte)random.Next(1, 4);
                key.Ipv4Src = (uint)random.Next(2);
                break;
            case 1:
                key.EthDst = new EthAddress(0x0180_c200_0000UL + (ulong)random.Next(32));
                break;
            default:
                break;
        }

        return (bridge, key);
    }

    private static BundleSettings MakeSettings(Random random)
    {
        var mode = (VlanMode)random.Next(4);
        var trunks = random.Next(2) == 0
            ? null
            : VlanSet.Of(Enumerable.Range(0, 4).Where(_ => random.Next(2) == 0).Select(vlan => (long)vlan));
        return BundleSettings.Of(mode, (ushort)random.Next(4), trunks) with
        {
            PriorityTags = (PriorityTags)random.Next(3),
            IsProtected = random.Next(3) == 0,
        };
    }
}
