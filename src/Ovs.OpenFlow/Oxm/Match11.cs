using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Oxm;

/// <summary>The match structure of OpenFlow 1.1 (A.2.3): 88 bytes; masks have ones where bits do not matter.</summary>
internal static class Match11
{
    public const int SizeBytes = 88;
    public const ushort Type = 0;

    private const uint WildInPort = 1 << 0;
    private const uint WildVlan = 1 << 1;
    private const uint WildVlanPcp = 1 << 2;
    private const uint WildEthType = 1 << 3;
    private const uint WildIpTos = 1 << 4;
    private const uint WildIpProto = 1 << 5;
    private const uint WildTpSrc = 1 << 6;
    private const uint WildTpDst = 1 << 7;
    private const uint WildMplsLabel = 1 << 8;
    private const uint WildMplsTc = 1 << 9;

    private const ushort AnyVlan = 0xfffe;
    private const ushort NoVlan = 0xffff;
    private const byte DscpMask = 0xfc;

    /// <summary>Reads a match of OpenFlow 1.1 or later, whichever its type says.</summary>
    public static OfError Take(ref OfReader reader, TunnelOptionTable? options, FlowMatch match)
    {
        var peek = reader;
        var type = peek.Take16();
        var length = peek.Take16();
        if (peek.HasFailed)
        {
            return OfError.BadMatchBadLen;
        }

        if (type != Type)
        {
            return type == 1 ? OxmMatch.TakeOxm(ref reader, OxmReading.Strict, options, match) : OfError.BadMatchBadType;
        }

        if (length != SizeBytes || !reader.Has(SizeBytes))
        {
            return OfError.BadMatchBadLen;
        }

        reader.Skip(4);
        return TakeBody(ref reader, match);
    }

    /// <summary>Writes a match as OpenFlow 1.1 or as a later version has it.</summary>
    public static void PutFor(OfWriter writer, OfVersion version, FlowMatch match)
    {
        if (version == OfVersion.OpenFlow11)
        {
            Put(writer, match);
        }
        else
        {
            OxmMatch.PutOxm(writer, version, match);
        }
    }

    public static void Put(OfWriter writer, FlowMatch match)
    {
        ref readonly var value = ref match.Value.Key;
        ref readonly var mask = ref match.Mask.Key;
        var wild = 0u;
        var vlan = (ushort)0;
        var pcp = (byte)0;
        if (mask.Vlan0.Tci == 0)
        {
            wild |= WildVlan | WildVlanPcp;
        }
        else if (mask.Vlan0.IsPresent && !value.Vlan0.IsPresent)
        {
            vlan = NoVlan;
            wild |= WildVlanPcp;
        }
        else
        {
            vlan = mask.Vlan0.Vid == 0 ? AnyVlan : value.Vlan0.Vid;
            wild |= mask.Vlan0.Pcp == 0 ? WildVlanPcp : 0;
            pcp = mask.Vlan0.Pcp == 0 ? (byte)0 : value.Vlan0.Pcp;
        }

        var labelMask = match.Mask.Mpls0 >> 12;
        var classMask = (match.Mask.Mpls0 >> 9) & 7;
        wild |= (mask.InPort == 0 ? WildInPort : 0) | (mask.EthType == 0 ? WildEthType : 0)
            | ((mask.IpTos & DscpMask) == 0 ? WildIpTos : 0) | (mask.IpProto == 0 ? WildIpProto : 0)
            | (mask.TpSrc == 0 ? WildTpSrc : 0) | (mask.TpDst == 0 ? WildTpDst : 0)
            | (labelMask == 0 ? WildMplsLabel : 0) | (classMask == 0 ? WildMplsTc : 0);

        writer.Put16(Type);
        writer.Put16(SizeBytes);
        writer.Put32(mask.InPort == 0 ? 0 : new OfPort((ushort)value.InPort).ToWire32());
        writer.Put32(wild);
        PutEthernet(writer, value.EthSrc, mask.EthSrc);
        PutEthernet(writer, value.EthDst, mask.EthDst);
        writer.Put16(vlan);
        writer.Put8(pcp);
        writer.PutZeros(1);
        writer.Put16(value.EthType);
        writer.Put8((byte)(value.IpTos & DscpMask));
        writer.Put8(value.IpProto);
        writer.Put32(value.Ipv4Src);
        writer.Put32(~mask.Ipv4Src);
        writer.Put32(value.Ipv4Dst);
        writer.Put32(~mask.Ipv4Dst);
        writer.Put16(value.TpSrc);
        writer.Put16(value.TpDst);
        writer.Put32(labelMask == 0 ? 0 : match.Value.Mpls0 >> 12);
        writer.Put8((byte)(classMask == 0 ? 0 : (match.Value.Mpls0 >> 9) & 7));
        writer.PutZeros(3);
        writer.Put64(match.Value.Metadata);
        writer.Put64(~match.Mask.Metadata);
    }

    private static OfError TakeBody(ref OfReader reader, FlowMatch match)
    {
        match.Clear();
        ref var value = ref match.Value;
        ref var mask = ref match.Mask;
        var inPort = reader.Take32();
        var wild = (ushort)reader.Take32();
        if ((wild & WildInPort) == 0)
        {
            if (!OfPort.TryFromWire32(inPort, out _))
            {
                return OfError.BadMatchBadValue;
            }

            match.SetExact(FieldId.InPortOxm, inPort);
        }

        TakeEthernet(ref reader, out value.Key.EthSrc, out mask.Key.EthSrc);
        TakeEthernet(ref reader, out value.Key.EthDst, out mask.Key.EthDst);
        if (!mask.Key.EthSrc.IsZero || !mask.Key.EthDst.IsZero)
        {
            match.SetDefaultPacketType();
        }

        var vlan = reader.Take16();
        var pcp = reader.Take8();
        reader.Skip(1);
        if ((wild & WildVlan) == 0)
        {
            if (!SetVlan(match, vlan, pcp, looksAtPcp: (wild & WildVlanPcp) == 0))
            {
                return OfError.BadMatchBadValue;
            }

            match.SetDefaultPacketType();
        }

        var ethType = reader.Take16();
        if ((wild & WildEthType) == 0)
        {
            match.SetEthType(ethType);
            match.SetDefaultPacketType();
        }

        var error = TakeNetwork(ref reader, wild, match);
        if (error != OfError.None)
        {
            return error;
        }

        var label = reader.Take32();
        var trafficClass = reader.Take8();
        reader.Skip(3);
        if (value.Key.EthType is EthTypes.Mpls or EthTypes.MplsMulticast)
        {
            if ((wild & WildMplsLabel) == 0)
            {
                match.SetExact(FieldId.MplsLabel, label);
            }

            if ((wild & WildMplsTc) == 0)
            {
                match.SetExact(FieldId.MplsTc, trafficClass);
            }
        }

        value.Metadata = reader.Take64();
        mask.Metadata = ~reader.Take64();
        value.Metadata &= mask.Metadata;
        return OfError.None;
    }

    private static OfError TakeNetwork(ref OfReader reader, uint wild, FlowMatch match)
    {
        ref var value = ref match.Value.Key;
        ref var mask = ref match.Mask.Key;
        var tos = reader.Take8();
        var protocol = reader.Take8();
        var source = reader.Take32();
        var sourceMask = ~reader.Take32();
        var destination = reader.Take32();
        var destinationMask = ~reader.Take32();
        var tpSrc = reader.Take16();
        var tpDst = reader.Take16();
        var isIpv4 = value.EthType == EthTypes.Ipv4;
        if (isIpv4 && (wild & WildIpTos) == 0)
        {
            if ((tos & ~DscpMask) != 0)
            {
                return OfError.BadMatchBadValue;
            }

            match.SetExact(FieldId.IpTos, tos);
        }

        if (isIpv4 || value.EthType is EthTypes.Arp or EthTypes.Rarp)
        {
            if ((wild & WildIpProto) == 0)
            {
                match.SetIpProto(protocol);
            }

            (value.Ipv4Src, mask.Ipv4Src) = (source & sourceMask, sourceMask);
            (value.Ipv4Dst, mask.Ipv4Dst) = (destination & destinationMask, destinationMask);
        }

        if (!isIpv4 || value.IpProto is not (IpProtocols.Icmp or IpProtocols.Tcp or IpProtocols.Udp or IpProtocols.Sctp))
        {
            return OfError.None;
        }

        var isIcmp = value.IpProto == IpProtocols.Icmp;
        if ((wild & WildTpSrc) == 0)
        {
            if (isIcmp && tpSrc > byte.MaxValue)
            {
                return OfError.BadMatchBadField;
            }

            (value.TpSrc, mask.TpSrc) = (tpSrc, ushort.MaxValue);
        }

        if ((wild & WildTpDst) == 0)
        {
            if (isIcmp && tpDst > byte.MaxValue)
            {
                return OfError.BadMatchBadField;
            }

            (value.TpDst, mask.TpDst) = (tpDst, ushort.MaxValue);
        }

        return OfError.None;
    }

    private static bool SetVlan(FlowMatch match, ushort vlan, byte pcp, bool looksAtPcp)
    {
        if (vlan == NoVlan)
        {
            match.SetVlanTci(0, ushort.MaxValue);
            return true;
        }

        if (vlan is not (AnyVlan or <= VlanTag.VidMask) || (looksAtPcp && pcp > 7))
        {
            return false;
        }

        var tci = VlanTag.Present | (vlan == AnyVlan ? 0 : vlan);
        var mask = VlanTag.Present | (vlan == AnyVlan ? 0 : VlanTag.VidMask);
        if (looksAtPcp)
        {
            tci |= pcp << VlanTag.PcpShift;
            mask |= VlanTag.PcpMask;
        }

        match.SetVlanTci((ushort)tci, (ushort)mask);
        return true;
    }

    private static void TakeEthernet(ref OfReader reader, out EthAddress value, out EthAddress mask)
    {
        value = new EthAddress(reader.Take(EthAddress.SizeBytes));
        mask = new EthAddress(~new EthAddress(reader.Take(EthAddress.SizeBytes)).ToUInt64() & 0xffff_ffff_ffff);
        value &= mask;
    }

    private static void PutEthernet(OfWriter writer, EthAddress value, EthAddress mask)
    {
        value.WriteTo(writer.Reserve(EthAddress.SizeBytes));
        new EthAddress(~mask.ToUInt64() & 0xffff_ffff_ffff).WriteTo(writer.Reserve(EthAddress.SizeBytes));
    }
}
