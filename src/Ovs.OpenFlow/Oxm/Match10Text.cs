using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.OpenFlow.Oxm;

/// <summary>A match of OpenFlow 1.0 as text that shows the structure itself, wildcards included if much is asked for.</summary>
internal static class Match10Text
{
    public static void Append(TextBuffer text, in Match10 match, NameMap? ports, int verbosity)
    {
        var start = text.Length;
        var wild = match.Wildcards;
        var showsWild = verbosity >= 2;
        var names = AppendProtocol(text, in match);
        if (Begin(text, "in_port=", (wild & Match10.WildInPort) != 0, showsWild))
        {
            PortText.Append(text, match.InPort, ports);
            text.Append(',');
        }

        Number(text, "dl_vlan=", (wild & Match10.WildVlan) != 0, showsWild, match.Vlan);
        Number(text, "dl_vlan_pcp=", (wild & Match10.WildVlanPcp) != 0, showsWild, match.VlanPcp);
        Ethernet(text, "dl_src=", (wild & Match10.WildEthSrc) != 0, showsWild, match.EthSrc);
        Ethernet(text, "dl_dst=", (wild & Match10.WildEthDst) != 0, showsWild, match.EthDst);
        if (!names.HasType && Begin(text, "dl_type=", (wild & Match10.WildEthType) != 0, showsWild))
        {
            text.Append("0x").Hex(match.EthType, 4).Append(',');
        }

        Ipv4(text, "nw_src=", match.Ipv4SrcWildBits, showsWild, match.Ipv4Src);
        Ipv4(text, "nw_dst=", match.Ipv4DstWildBits, showsWild, match.Ipv4Dst);
        if (!names.HasProto)
        {
            var isArp = match.EthType is EthTypes.Arp or EthTypes.Rarp;
            Number(text, isArp ? "arp_op=" : "nw_proto=", (wild & Match10.WildIpProto) != 0, showsWild, match.IpProto);
        }

        Number(text, "nw_tos=", (wild & Match10.WildIpTos) != 0, showsWild, match.IpTos);
        var isIcmp = match.IpProto == IpProtocols.Icmp;
        Number(text, isIcmp ? "icmp_type=" : "tp_src=", (wild & Match10.WildTpSrc) != 0, showsWild, match.TpSrc);
        Number(text, isIcmp ? "icmp_code=" : "tp_dst=", (wild & Match10.WildTpDst) != 0, showsWild, match.TpDst);
        if (text.Length > start)
        {
            text.Chomp(',');
        }
    }

    private static (bool HasType, bool HasProto) AppendProtocol(TextBuffer text, in Match10 match)
    {
        if ((match.Wildcards & Match10.WildEthType) != 0)
        {
            return (false, false);
        }

        if (match.EthType == EthTypes.Ipv4)
        {
            var name = (match.Wildcards & Match10.WildIpProto) != 0 ? null : match.IpProto switch
            {
                IpProtocols.Icmp => "icmp,",
                IpProtocols.Tcp => "tcp,",
                IpProtocols.Udp => "udp,",
                IpProtocols.Sctp => "sctp,",
                _ => null,
            };
            text.Append(name ?? "ip,");
            return (true, name is not null);
        }

        var other = match.EthType switch
        {
            EthTypes.Arp => "arp,",
            EthTypes.Rarp => "rarp,",
            EthTypes.Mpls => "mpls,",
            EthTypes.MplsMulticast => "mplsm,",
            _ => null,
        };
        text.Append(other);
        return (other is not null, false);
    }

    // Begins a field; true if its value must follow.
    private static bool Begin(TextBuffer text, string leader, bool isWild, bool showsWild)
    {
        if (!isWild || showsWild)
        {
            text.Append(leader);
            text.Append(isWild ? "*," : "");
        }

        return !isWild;
    }

    private static void Number(TextBuffer text, string leader, bool isWild, bool showsWild, ushort value)
    {
        if (Begin(text, leader, isWild, showsWild))
        {
            text.Decimal(value).Append(',');
        }
    }

    private static void Ethernet(TextBuffer text, string leader, bool isWild, bool showsWild, EthAddress value)
    {
        if (Begin(text, leader, isWild, showsWild))
        {
            AddressText.AppendEthernet(text, value.ToUInt64());
            text.Append(',');
        }
    }

    private static void Ipv4(TextBuffer text, string leader, int wildBits, bool showsWild, uint value)
    {
        if (!Begin(text, leader, wildBits >= 32, showsWild))
        {
            return;
        }

        AddressText.AppendIpv4(text, value);
        if (wildBits != 0)
        {
            text.Append($"/{32 - wildBits}");
        }

        text.Append(',');
    }
}
