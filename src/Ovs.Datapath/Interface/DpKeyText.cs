using System;
using System.Text;
using Ovs.Datapath.Actions;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Datapath.Interface;

/// <summary>
/// The original's text of datapath flow keys: groups in a fixed order, each "name(field=value/mask,...)", without those that
/// do not matter unless more detail is asked for.
/// </summary>
public static class DpKeyText
{
    /// <summary>Formats what a flow matches.</summary>
    /// <param name="portName">Gives names in place of port numbers, or null for a number.</param>
    /// <param name="verbose">Shows fields that do not matter too, as `--more` does.</param>
    public static string Format(
        in FlowKey key, in FlowMask mask, Func<DpPort, string?>? portName = null, bool verbose = false)
    {
        var text = new StringBuilder();
        Append(text, in key, in mask, portName, verbose);
        return text.ToString();
    }

    public static void Append(
        StringBuilder text, in FlowKey key, in FlowMask mask, Func<DpPort, string?>? portName, bool verbose)
    {
        AppendMetadata(text, in key, in mask, portName, verbose);
        AppendGroup(text, HeaderGroup.Ethernet, in key, in mask, verbose, !mask.Bits.EthSrc.IsZero || !mask.Bits.EthDst.IsZero);
        var depth = AppendVlan(text, key.Vlan0, mask.Bits.Vlan0, verbose);
        if (depth > 0)
        {
            depth += AppendVlan(text, key.Vlan1, mask.Bits.Vlan1, verbose);
        }

        AppendProtocols(text, in key, in mask, verbose);
        text.Append(')', depth);
    }

    /// <summary>"vid=5,pcp=0", with "cfi=0" when the tag lacks the bit that says it is there.</summary>
    public static void AppendVlanTci(StringBuilder text, ushort tci, ushort mask, bool verbose = false)
    {
        var value = new VlanTag(tci, 0);
        var looked = new VlanTag(mask, 0);
        if (verbose || value.Vid != 0 || looked.Vid != 0)
        {
            text.Append("vid=").Append(value.Vid);
            text.Append(looked.Vid == VlanTag.VidMask ? "," : $"/0x{looked.Vid:x},");
        }

        if (verbose || value.Pcp != 0 || looked.Pcp != 0)
        {
            text.Append("pcp=").Append(value.Pcp);
            text.Append(looked.Pcp == 7 ? "," : $"/0x{looked.Pcp:x},");
        }

        if (!value.IsPresent)
        {
            text.Append("cfi=0,");
        }

        new FieldText(text, verbose).Chop(',');
    }

    /// <summary>The inside of a set action.</summary>
    internal static void AppendGroup(StringBuilder text, HeaderGroup group, SetMasked set)
    {
        switch (group)
        {
            case HeaderGroup.Priority:
                AppendHexGroup(text, "skb_priority", set.Value.SkbPriority, set.Mask.Bits.SkbPriority, verbose: true);
                break;
            case HeaderGroup.Mark:
                AppendHexGroup(text, "skb_mark", set.Value.PktMark, set.Mask.Bits.PktMark, verbose: true);
                break;
            default:
                var (key, mask) = (set.Value, set.Mask);
                AppendGroup(text, group, in key, in mask, verbose: false, matters: true);
                return;
        }

        new FieldText(text, verbose: true).Chop(',');
    }

    private static void AppendMetadata(
        StringBuilder text, in FlowKey key, in FlowMask mask, Func<DpPort, string?>? portName, bool verbose)
    {
        ref readonly var bits = ref mask.Bits;
        AppendHexGroup(text, "recirc_id", key.RecircId, bits.RecircId, verbose);
        AppendHexGroup(text, "dp_hash", key.DpHash, bits.DpHash, verbose);
        AppendHexGroup(text, "skb_priority", key.SkbPriority, bits.SkbPriority, verbose);
        if (verbose || bits.InPort != 0)
        {
            var port = new DpPort(key.InPort);
            var name = bits.InPort == uint.MaxValue ? portName?.Invoke(port) ?? port.ToString() : $"{port}/{FieldText.Hex(bits.InPort)}";
            Separate(text);
            text.Append($"in_port({name})");
        }

        AppendHexGroup(text, "skb_mark", key.PktMark, bits.PktMark, verbose);
        AppendHexGroup(text, "ct_state", key.CtState, bits.CtState, verbose);
        AppendHexGroup(text, "ct_zone", key.CtZone, bits.CtZone, verbose, ushort.MaxValue);
        AppendHexGroup(text, "ct_mark", key.CtMark, bits.CtMark, verbose);
        if (verbose || bits.PacketType != 0)
        {
            var fields = Open(text, "packet_type", verbose);
            fields.Number("ns", key.PacketType >> 16, bits.PacketType >> 16, ushort.MaxValue);
            fields.HexNumber("id", key.PacketType & 0xffff, bits.PacketType & 0xffff, ushort.MaxValue);
            Close(text, fields);
        }
    }

    private static int AppendVlan(StringBuilder text, VlanTag tag, VlanTag mask, bool verbose)
    {
        if (!tag.IsPresent)
        {
            return 0;
        }

        Separate(text);
        text.Append($"eth_type(0x{tag.Tpid:x4})");
        if (verbose || mask.Tci != 0)
        {
            text.Append(",vlan(");
            AppendVlanTci(text, tag.Tci, mask.Tci, verbose);
            text.Append(')');
        }

        text.Append(",encap(");
        return 1;
    }

    private static void AppendProtocols(StringBuilder text, in FlowKey key, in FlowMask mask, bool verbose)
    {
        ref readonly var bits = ref mask.Bits;
        if (key.EthType < EthTypes.Least)
        {
            // A frame without a type is matched by the absence of one: only the mask shows it.
            if (bits.EthType != 0)
            {
                Separate(text);
                text.Append("eth_type(0/0xffff)");
            }

            return;
        }

        if (verbose || bits.EthType != 0)
        {
            Separate(text);
            text.Append($"eth_type(0x{key.EthType:x4}");
            text.Append(bits.EthType == ushort.MaxValue ? ")" : $"/0x{bits.EthType:x4})");
        }

        switch (key.EthType)
        {
            case EthTypes.Ipv4:
                AppendGroup(text, HeaderGroup.Ipv4, in key, in mask, verbose, Ipv4Matters(in bits));
                AppendTransport(text, in key, in mask, verbose);
                break;
            case EthTypes.Ipv6:
                AppendGroup(text, HeaderGroup.Ipv6, in key, in mask, verbose, Ipv6Matters(in bits));
                AppendTransport(text, in key, in mask, verbose);
                break;
            case EthTypes.Arp or EthTypes.Rarp:
                AppendGroup(text, HeaderGroup.Arp, in key, in mask, verbose, ArpMatters(in bits));
                break;
            default:
                break;
        }
    }

    private static void AppendTransport(StringBuilder text, in FlowKey key, in FlowMask mask, bool verbose)
    {
        if ((key.IpFrag & IpFrag.Later) != 0)
        {
            return;
        }

        ref readonly var bits = ref mask.Bits;
        var isIpv4 = key.EthType == EthTypes.Ipv4;
        HeaderGroup? group = key.IpProto switch
        {
            IpProtocols.Tcp => HeaderGroup.Tcp,
            IpProtocols.Udp => HeaderGroup.Udp,
            IpProtocols.Sctp => HeaderGroup.Sctp,
            IpProtocols.Icmp when isIpv4 => HeaderGroup.Icmp,
            IpProtocols.Icmpv6 when !isIpv4 => HeaderGroup.Icmpv6,
            _ => null,
        };
        if (group is not { } known)
        {
            return;
        }

        AppendGroup(text, known, in key, in mask, verbose, (bits.TpSrc | bits.TpDst) != 0);
        if (known == HeaderGroup.Tcp && (bits.TcpFlags != 0 || (verbose && key.TcpFlags != 0)))
        {
            var fields = Open(text, "tcp_flags", verbose);
            fields.TcpFlags(key.TcpFlags, bits.TcpFlags);
            text.Append(')');
        }

        if (known == HeaderGroup.Icmpv6 && key.TpSrc is 135 or 136 && key.TpDst == 0)
        {
            AppendNeighbour(text, in key, in bits, verbose);
        }
    }

    private static void AppendNeighbour(StringBuilder text, in FlowKey key, in FlowKey bits, bool verbose)
    {
        // RFC 4861 4.3, 4.4: neighbour solicitation and advertisement.
        if (verbose || !bits.NdTarget.IsZero || !bits.ArpSha.IsZero || !bits.ArpTha.IsZero)
        {
            var fields = Open(text, "nd", verbose);
            fields.Ip6("target", key.NdTarget, bits.NdTarget);
            fields.Eth("sll", key.ArpSha, bits.ArpSha);
            fields.Eth("tll", key.ArpTha, bits.ArpTha);
            Close(text, fields);
        }
    }

    private static void AppendGroup(
        StringBuilder text, HeaderGroup group, in FlowKey key, in FlowMask mask, bool verbose, bool matters)
    {
        if (!verbose && !matters)
        {
            return;
        }

        ref readonly var bits = ref mask.Bits;
        var fields = Open(text, NameOf(group), verbose);
        switch (group)
        {
            case HeaderGroup.Ethernet:
                fields.Eth("src", key.EthSrc, bits.EthSrc);
                fields.Eth("dst", key.EthDst, bits.EthDst);
                break;
            case HeaderGroup.Ipv4:
                fields.Ip("src", key.Ipv4Src, bits.Ipv4Src);
                fields.Ip("dst", key.Ipv4Dst, bits.Ipv4Dst);
                fields.Number("proto", key.IpProto, bits.IpProto, byte.MaxValue);
                fields.HexNumber("tos", key.IpTos, bits.IpTos, byte.MaxValue);
                fields.Number("ttl", key.IpTtl, bits.IpTtl, byte.MaxValue);
                fields.Frag(key.IpFrag, bits.IpFrag);
                break;
            case HeaderGroup.Ipv6:
                fields.Ip6("src", key.Ipv6Src, bits.Ipv6Src);
                fields.Ip6("dst", key.Ipv6Dst, bits.Ipv6Dst);
                fields.HexNumber("label", key.Ipv6Label, bits.Ipv6Label, 0xfffff);
                fields.Number("proto", key.IpProto, bits.IpProto, byte.MaxValue);
                fields.HexNumber("tclass", key.IpTos, bits.IpTos, byte.MaxValue);
                fields.Number("hlimit", key.IpTtl, bits.IpTtl, byte.MaxValue);
                fields.Frag(key.IpFrag, bits.IpFrag);
                break;
            case HeaderGroup.Arp:
                fields.Ip("sip", key.Ipv4Src, bits.Ipv4Src);
                fields.Ip("tip", key.Ipv4Dst, bits.Ipv4Dst);
                fields.Number("op", key.IpProto, bits.IpProto == byte.MaxValue ? ushort.MaxValue : bits.IpProto, ushort.MaxValue);
                fields.Eth("sha", key.ArpSha, bits.ArpSha);
                fields.Eth("tha", key.ArpTha, bits.ArpTha);
                break;
            case HeaderGroup.Icmp or HeaderGroup.Icmpv6:
                fields.Number("type", (byte)key.TpSrc, (byte)bits.TpSrc, byte.MaxValue);
                fields.Number("code", (byte)key.TpDst, (byte)bits.TpDst, byte.MaxValue);
                break;
            default:
                fields.Number("src", key.TpSrc, bits.TpSrc, ushort.MaxValue);
                fields.Number("dst", key.TpDst, bits.TpDst, ushort.MaxValue);
                break;
        }

        Close(text, fields);
    }

    private static string NameOf(HeaderGroup group) => group switch
    {
        HeaderGroup.Ethernet => "eth",
        HeaderGroup.Ipv4 => "ipv4",
        HeaderGroup.Ipv6 => "ipv6",
        HeaderGroup.Tcp => "tcp",
        HeaderGroup.Udp => "udp",
        HeaderGroup.Sctp => "sctp",
        HeaderGroup.Icmp => "icmp",
        HeaderGroup.Icmpv6 => "icmpv6",
        HeaderGroup.Arp => "arp",
        HeaderGroup.Priority => "skb_priority",
        HeaderGroup.Mark => "skb_mark",
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };

    private static bool Ipv4Matters(in FlowKey bits) =>
        (bits.Ipv4Src | bits.Ipv4Dst | bits.IpProto | bits.IpTos | bits.IpTtl | (byte)bits.IpFrag) != 0;

    private static bool Ipv6Matters(in FlowKey bits) =>
        !bits.Ipv6Src.IsZero || !bits.Ipv6Dst.IsZero
        || (bits.Ipv6Label | bits.IpProto | bits.IpTos | bits.IpTtl | (byte)bits.IpFrag) != 0;

    private static bool ArpMatters(in FlowKey bits) =>
        (bits.Ipv4Src | bits.Ipv4Dst | bits.IpProto) != 0 || !bits.ArpSha.IsZero || !bits.ArpTha.IsZero;

    private static void AppendHexGroup(
        StringBuilder text, string name, uint value, uint mask, bool verbose, uint all = uint.MaxValue)
    {
        if (verbose || mask != 0)
        {
            Separate(text);
            text.Append($"{name}({FieldText.Hex(value)}");
            text.Append(mask == all ? ")" : $"/{FieldText.Hex(mask)})");
        }
    }

    private static FieldText Open(StringBuilder text, string name, bool verbose)
    {
        Separate(text);
        text.Append(name).Append('(');
        return new FieldText(text, verbose);
    }

    private static void Close(StringBuilder text, FieldText fields)
    {
        fields.Chop(',');
        text.Append(')');
    }

    private static void Separate(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] is not ('(' or ' '))
        {
            text.Append(',');
        }
    }
}
