using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Match;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Oxm;

/// <summary>Takes out of a match what cannot matter, because no packet with the matched type has it.</summary>
public static class MatchNormalizer
{
    private static readonly LogModule s_log = LogModule.Define("ofp_match");
    private static readonly LogRateLimit s_limit = new(1, 5);

    /// <summary>Normalizes; what was taken away is logged unless it shall be quiet.</summary>
    public static void Normalize(FlowMatch match, bool isQuiet = false)
    {
        var mask = match.Mask;
        Restrict(match, ref mask);
        if (mask == match.Mask)
        {
            return;
        }

        var before = isQuiet ? null : MatchPrinter.ToText(match);
        match.Mask = mask;
        var values = match.Value.Words;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] &= FlowFields.WordsOf(in mask)[i];
        }

        if (before is not null)
        {
            s_log.Info(s_limit, $"normalization changed ofp_match, details:");
            s_log.Info(s_limit, $" pre: {before}");
            s_log.Info(s_limit, $"post: {MatchPrinter.ToText(match)}");
        }
    }

    private static void Restrict(FlowMatch match, ref FlowFields mask)
    {
        ref readonly var value = ref match.Value.Key;
        var isEthernet = mask.Key.PacketType == 0 || match.IsEthernet;
        var type = isEthernet ? value.EthType
            : mask.Key.PacketType == uint.MaxValue && value.PacketType >> 16 == 1 ? (ushort)value.PacketType
            : (ushort)0;
        var isIpv4 = type == EthTypes.Ipv4;
        var isIpv6 = type == EthTypes.Ipv6;
        var isArp = type is EthTypes.Arp or EthTypes.Rarp;
        var hasPorts = value.IpProto is IpProtocols.Tcp or IpProtocols.Udp or IpProtocols.Sctp;
        var isSolicitation = isIpv6 && value is { IpProto: IpProtocols.Icmpv6, TpSrc: 135 };
        var isAdvertisement = isIpv6 && value is { IpProto: IpProtocols.Icmpv6, TpSrc: 136 };
        ref var key = ref mask.Key;
        if (!isEthernet)
        {
            key.EthSrc = default;
            key.EthDst = default;
        }

        if (!isIpv4 && !isArp)
        {
            key.Ipv4Src = 0;
            key.Ipv4Dst = 0;
        }

        if (!(isIpv4 && (hasPorts || value.IpProto == IpProtocols.Icmp))
            && !(isIpv6 && (hasPorts || value.IpProto == IpProtocols.Icmpv6)))
        {
            key.TpSrc = 0;
            key.TpDst = 0;
        }

        if (!isIpv4 && !isIpv6)
        {
            key.IpTos = 0;
            key.IpTtl = 0;
            key.IpProto = isArp ? key.IpProto : (byte)0;
        }

        if (!isArp && !isSolicitation)
        {
            key.ArpSha = default;
        }

        if (!isArp && !isAdvertisement)
        {
            key.ArpTha = default;
        }

        if (!isIpv6)
        {
            key.Ipv6Src = default;
            key.Ipv6Dst = default;
            key.Ipv6Label = 0;
        }

        if (!isSolicitation && !isAdvertisement)
        {
            key.NdTarget = default;
        }

        if (type is not (EthTypes.Mpls or EthTypes.MplsMulticast))
        {
            mask.Mpls0 = 0;
            mask.Mpls1 = 0;
            mask.Mpls2 = 0;
        }
    }
}
