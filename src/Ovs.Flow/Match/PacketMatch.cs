using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Flow.Match;

/// <summary>Makes a packet's fields a match for that packet, to be printed: every field that such a packet has.</summary>
public static class PacketMatch
{
    private const uint MplsBottom = 0x100;

    /// <summary>Lets <paramref name="match"/> match exactly; what describes no header and is zero is left out.</summary>
    public static void Set(in FlowFields fields, FlowMatch match)
    {
        match.Clear();
        match.Value = fields;
        ref readonly var key = ref fields.Key;
        ref var mask = ref match.Mask;
        MaskMetadata(in fields, ref mask);
        mask.Key.PacketType = uint.MaxValue;
        var type = (ushort)key.PacketType;
        if (key.PacketType == 0)
        {
            type = key.EthType;
            mask.Key.EthDst = EthAddress.Broadcast;
            mask.Key.EthSrc = EthAddress.Broadcast;
            mask.Key.EthType = ushort.MaxValue;

            // Also the first header that is not there.
            mask.Key.Vlan0 = new VlanTag(ushort.MaxValue, ushort.MaxValue);
            mask.Key.Vlan1 = key.Vlan0.Tci != 0 ? new VlanTag(ushort.MaxValue, ushort.MaxValue) : default;
        }

        switch (type)
        {
            case EthTypes.Ipv4:
                mask.Key.Ipv4Src = uint.MaxValue;
                mask.Key.Ipv4Dst = uint.MaxValue;
                MaskNetwork(in key, ref mask.Key);
                break;
            case EthTypes.Ipv6:
                mask.Key.Ipv6Src = Ipv6Address.Exact;
                mask.Key.Ipv6Dst = Ipv6Address.Exact;
                mask.Key.Ipv6Label = uint.MaxValue;
                if (Prerequisites.IsNeighbourDiscovery(in fields))
                {
                    mask.Key.ArpSha = EthAddress.Broadcast;
                    mask.Key.ArpTha = EthAddress.Broadcast;
                    mask.Key.NdTarget = Ipv6Address.Exact;
                }

                MaskNetwork(in key, ref mask.Key);
                break;
            case EthTypes.Arp or EthTypes.Rarp:
                mask.Key.Ipv4Src = uint.MaxValue;
                mask.Key.Ipv4Dst = uint.MaxValue;
                mask.Key.IpProto = byte.MaxValue;
                mask.Key.ArpSha = EthAddress.Broadcast;
                mask.Key.ArpTha = EthAddress.Broadcast;
                break;
            case EthTypes.Mpls or EthTypes.MplsMulticast:
                mask.Mpls0 = uint.MaxValue;
                mask.Mpls1 = (fields.Mpls0 & MplsBottom) == 0 ? uint.MaxValue : 0;
                mask.Mpls2 = ((fields.Mpls0 | fields.Mpls1) & MplsBottom) == 0 ? uint.MaxValue : 0;
                break;
            case EthTypes.Nsh:
                MaskNsh(ref mask);
                MaskNetwork(in key, ref mask.Key);
                break;
            default:
                break;
        }
    }

    private static void MaskMetadata(in FlowFields fields, ref FlowFields mask)
    {
        ref readonly var key = ref fields.Key;
        mask.Key.InPort = key.InPort != 0 ? ushort.MaxValue : 0u;
        mask.Key.SkbPriority = key.SkbPriority != 0 ? uint.MaxValue : 0;
        mask.Key.PktMark = key.PktMark != 0 ? uint.MaxValue : 0;
        mask.Key.RecircId = key.RecircId != 0 ? uint.MaxValue : 0;
        mask.Key.DpHash = key.DpHash != 0 ? uint.MaxValue : 0;
        mask.Key.CtState = key.CtState != 0 ? uint.MaxValue : 0;
        mask.Key.CtZone = key.CtZone != 0 ? ushort.MaxValue : (ushort)0;
        mask.Key.CtMark = key.CtMark != 0 ? uint.MaxValue : 0;
        mask.Key.CtLabel = key.CtLabel.IsZero ? default : Ipv6Address.Exact;
        mask.TunId = fields.TunId != 0 ? ulong.MaxValue : 0;
        if (key.CtState == 0 || fields.CtIpProto == 0)
        {
            return;
        }

        mask.CtIpProto = byte.MaxValue;
        mask.CtTpSrc = ushort.MaxValue;
        mask.CtTpDst = ushort.MaxValue;
        if (key.EthType == EthTypes.Ipv4)
        {
            mask.CtIpv4Src = uint.MaxValue;
            mask.CtIpv4Dst = uint.MaxValue;
        }
        else if (key.EthType == EthTypes.Ipv6)
        {
            mask.CtIpv6Src = Ipv6Address.Exact;
            mask.CtIpv6Dst = Ipv6Address.Exact;
        }
    }

    private static void MaskNetwork(in FlowKey key, ref FlowKey mask)
    {
        mask.IpFrag = IpFrag.Mask;
        mask.IpTos = byte.MaxValue;
        mask.IpTtl = byte.MaxValue;
        mask.IpProto = byte.MaxValue;
        if ((key.IpFrag & IpFrag.Later) != 0 || key.IpProto is not (IpProtocols.Icmp or IpProtocols.Icmpv6
            or IpProtocols.Tcp or IpProtocols.Udp or IpProtocols.Sctp or IpProtocols.Igmp))
        {
            return;
        }

        mask.TpSrc = ushort.MaxValue;
        mask.TpDst = ushort.MaxValue;
        mask.TcpFlags = key.IpProto == IpProtocols.Tcp ? ushort.MaxValue : (ushort)0;
    }

    private static void MaskNsh(ref FlowFields mask)
    {
        mask.NshFlags = byte.MaxValue;
        mask.NshTtl = byte.MaxValue;
        mask.NshMdType = byte.MaxValue;
        mask.NshNextProtocol = byte.MaxValue;
        mask.NshPath = uint.MaxValue;
        mask.NshContext1 = uint.MaxValue;
        mask.NshContext2 = uint.MaxValue;
        mask.NshContext3 = uint.MaxValue;
        mask.NshContext4 = uint.MaxValue;
    }
}
