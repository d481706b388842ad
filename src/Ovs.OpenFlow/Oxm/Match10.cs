using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Key;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Oxm;

/// <summary>The match structure of OpenFlow 1.0 (5.2.3): 40 bytes, a bit for each field that does not matter.</summary>
internal readonly struct Match10
{
    public const int SizeBytes = 40;

    public const uint WildInPort = 1 << 0;
    public const uint WildVlan = 1 << 1;
    public const uint WildEthSrc = 1 << 2;
    public const uint WildEthDst = 1 << 3;
    public const uint WildEthType = 1 << 4;
    public const uint WildIpProto = 1 << 5;
    public const uint WildTpSrc = 1 << 6;
    public const uint WildTpDst = 1 << 7;
    public const int Ipv4SrcShift = 8;
    public const int Ipv4DstShift = 14;
    public const uint WildVlanPcp = 1 << 20;
    public const uint WildIpTos = 1 << 21;
    public const uint WildAll = (1 << 22) - 1;

    private const ushort NoVlan = 0xffff;
    private const byte DscpMask = 0xfc;

    public Match10(ref OfReader reader)
    {
        Wildcards = reader.Take32();
        InPort = new OfPort(reader.Take16());
        EthSrc = TakeEthernet(ref reader);
        EthDst = TakeEthernet(ref reader);
        Vlan = reader.Take16();
        VlanPcp = reader.Take8();
        reader.Skip(1);
        EthType = reader.Take16();
        IpTos = reader.Take8();
        IpProto = reader.Take8();
        reader.Skip(2);
        Ipv4Src = reader.Take32();
        Ipv4Dst = reader.Take32();
        TpSrc = reader.Take16();
        TpDst = reader.Take16();
    }

    public uint Wildcards { get; }

    public OfPort InPort { get; }

    public EthAddress EthSrc { get; }

    public EthAddress EthDst { get; }

    public ushort Vlan { get; }

    public byte VlanPcp { get; }

    public ushort EthType { get; }

    public byte IpTos { get; }

    public byte IpProto { get; }

    public uint Ipv4Src { get; }

    public uint Ipv4Dst { get; }

    public ushort TpSrc { get; }

    public ushort TpDst { get; }

    /// <summary>Low bits of the source address that do not matter; 32 or more: all of it.</summary>
    public int Ipv4SrcWildBits => (int)(Wildcards >> Ipv4SrcShift) & 0x3f;

    public int Ipv4DstWildBits => (int)(Wildcards >> Ipv4DstShift) & 0x3f;

    public static void Put(OfWriter writer, FlowMatch match)
    {
        ref readonly var value = ref match.Value.Key;
        ref readonly var mask = ref match.Mask.Key;
        var wild = WildIf(mask.InPort == 0, WildInPort) | WildIf(mask.EthType == 0, WildEthType)
            | WildIf(mask.IpProto == 0, WildIpProto) | WildIf((mask.IpTos & DscpMask) == 0, WildIpTos)
            | WildIf(mask.TpSrc == 0, WildTpSrc) | WildIf(mask.TpDst == 0, WildTpDst)
            | WildIf(mask.EthSrc.IsZero, WildEthSrc) | WildIf(mask.EthDst.IsZero, WildEthDst)
            | (WildBits(mask.Ipv4Src) << Ipv4SrcShift) | (WildBits(mask.Ipv4Dst) << Ipv4DstShift);
        var vlan = (ushort)0;
        var pcp = (byte)0;
        if (mask.Vlan0.Tci == 0)
        {
            wild |= WildVlan | WildVlanPcp;
        }
        else if (mask.Vlan0.IsPresent && !value.Vlan0.IsPresent)
        {
            vlan = NoVlan;
        }
        else
        {
            wild |= WildIf(mask.Vlan0.Vid == 0, WildVlan) | WildIf(mask.Vlan0.Pcp == 0, WildVlanPcp);
            vlan = mask.Vlan0.Vid == 0 ? (ushort)0 : value.Vlan0.Vid;
            pcp = mask.Vlan0.Pcp == 0 ? (byte)0 : value.Vlan0.Pcp;
        }

        writer.Put32(wild);
        writer.Put16((ushort)value.InPort);
        value.EthSrc.WriteTo(writer.Reserve(EthAddress.SizeBytes));
        value.EthDst.WriteTo(writer.Reserve(EthAddress.SizeBytes));
        writer.Put16(vlan);
        writer.Put8(pcp);
        writer.PutZeros(1);
        writer.Put16(value.EthType);
        writer.Put8((byte)(value.IpTos & DscpMask));
        writer.Put8(value.IpProto);
        writer.PutZeros(2);
        writer.Put32(value.Ipv4Src);
        writer.Put32(value.Ipv4Dst);
        writer.Put16(value.TpSrc);
        writer.Put16(value.TpDst);
    }

    public void CopyTo(FlowMatch match)
    {
        match.Clear();
        ref var value = ref match.Value.Key;
        ref var mask = ref match.Mask.Key;
        mask.InPort = Looks(WildInPort) ? ushort.MaxValue : 0u;
        mask.IpTos = Looks(WildIpTos) ? DscpMask : (byte)0;
        mask.IpProto = Looks(WildIpProto) ? byte.MaxValue : (byte)0;
        mask.Ipv4Src = AddressMask(Ipv4SrcWildBits);
        mask.Ipv4Dst = AddressMask(Ipv4DstWildBits);
        mask.TpSrc = Looks(WildTpSrc) ? ushort.MaxValue : (ushort)0;
        mask.TpDst = Looks(WildTpDst) ? ushort.MaxValue : (ushort)0;
        mask.EthSrc = Looks(WildEthSrc) ? EthAddress.Broadcast : default;
        mask.EthDst = Looks(WildEthDst) ? EthAddress.Broadcast : default;
        mask.EthType = Looks(WildEthType) ? ushort.MaxValue : (ushort)0;
        var tagMask = (Looks(WildVlanPcp) ? VlanTag.PcpMask | VlanTag.Present : 0)
            | (Looks(WildVlan) ? VlanTag.VidMask | VlanTag.Present : 0);
        mask.Vlan0 = new VlanTag((ushort)tagMask, 0);
        const uint dataBits = WildAll & ~(WildInPort | (0x3fu << Ipv4SrcShift) | (0x3fu << Ipv4DstShift));
        if ((Wildcards & dataBits) != dataBits || (mask.Ipv4Src | mask.Ipv4Dst) != 0)
        {
            match.SetDefaultPacketType();
        }

        value.InPort = InPort.Number & mask.InPort;
        value.IpTos = (byte)(IpTos & mask.IpTos);
        value.IpProto = (byte)(IpProto & mask.IpProto);
        value.Ipv4Src = Ipv4Src & mask.Ipv4Src;
        value.Ipv4Dst = Ipv4Dst & mask.Ipv4Dst;
        value.TpSrc = (ushort)(TpSrc & mask.TpSrc);
        value.TpDst = (ushort)(TpDst & mask.TpDst);
        value.EthSrc = EthSrc & mask.EthSrc;
        value.EthDst = EthDst & mask.EthDst;
        value.EthType = (ushort)(EthType & mask.EthType);
        if (Looks(WildVlan) && Vlan == NoVlan)
        {
            mask.Vlan0 = new VlanTag(ushort.MaxValue, 0);
            return;
        }

        var tci = (Vlan & VlanTag.VidMask) | ((VlanPcp << VlanTag.PcpShift) & VlanTag.PcpMask) | VlanTag.Present;
        value.Vlan0 = new VlanTag((ushort)(tci & tagMask), 0);
    }

    private static EthAddress TakeEthernet(ref OfReader reader) =>
        reader.Take(EthAddress.SizeBytes) is { Length: EthAddress.SizeBytes } bytes ? new EthAddress(bytes) : default;

    private static uint WildIf(bool isWild, uint bit) => isWild ? bit : 0;

    private static uint WildBits(uint mask) => 32 - (uint)System.Numerics.BitOperations.PopCount(mask);

    private static uint AddressMask(int wildBits) => wildBits < 32 ? uint.MaxValue << wildBits : 0;

    private bool Looks(uint bit) => (Wildcards & bit) == 0;
}
