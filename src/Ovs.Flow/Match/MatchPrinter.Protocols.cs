using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Flow.Match;

/// <summary>The network and transport parts.</summary>
public static partial class MatchPrinter
{
    private static void AppendNetwork(TextBuffer text, FlowMatch match, ushort type, string? shorthand)
    {
        ref readonly var value = ref match.Value;
        ref readonly var mask = ref match.Mask;
        var isArp = type is EthTypes.Arp or EthTypes.Rarp;
        switch (type)
        {
            case EthTypes.Ipv6:
                Ipv6(text, "ipv6_src", value.Key.Ipv6Src, mask.Key.Ipv6Src);
                Ipv6(text, "ipv6_dst", value.Key.Ipv6Dst, mask.Key.Ipv6Dst);
                AppendLabel(text, value.Key.Ipv6Label, mask.Key.Ipv6Label);
                break;
            case EthTypes.Nsh:
                AppendNsh(text, in value, in mask);
                break;
            default:
                Ipv4(text, isArp ? "arp_spa" : "nw_src", value.Key.Ipv4Src, mask.Key.Ipv4Src);
                Ipv4(text, isArp ? "arp_tpa" : "nw_dst", value.Key.Ipv4Dst, mask.Key.Ipv4Dst);
                break;
        }

        // "tcp" and the like have said the protocol already.
        var isProtocolSaid = type is EthTypes.Ipv4 or EthTypes.Ipv6 && shorthand is not (null or "ip" or "ipv6");
        if (!isProtocolSaid && mask.Key.IpProto != 0)
        {
            Name(text, isArp ? "arp_op" : "nw_proto");
            text.Decimal(value.Key.IpProto).Append(',');
        }

        if (isArp)
        {
            Ethernet(text, "arp_sha", value.Key.ArpSha, mask.Key.ArpSha);
            Ethernet(text, "arp_tha", value.Key.ArpTha, mask.Key.ArpTha);
        }

        Part(text, "nw_tos", mask.Key.IpTos & 0xfcu, value.Key.IpTos & 0xfcu);
        Part(text, "nw_ecn", mask.Key.IpTos & 3u, value.Key.IpTos & 3u);
        Part(text, "nw_ttl", mask.Key.IpTtl, value.Key.IpTtl);
        Part(text, "mpls_label", mask.Mpls0 >> 12, value.Mpls0 >> 12);
        Part(text, "mpls_tc", (mask.Mpls0 >> 9) & 7, (value.Mpls0 >> 9) & 7);
        Part(text, "mpls_ttl", mask.Mpls0 & 0xff, value.Mpls0 & 0xff);
        Part(text, "mpls_bos", (mask.Mpls0 >> 8) & 1, (value.Mpls0 >> 8) & 1);
        AppendWord(text, "mpls_lse1", value.Mpls1, mask.Mpls1);
        AppendWord(text, "mpls_lse2", value.Mpls2, mask.Mpls2);
        AppendFragment(text, value.Key.IpFrag, mask.Key.IpFrag);
    }

    private static void AppendLabel(TextBuffer text, uint value, uint mask)
    {
        if (mask != 0)
        {
            Name(text, "ipv6_label");
            text.Append("0x").Hex(value, 5);
            if (mask != uint.MaxValue)
            {
                text.Append("/0x").Hex(mask, 5);
            }

            text.Append(',');
        }
    }

    private static void AppendNsh(TextBuffer text, in FlowFields value, in FlowFields mask)
    {
        const byte mdType1 = 1;
        Byte(text, "nsh_flags", value.NshFlags, mask.NshFlags);
        Byte(text, "nsh_ttl", value.NshTtl, mask.NshTtl);
        Byte(text, "nsh_mdtype", value.NshMdType, mask.NshMdType);
        Byte(text, "nsh_np", value.NshNextProtocol, mask.NshNextProtocol);
        var pathMask = mask.NshPath >> 8;
        Word(text, "nsh_spi", value.NshPath >> 8, pathMask == 0xffffff ? uint.MaxValue : pathMask);
        Byte(text, "nsh_si", (byte)value.NshPath, (byte)mask.NshPath);
        if (mask.NshMdType == byte.MaxValue && value.NshMdType == mdType1)
        {
            Word(text, "nsh_c1", value.NshContext1, mask.NshContext1);
            Word(text, "nsh_c2", value.NshContext2, mask.NshContext2);
            Word(text, "nsh_c3", value.NshContext3, mask.NshContext3);
            Word(text, "nsh_c4", value.NshContext4, mask.NshContext4);
        }
    }

    private static void AppendFragment(TextBuffer text, IpFrag value, IpFrag mask)
    {
        if ((mask & IpFrag.Mask) == IpFrag.None)
        {
            return;
        }

        Name(text, "nw_frag");
        var isAny = (value & IpFrag.Any) != 0;
        var isLater = (value & IpFrag.Later) != 0;
        text.Append((mask & IpFrag.Mask) switch
        {
            IpFrag.Mask => isAny ? (isLater ? "later" : "first") : (isLater ? "<error>" : "no"),
            IpFrag.Any => isAny ? "yes" : "no",
            _ => isLater ? "later" : "not_later",
        });
        text.Append(',');
    }

    private static void AppendTransport(TextBuffer text, in FlowFields value, in FlowFields mask, ushort type)
    {
        ref readonly var key = ref value.Key;
        if (type == EthTypes.Ipv4 && key.IpProto == IpProtocols.Icmp)
        {
            Decimal(text, "icmp_type", key.TpSrc, mask.Key.TpSrc);
            Decimal(text, "icmp_code", key.TpDst, mask.Key.TpDst);
        }
        else if (type == EthTypes.Ipv6 && key.IpProto == IpProtocols.Icmpv6)
        {
            Decimal(text, "icmp_type", key.TpSrc, mask.Key.TpSrc);
            Decimal(text, "icmp_code", key.TpDst, mask.Key.TpDst);
            Ipv6(text, "nd_target", key.NdTarget, mask.Key.NdTarget);
            Ethernet(text, "nd_sll", key.ArpSha, mask.Key.ArpSha);
            Ethernet(text, "nd_tll", key.ArpTha, mask.Key.ArpTha);
            AppendWord(text, "nd_reserved", value.NdReserved, mask.NdReserved);
            Decimal(text, "nd_options_type", key.NdOptionType, mask.Key.NdOptionType);
        }
        else
        {
            Decimal(text, "tp_src", key.TpSrc, mask.Key.TpSrc);
            Decimal(text, "tp_dst", key.TpDst, mask.Key.TpDst);
        }

        var flagMask = mask.Key.TcpFlags & FlagText.Tcp.All;
        if (EthTypes.IsIp(FlowMatch.EthTypeOf(in value)) && key.IpProto == IpProtocols.Tcp && mask.Key.TcpFlags != 0)
        {
            Name(text, "tcp_flags");
            FlagText.Tcp.AppendMasked(text, key.TcpFlags, flagMask, FlagText.Tcp.All);
        }
    }

    private static void Name(TextBuffer text, string name) => text.Append($"{TextColors.Param}{name}={TextColors.End}");

    private static void Hex(TextBuffer text, string name, ulong value, ulong mask, ulong all)
    {
        if (mask != 0)
        {
            Name(text, name);
            text.HexC(value);
            if (mask != all)
            {
                text.Append('/').HexC(mask);
            }

            text.Append(',');
        }
    }

    // 16 bits: decimal, but hexadecimal with a mask.
    private static void Decimal(TextBuffer text, string name, ushort value, ushort mask)
    {
        if (mask != 0)
        {
            Name(text, name);
            _ = mask == ushort.MaxValue
                ? text.Decimal(value)
                : text.Append("0x").Hex(value).Append("/0x").Hex(mask);
            text.Append(',');
        }
    }

    private static void Byte(TextBuffer text, string name, byte value, byte mask)
    {
        if (mask != 0)
        {
            Name(text, name);
            _ = mask == byte.MaxValue
                ? text.Decimal(value)
                : text.Append("0x").Hex(value, 2).Append("/0x").Hex(mask, 2);
            text.Append(',');
        }
    }

    private static void Word(TextBuffer text, string name, uint value, uint mask)
    {
        if (mask != 0)
        {
            Name(text, name);
            text.Append("0x").Hex(value);
            if (mask != uint.MaxValue)
            {
                text.Append("/0x").Hex(mask);
            }

            text.Append(',');
        }
    }

    // 32 bits: decimal, but hexadecimal with all digits with a mask.
    private static void AppendWord(TextBuffer text, string name, uint value, uint mask)
    {
        if (mask != 0)
        {
            Name(text, name);
            _ = mask == uint.MaxValue
                ? text.Decimal(value)
                : text.Append("0x").Hex(value, 8).Append("/0x").Hex(mask, 8);
            text.Append(',');
        }
    }

    private static void Part(TextBuffer text, string name, uint mask, uint value)
    {
        if (mask != 0)
        {
            Name(text, name);
            text.Decimal(value).Append(',');
        }
    }

    // Without colours and mask: what the original prints of these fields.
    private static void Plain(TextBuffer text, string name, uint mask, uint value, bool isHex)
    {
        if (mask != 0)
        {
            text.Append(name).Append('=');
            _ = isHex ? text.HexC(value) : text.Decimal(value);
            text.Append(',');
        }
    }

    private static void Ethernet(TextBuffer text, string name, EthAddress value, EthAddress mask)
    {
        if (!mask.IsZero)
        {
            Name(text, name);
            AddressText.AppendEthernet(text, value.ToUInt64(), mask.ToUInt64());
            text.Append(',');
        }
    }

    private static void Ipv4(TextBuffer text, string name, uint value, uint mask)
    {
        if (mask != 0)
        {
            Name(text, name);
            AddressText.AppendIpv4(text, value, mask);
            text.Append(',');
        }
    }

    private static void Ipv6(TextBuffer text, string name, Ipv6Address value, Ipv6Address mask)
    {
        if (!mask.IsZero)
        {
            Name(text, name);
            AddressText.AppendIpv6(text, value, mask);
            text.Append(',');
        }
    }
}
