using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Oxm;

/// <summary>Writing: prerequisites come before the fields that need them, so the order is not that of the table.</summary>
internal static partial class OxmMatch
{
    /// <summary>Writes entries of NXM and padding; gives the length without padding.</summary>
    public static int PutNxm(OfWriter writer, FlowMatch match, ulong cookie = 0, ulong cookieMask = 0)
    {
        var start = writer.Length;
        PutEntries(writer, OfVersion.None, match, cookie, cookieMask);
        var length = writer.Length - start;
        writer.Pad(start);
        return length;
    }

    /// <summary>Writes a match structure of OpenFlow 1.2 and later, with padding; gives its length without padding.</summary>
    public static int PutOxm(OfWriter writer, OfVersion version, FlowMatch match)
    {
        var start = writer.Length;
        writer.Put16(OxmType);
        writer.Put16(0);
        PutEntries(writer, version, match);
        var length = writer.Length - start;
        writer.Patch16(start + 2, (ushort)length);
        writer.Pad(start);
        return length;
    }

    /// <summary>Writes entries without header or padding; <see cref="OfVersion.None"/> writes NXM.</summary>
    public static void PutEntries(
        OfWriter writer, OfVersion version, FlowMatch match, ulong cookie = 0, ulong cookieMask = 0)
    {
        var start = writer.Length;
        var put = new Put(writer, version, match);
        var isOxm = version != OfVersion.None;
        ref readonly var value = ref match.Value;
        ref readonly var mask = ref match.Mask;
        var type = match.EthType;
        if (mask.Key.PacketType != 0 && !match.IsEthernet)
        {
            put.Field(FieldId.PacketType);
        }

        put.Field(FieldId.DpHash);
        put.Field(FieldId.RecircId);
        put.Field(FieldId.ConjId);
        put.Field(isOxm ? FieldId.InPortOxm : FieldId.InPort);
        put.Field(FieldId.ActsetOutput);
        put.Field(FieldId.EthSrc);
        put.Field(FieldId.EthDst);
        put.Field(FieldId.EthType);
        if (isOxm)
        {
            put.Field(FieldId.VlanVid, allBits: VlanTag.VidMask | VlanTag.Present);
            if ((value.Key.Vlan0.Tci & (VlanTag.VidMask | VlanTag.Present)) != 0)
            {
                put.Field(FieldId.VlanPcp, allBits: 7);
            }
        }
        else
        {
            put.Field(FieldId.VlanTci);
        }

        if (type is EthTypes.Mpls or EthTypes.MplsMulticast)
        {
            put.Field(FieldId.MplsTc, allBits: 7);
            put.Field(FieldId.MplsBos, allBits: 1);
            put.Field(FieldId.MplsTtl);
            put.Field(FieldId.MplsLabel, allBits: 0xfffff);
        }

        if (EthTypes.IsIp(type))
        {
            PutIp(ref put, in value, type, isOxm);
        }
        else if (type is EthTypes.Arp or EthTypes.Rarp)
        {
            put.Field(FieldId.ArpOp, allBits: byte.MaxValue);
            put.Field(FieldId.ArpSpa);
            put.Field(FieldId.ArpTpa);
            put.Field(FieldId.ArpSha);
            put.Field(FieldId.ArpTha);
        }

        PutTunnel(ref put, match);
        PutNsh(ref put, in mask);
        if (version < OfVersion.OpenFlow15)
        {
            put.Range(FieldId.Reg0, FieldId.Reg31);
        }
        else
        {
            put.Range(FieldId.Xreg0, FieldId.Xreg15);
        }

        put.Field(FieldId.PktMark);
        PutConnection(ref put, in value);
        put.Field(FieldId.Metadata);
        if (cookieMask != 0)
        {
            var isMasked = cookieMask != ulong.MaxValue;
            OxmEntries.PutHeader(writer, OxmEntries.Cookie.Sized(sizeof(ulong), isMasked));
            writer.Put64(cookie & cookieMask);
            if (isMasked)
            {
                writer.Put64(cookieMask);
            }
        }

        if (match.IsEthernet && !put.IsEthernetImplied)
        {
            // Nothing else says that only Ethernet packets match.
            var packetType = new OfWriter(16);
            var field = FieldTable.Get(FieldId.PacketType);
            OxmEntries.PutEntry(packetType, field, version, default, FieldValue.Exact(field));
            writer.Insert(start, packetType.Span);
        }
    }

    private static void PutIp(ref Put put, in FlowFields value, ushort type, bool isOxm)
    {
        if (type == EthTypes.Ipv4)
        {
            put.Field(FieldId.Ipv4Src);
            put.Field(FieldId.Ipv4Dst);
        }
        else
        {
            put.Field(FieldId.Ipv6Src);
            put.Field(FieldId.Ipv6Dst);
        }

        put.Field(FieldId.IpFrag, allBits: (byte)IpFrag.Mask);
        put.Field(isOxm ? FieldId.IpDscp : FieldId.IpTos, allBits: isOxm ? 0x3fu : 0xfcu);
        put.Field(FieldId.IpEcn, allBits: 3);
        put.Field(FieldId.IpTtl);
        put.Field(FieldId.Ipv6Label);
        if (put.Field(FieldId.IpProto))
        {
            PutTransport(ref put, in value, type);
        }
    }

    private static void PutTransport(ref Put put, in FlowFields value, ushort type)
    {
        switch (value.Key.IpProto)
        {
            case IpProtocols.Tcp:
                put.Field(FieldId.TcpSrc);
                put.Field(FieldId.TcpDst);
                put.Field(FieldId.TcpFlags);
                break;
            case IpProtocols.Udp:
                put.Field(FieldId.UdpSrc);
                put.Field(FieldId.UdpDst);
                break;
            case IpProtocols.Sctp:
                put.Field(FieldId.SctpSrc);
                put.Field(FieldId.SctpDst);
                break;
            case IpProtocols.Icmp when type == EthTypes.Ipv4:
                put.WholeField(FieldId.Icmpv4Type);
                put.WholeField(FieldId.Icmpv4Code);
                break;
            case IpProtocols.Icmpv6 when type == EthTypes.Ipv6:
                put.WholeField(FieldId.Icmpv6Type);
                put.WholeField(FieldId.Icmpv6Code);
                if (Prerequisites.IsNeighbourDiscovery(in value))
                {
                    put.WholeField(FieldId.NdReserved);
                    put.Field(FieldId.NdTarget);
                    put.WholeField(FieldId.NdOptionsType);
                    put.Field(value.Key.TpSrc == 135 ? FieldId.NdSll : FieldId.NdTll);
                }

                break;
            default:
                break;
        }
    }

    private static void PutTunnel(ref Put put, FlowMatch match)
    {
        put.Field(FieldId.TunId);
        put.Field(FieldId.TunFlags);
        put.Field(FieldId.TunIpv4Src);
        put.Field(FieldId.TunIpv4Dst);
        put.Field(FieldId.TunIpv6Src);
        put.Field(FieldId.TunIpv6Dst);
        put.Field(FieldId.TunGbpId);
        put.Field(FieldId.TunGbpFlags);
        foreach (var option in match.Options)
        {
            var field = FieldTable.Get(option.Field);
            OxmEntries.PutRaw(
                put.Writer, field, put.Version, FieldValue.Read(field, option.Value), FieldValue.Read(field, option.Mask),
                option.IsMasked, option.Value.Length);
        }

        put.Field(FieldId.TunErspanIdx);
        put.Field(FieldId.TunErspanVer);
        put.Field(FieldId.TunErspanDir);
        put.Field(FieldId.TunErspanHwid);
        put.Field(FieldId.TunGtpuFlags);
        put.Field(FieldId.TunGtpuMsgtype);
    }

    private static void PutNsh(ref Put put, in FlowFields mask)
    {
        put.Field(FieldId.NshFlags);
        put.Field(FieldId.NshTtl);
        put.Field(FieldId.NshMdtype);
        put.Field(FieldId.NshNp);
        put.Field(FieldId.NshSpi, allBits: 0xffffff);
        put.Field(FieldId.NshSi);
        put.Range(FieldId.NshC1, FieldId.NshC4);
    }

    private static void PutConnection(ref Put put, in FlowFields value)
    {
        put.Field(FieldId.CtState);
        put.Field(FieldId.CtZone);
        put.Field(FieldId.CtMark);
        put.Field(FieldId.CtLabel);
        put.Field(FieldId.CtIpv4Src);
        put.Field(FieldId.CtIpv6Src);
        put.Field(FieldId.CtIpv4Dst);
        put.Field(FieldId.CtIpv6Dst);
        if (value.CtIpProto != 0)
        {
            put.Field(FieldId.CtIpProto);
            put.Field(FieldId.CtTpSrc);
            put.Field(FieldId.CtTpDst);
        }
    }

    private ref struct Put(OfWriter writer, OfVersion version, FlowMatch match)
    {
        public readonly OfWriter Writer => writer;

        public readonly OfVersion Version => version;

        /// <summary>True once a field has been written that only Ethernet packets (or what they carry) have.</summary>
        public bool IsEthernetImplied { get; private set; }

        /// <summary>Writes an entry if the field is matched.</summary>
        /// <param name="allBits">A mask with these bits is exact, though a value on the wire has more.</param>
        public bool Field(FieldId id, uint allBits = 0)
        {
            var field = FieldTable.Get(id);
            var mask = FieldAccess.Get(field, in match.Mask);
            if (mask == 0)
            {
                return false;
            }

            var exact = allBits != 0 && mask == allBits ? field.AllBits : mask;
            OxmEntries.PutEntry(
                writer, field, version, new(FieldAccess.Get(field, in match.Value)), new FieldValue(exact));
            IsEthernetImplied |= field.Prerequisite != Prerequisite.None;
            return true;
        }

        /// <summary>Writes an entry without mask if any bit of the field is matched.</summary>
        public void WholeField(FieldId id)
        {
            var field = FieldTable.Get(id);
            if (!FieldAccess.IsWild(field, in match.Mask))
            {
                var value = FieldAccess.Get(field, in match.Value) & field.AllBits;
                OxmEntries.PutEntry(writer, field, version, new(value), FieldValue.Exact(field));
                IsEthernetImplied = true;
            }
        }

        public void Range(FieldId first, FieldId last)
        {
            for (var id = first; id <= last; id++)
            {
                Field(id);
            }
        }
    }
}
