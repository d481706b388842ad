using System;
using System.Runtime.CompilerServices;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Flow.Classifier;

/// <summary>
/// In which order a lookup looks at fields: first what does not come from the packet, then link, network and transport
/// layer. A lookup that fails at one stage has not looked at the later ones, so a megaflow made from it covers more packets.
/// </summary>
internal static class MatchStages
{
    public const int Count = 4;

    private static readonly FlowFields[] s_stages = Make();

    /// <summary>The bits of word <paramref name="word"/> of <see cref="FlowFields"/> that belong to a stage.</summary>
    public static ulong Bits(int stage, int word) => FlowFields.WordsOf(in s_stages[stage])[word];

    private static FlowFields[] Make()
    {
        var stages = new FlowFields[Count];
        ref var link = ref stages[1];
        link.Key.EthDst = EthAddress.Broadcast;
        link.Key.EthSrc = EthAddress.Broadcast;
        link.Key.EthType = ushort.MaxValue;
        link.Key.Vlan0 = VlanTag.Exact;
        link.Key.Vlan1 = VlanTag.Exact;
        link.Mpls0 = link.Mpls1 = link.Mpls2 = uint.MaxValue;

        ref var network = ref stages[2];
        network.Key.Ipv4Src = network.Key.Ipv4Dst = uint.MaxValue;
        network.Key.Ipv6Src = network.Key.Ipv6Dst = Ipv6Address.Exact;
        network.Key.Ipv6Label = uint.MaxValue;
        network.Key.IpProto = network.Key.IpTos = network.Key.IpTtl = byte.MaxValue;
        network.Key.IpFrag = (IpFrag)byte.MaxValue;
        network.CtIpv4Src = network.CtIpv4Dst = uint.MaxValue;
        network.CtIpv6Src = network.CtIpv6Dst = Ipv6Address.Exact;

        ref var transport = ref stages[3];
        transport.Key.NdTarget = Ipv6Address.Exact;
        transport.Key.ArpSha = transport.Key.ArpTha = EthAddress.Broadcast;
        transport.Key.TcpFlags = transport.Key.NdOptionType = ushort.MaxValue;
        transport.Key.TpSrc = transport.Key.TpDst = ushort.MaxValue;
        transport.CtTpSrc = transport.CtTpDst = ushort.MaxValue;
        transport.NdReserved = uint.MaxValue;
        transport.NshFlags = transport.NshTtl = transport.NshMdType = transport.NshNextProtocol = byte.MaxValue;
        transport.NshPath = transport.NshContext1 = transport.NshContext2 = uint.MaxValue;
        transport.NshContext3 = transport.NshContext4 = uint.MaxValue;

        for (var i = 0; i < FlowFields.WordCount; i++)
        {
            stages[0].Words[i] = ~(stages[1].Words[i] | stages[2].Words[i] | stages[3].Words[i]);
        }

        return stages;
    }
}
