using System;
using Ovs.Flow.Headers;
using Ovs.Flow.Match;

namespace Ovs.OpenFlow.Flows;

/// <summary>Names in flow texts that stand for an Ethernet type and perhaps an IP protocol: "tcp", "arp".</summary>
public static class ProtocolNames
{
    private static readonly (string Name, ushort EthType, byte IpProto)[] s_rows =
    [
        ("ip", EthTypes.Ipv4, 0),
        ("ipv4", EthTypes.Ipv4, 0),
        ("ip4", EthTypes.Ipv4, 0),
        ("arp", EthTypes.Arp, 0),
        ("icmp", EthTypes.Ipv4, IpProtocols.Icmp),
        ("tcp", EthTypes.Ipv4, IpProtocols.Tcp),
        ("udp", EthTypes.Ipv4, IpProtocols.Udp),
        ("sctp", EthTypes.Ipv4, IpProtocols.Sctp),
        ("ipv6", EthTypes.Ipv6, 0),
        ("ip6", EthTypes.Ipv6, 0),
        ("icmp6", EthTypes.Ipv6, IpProtocols.Icmpv6),
        ("tcp6", EthTypes.Ipv6, IpProtocols.Tcp),
        ("udp6", EthTypes.Ipv6, IpProtocols.Udp),
        ("sctp6", EthTypes.Ipv6, IpProtocols.Sctp),
        ("rarp", EthTypes.Rarp, 0),
        ("mpls", EthTypes.Mpls, 0),
        ("mplsm", EthTypes.MplsMulticast, 0),
    ];

    /// <summary>Finds a name; a protocol of 0 says nothing about the protocol.</summary>
    public static bool TryFind(ReadOnlySpan<char> name, out ushort ethType, out byte ipProto)
    {
        foreach (var row in s_rows)
        {
            if (name.SequenceEqual(row.Name))
            {
                (ethType, ipProto) = (row.EthType, row.IpProto);
                return true;
            }
        }

        (ethType, ipProto) = (0, 0);
        return false;
    }

    /// <summary>Lets <paramref name="match"/> match the protocol; false if the name is none.</summary>
    internal static bool TryMatch(ReadOnlySpan<char> name, FlowMatch match)
    {
        if (!TryFind(name, out var ethType, out var ipProto))
        {
            return false;
        }

        match.SetEthType(ethType);
        if (ipProto != 0)
        {
            match.SetIpProto(ipProto);
        }

        match.SetDefaultPacketType();
        return true;
    }
}
