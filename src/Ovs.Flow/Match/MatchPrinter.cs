using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Flow.Match;

/// <summary>Writes a match as `ovs-ofctl dump-flows` shows it.</summary>
/// <remarks>Not a walk of the field table: the order, the shorthands ("tcp6") and what is left out are the format that
/// scripts parse.</remarks>
public static partial class MatchPrinter
{
    /// <summary>The priority that a flow has if none is said, and that is not shown.</summary>
    public const int DefaultPriority = 0x8000;

    /// <summary>Appends fields, separated by commas; nothing if everything matches.</summary>
    public static void Append(TextBuffer text, FlowMatch match, NameMap? ports, int priority = DefaultPriority)
    {
        var start = text.Length;
        if (priority != DefaultPriority)
        {
            text.Append($"{TextColors.Special}priority={TextColors.End}{priority},");
        }

        ref readonly var value = ref match.Value;
        ref readonly var mask = ref match.Mask;
        AppendMetadata(text, match, ports);
        var type = value.Key.EthType;
        if (mask.Key.PacketType != 0 && (!match.IsEthernet || mask.Key.RecircId != 0))
        {
            FieldPrinter.AppendPacketType(text, value.Key.PacketType, mask.Key.PacketType);
            text.Append(',');
            if (value.Key.PacketType >> 16 == 1)
            {
                type = (ushort)value.Key.PacketType;
            }
        }

        var shorthand = mask.Key.EthType != 0 ? Shorthand(type, in value, in mask) : null;
        if (shorthand is not null)
        {
            text.Append($"{TextColors.Value}{shorthand}{TextColors.End},");
        }

        AppendRegisters(text, in value, in mask);
        AppendTunnel(text, match);
        Hex(text, "metadata", value.Metadata, mask.Metadata, ulong.MaxValue);
        if (mask.Key.InPort != 0)
        {
            Name(text, "in_port");
            PortText.Append(text, new OfPort((ushort)value.Key.InPort), ports);
            text.Append(',');
        }

        AppendVlan(text, "", value.Key.Vlan0.Tci, mask.Key.Vlan0.Tci);
        if (mask.Key.Vlan0.Tci != 0)
        {
            AppendVlan(text, "1", value.Key.Vlan1.Tci, mask.Key.Vlan1.Tci);
        }

        Ethernet(text, "dl_src", value.Key.EthSrc, mask.Key.EthSrc);
        Ethernet(text, "dl_dst", value.Key.EthDst, mask.Key.EthDst);
        if (shorthand is null && mask.Key.EthType != 0)
        {
            Name(text, "dl_type");
            text.Append("0x").Hex(type, 4).Append(',');
        }

        AppendNetwork(text, match, type, shorthand);
        AppendTransport(text, in value, in mask, type);
        if (text.Length > start)
        {
            text.Chomp(',');
        }
    }

    public static string ToText(FlowMatch match, NameMap? ports = null, int priority = DefaultPriority)
    {
        var text = new TextBuffer();
        Append(text, match, ports, priority);
        return text.ToString();
    }

    private static void AppendMetadata(TextBuffer text, FlowMatch match, NameMap? ports)
    {
        ref readonly var value = ref match.Value;
        ref readonly var mask = ref match.Mask;
        Hex(text, "pkt_mark", value.Key.PktMark, mask.Key.PktMark, uint.MaxValue);
        Hex(text, "recirc_id", value.Key.RecircId, mask.Key.RecircId, uint.MaxValue);
        Hex(text, "dp_hash", value.Key.DpHash, mask.Key.DpHash, uint.MaxValue);
        if (mask.ConjId != 0)
        {
            text.Append($"{TextColors.Param}conj_id{TextColors.End}={value.ConjId},");
        }

        if (mask.Key.SkbPriority != 0)
        {
            Name(text, "skb_priority");
            text.HexC(value.Key.SkbPriority).Append(',');
        }

        if (mask.ActsetOutput != 0)
        {
            Name(text, "actset_output");
            PortText.Append(text, new OfPort(value.ActsetOutput), ports);
            text.Append(',');
        }

        if (mask.Key.CtState != 0)
        {
            Name(text, "ct_state");
            FlagText.Connection.AppendMasked(text, value.Key.CtState, mask.Key.CtState, byte.MaxValue);
            text.Append(',');
        }

        Decimal(text, "ct_zone", value.Key.CtZone, mask.Key.CtZone);
        Hex(text, "ct_mark", value.Key.CtMark, mask.Key.CtMark, uint.MaxValue);
        if (!mask.Key.CtLabel.IsZero)
        {
            Name(text, "ct_label");
            text.Hex0X(AddressText.ToNumber(value.Key.CtLabel));
            if (mask.Key.CtLabel != Ipv6Address.Exact)
            {
                text.Append('/').Hex0X(AddressText.ToNumber(mask.Key.CtLabel));
            }

            text.Append(',');
        }

        Ipv4(text, "ct_nw_src", value.CtIpv4Src, mask.CtIpv4Src);
        Ipv6(text, "ct_ipv6_src", value.CtIpv6Src, mask.CtIpv6Src);
        Ipv4(text, "ct_nw_dst", value.CtIpv4Dst, mask.CtIpv4Dst);
        Ipv6(text, "ct_ipv6_dst", value.CtIpv6Dst, mask.CtIpv6Dst);
        if (mask.CtIpProto != 0)
        {
            Name(text, "ct_nw_proto");
            text.Decimal(value.CtIpProto).Append(',');
            Decimal(text, "ct_tp_src", value.CtTpSrc, mask.CtTpSrc);
            Decimal(text, "ct_tp_dst", value.CtTpDst, mask.CtTpDst);
        }
    }

    private static string? Shorthand(ushort type, in FlowFields value, in FlowFields mask)
    {
        var protocol = mask.Key.IpProto != 0 ? value.Key.IpProto : -1;
        return type switch
        {
            EthTypes.Ipv4 => protocol switch
            {
                IpProtocols.Icmp => "icmp",
                IpProtocols.Tcp => "tcp",
                IpProtocols.Udp => "udp",
                IpProtocols.Sctp => "sctp",
                _ => "ip",
            },
            EthTypes.Ipv6 => protocol switch
            {
                IpProtocols.Icmpv6 => "icmp6",
                IpProtocols.Tcp => "tcp6",
                IpProtocols.Udp => "udp6",
                IpProtocols.Sctp => "sctp6",
                _ => "ipv6",
            },
            EthTypes.Arp => "arp",
            EthTypes.Rarp => "rarp",
            EthTypes.Mpls => "mpls",
            EthTypes.MplsMulticast => "mplsm",
            _ => null,
        };
    }

    private static void AppendRegisters(TextBuffer text, in FlowFields value, in FlowFields mask)
    {
        for (var i = 0; i < FlowFields.RegisterCount; i++)
        {
            if (mask.Registers[i] != 0)
            {
                text.Append($"{TextColors.Param}reg{i}={TextColors.End}").HexC(value.Registers[i]);
                if (mask.Registers[i] != uint.MaxValue)
                {
                    text.Append('/').HexC(mask.Registers[i]);
                }

                text.Append(',');
            }
        }
    }

    private static void AppendTunnel(TextBuffer text, FlowMatch match)
    {
        ref readonly var value = ref match.Value;
        ref readonly var mask = ref match.Mask;
        Hex(text, "tun_id", value.TunId, mask.TunId, ulong.MaxValue);
        Ipv4(text, "tun_src", value.TunIpv4Src, mask.TunIpv4Src);
        Ipv4(text, "tun_dst", value.TunIpv4Dst, mask.TunIpv4Dst);
        Ipv6(text, "tun_ipv6_src", value.TunIpv6Src, mask.TunIpv6Src);
        Ipv6(text, "tun_ipv6_dst", value.TunIpv6Dst, mask.TunIpv6Dst);
        Decimal(text, "tun_gbp_id", value.TunGbpId, mask.TunGbpId);
        Plain(text, "tun_gbp_flags", mask.TunGbpFlags, value.TunGbpFlags, isHex: true);

        // Hexadecimal digits without a prefix: an oddity of the original's.
        if (mask.TunTos != 0)
        {
            text.Append("tun_tos=").Hex(value.TunTos).Append(',');
        }

        Plain(text, "tun_ttl", mask.TunTtl, value.TunTtl, isHex: false);
        Plain(text, "tun_erspan_ver", mask.TunErspanVersion, value.TunErspanVersion, isHex: false);
        if (value.TunErspanVersion == 1)
        {
            Plain(text, "tun_erspan_idx", mask.TunErspanIndex, value.TunErspanIndex, isHex: true);
        }
        else if (value.TunErspanVersion == 2)
        {
            Plain(text, "tun_erspan_dir", mask.TunErspanDirection, value.TunErspanDirection, isHex: false);
            Plain(text, "tun_erspan_hwid", mask.TunErspanHardwareId, value.TunErspanHardwareId, isHex: true);
        }

        Plain(text, "gtpu_flags", mask.TunGtpuFlags, value.TunGtpuFlags, isHex: true);
        Plain(text, "gtpu_msgtype", mask.TunGtpuMessageType, value.TunGtpuMessageType, isHex: false);
        const ushort allFlags = 0xf;
        if ((mask.TunFlags & allFlags) != 0)
        {
            Name(text, "tun_flags");
            FlagText.Tunnel.AppendMasked(text, value.TunFlags & (uint)allFlags, mask.TunFlags & (uint)allFlags, allFlags);
            text.Append(',');
        }

        foreach (var option in match.Options)
        {
            text.Append($"tun_metadata{option.Index}");
            var isExact = !System.MemoryExtensions.ContainsAnyExcept<byte>(option.Mask, 0xff);
            if (!option.IsMasked || System.MemoryExtensions.ContainsAnyExcept<byte>(option.Mask, 0))
            {
                text.Append('=').Hex0X(option.Value);
                if (!isExact)
                {
                    text.Append('/').Hex0X(option.Mask);
                }
            }

            text.Append(',');
        }
    }

    private static void AppendVlan(TextBuffer text, string suffix, ushort tci, ushort mask)
    {
        if (mask == 0)
        {
            return;
        }

        var vidMask = mask & VlanTag.VidMask;
        var pcpMask = mask & VlanTag.PcpMask;
        if ((mask & tci & VlanTag.Present) != 0 && vidMask is 0 or VlanTag.VidMask && pcpMask is 0 or VlanTag.PcpMask
            && (vidMask | pcpMask) != 0)
        {
            var tag = new VlanTag(tci, 0);
            if (vidMask != 0)
            {
                text.Append($"{TextColors.Param}dl_vlan{suffix}={TextColors.End}").Decimal(tag.Vid).Append(',');
            }

            if (pcpMask != 0)
            {
                text.Append($"{TextColors.Param}dl_vlan_pcp{suffix}={TextColors.End}").Decimal(tag.Pcp).Append(',');
            }

            return;
        }

        text.Append($"{TextColors.Param}vlan_tci{suffix}={TextColors.End}0x").Hex(tci, 4);
        if (mask != ushort.MaxValue)
        {
            text.Append("/0x").Hex(mask, 4);
        }

        text.Append(',');
    }
}
