using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ovs.Flow.Key;

/// <summary>
/// Everything the datapath knows of a packet when it decides: where it came from and its headers, in host byte order.
/// </summary>
/// <remarks>
/// The structure is plain memory seen in two ways: as named fields, and as <see cref="WordCount"/> 64-bit words, which is
/// how masks, hashes and comparisons see it. Unused bits are zero. The words are ordered so that common packets fill only a
/// prefix of them (six for IPv4, eleven for IPv6, the connection tracker's at the end): see <see cref="ExtentOf"/>. A mask
/// has the same shape (<see cref="FlowMask"/>). Fields that never occur together have places of their own all the same, but
/// for these, as in OpenFlow: ARP and RARP use <see cref="Ipv4Src"/>, <see cref="Ipv4Dst"/> for the protocol addresses and
/// <see cref="IpProto"/> for the low 8 bits of the operation; ICMP, ICMPv6 and IGMP use <see cref="TpSrc"/> and
/// <see cref="TpDst"/> for type and code; neighbour discovery uses <see cref="ArpSha"/> and <see cref="ArpTha"/> for the link
/// layer options.
/// </remarks>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct FlowKey : IEquatable<FlowKey>
{
    public const int WordCount = 20;
    public const int SizeBytes = WordCount * sizeof(ulong);

    /// <summary>Words that can be other than zero for a packet that is neither IPv6, ARP nor marked.</summary>
    public const int BasicExtent = 6;

    /// <summary>As <see cref="BasicExtent"/>, for IPv6 without neighbour discovery.</summary>
    public const int Ipv6Extent = 11;

    /// <summary>As <see cref="BasicExtent"/>, for ARP and neighbour discovery.</summary>
    public const int NeighbourExtent = 15;

    /// <summary>Datapath port number (`DpPort`).</summary>
    [FieldOffset(0)]
    public uint InPort;

    /// <summary>0 for a packet from the wire, else the point at which it goes on.</summary>
    [FieldOffset(4)]
    public uint RecircId;

    [FieldOffset(8)]
    public EthAddress EthDst;

    /// <summary>The type after the VLAN headers; <see cref="Headers.EthTypes.None"/> for frames without one (IEEE 802.2).</summary>
    [FieldOffset(14)]
    public ushort EthType;

    [FieldOffset(16)]
    public EthAddress EthSrc;

    /// <summary>The low 12 bits of the TCP header's control bits.</summary>
    [FieldOffset(22)]
    public ushort TcpFlags;

    /// <summary>The outer VLAN header.</summary>
    [FieldOffset(24)]
    public VlanTag Vlan0;

    /// <summary>The inner VLAN header.</summary>
    [FieldOffset(28)]
    public VlanTag Vlan1;

    [FieldOffset(32)]
    public uint Ipv4Src;

    [FieldOffset(36)]
    public uint Ipv4Dst;

    /// <summary>IP protocol or last next-header; ARP operation.</summary>
    [FieldOffset(40)]
    public byte IpProto;

    /// <summary>DSCP and ECN.</summary>
    [FieldOffset(41)]
    public byte IpTos;

    [FieldOffset(42)]
    public byte IpTtl;

    /// <summary>Bits of <see cref="Key.IpFrag"/>.</summary>
    [FieldOffset(43)]
    public IpFrag IpFrag;

    [FieldOffset(44)]
    public ushort TpSrc;

    [FieldOffset(46)]
    public ushort TpDst;

    [FieldOffset(48)]
    public Ipv6Address Ipv6Src;

    [FieldOffset(64)]
    public Ipv6Address Ipv6Dst;

    /// <summary>The low 20 bits.</summary>
    [FieldOffset(80)]
    public uint Ipv6Label;

    [FieldOffset(84)]
    public uint SkbPriority;

    [FieldOffset(88)]
    public EthAddress ArpSha;

    /// <summary>The first link-layer option of a neighbour discovery message, 0 if none.</summary>
    [FieldOffset(94)]
    public ushort NdOptionType;

    [FieldOffset(96)]
    public EthAddress ArpTha;

    [FieldOffset(104)]
    public Ipv6Address NdTarget;

    [FieldOffset(120)]
    public uint PktMark;

    [FieldOffset(124)]
    public uint DpHash;

    [FieldOffset(128)]
    public uint CtState;

    [FieldOffset(132)]
    public uint CtMark;

    [FieldOffset(136)]
    public ushort CtZone;

    /// <summary>Namespace in the high half, type in the low half (OpenFlow 1.5.1 7.2.3.11); 0 is Ethernet.</summary>
    [FieldOffset(140)]
    public uint PacketType;

    [FieldOffset(144)]
    public Ipv6Address CtLabel;

    [FieldOffset(0)]
    private ulong _firstWord;

    /// <summary>The key as words; the span is valid while the key stays where it is.</summary>
    [UnscopedRef]
    public Span<ulong> Words => MemoryMarshal.CreateSpan(ref _firstWord, WordCount);

    public static bool operator ==(in FlowKey left, in FlowKey right) => left.Equals(right);

    public static bool operator !=(in FlowKey left, in FlowKey right) => !left.Equals(right);

    /// <summary>The number of leading words after which all are zero: what a hash or comparison must look at.</summary>
    public static int ExtentOf(in FlowKey key)
    {
        ref var words = ref Unsafe.AsRef(in key._firstWord);
        var extent = WordCount;
        while (extent > 0 && Unsafe.Add(ref words, extent - 1) == 0)
        {
            extent--;
        }

        return extent;
    }

    /// <summary>Word <paramref name="index"/> of a key that is only borrowed.</summary>
    public static ulong Word(in FlowKey key, int index) => Unsafe.Add(ref Unsafe.AsRef(in key._firstWord), index);

    public readonly bool Equals(FlowKey other) => EqualsPrefix(in other, WordCount);

    /// <summary>Compares the first <paramref name="extent"/> words.</summary>
    public readonly bool EqualsPrefix(in FlowKey other, int extent)
    {
        ref var left = ref Unsafe.AsRef(in _firstWord);
        ref var right = ref Unsafe.AsRef(in other._firstWord);
        var difference = 0UL;
        for (var i = 0; i < extent; i++)
        {
            difference |= Unsafe.Add(ref left, i) ^ Unsafe.Add(ref right, i);
        }

        return difference == 0;
    }

    public override readonly bool Equals(object? obj) => obj is FlowKey other && EqualsPrefix(in other, WordCount);

    public override readonly int GetHashCode() => (int)FlowHash.Of(in this, WordCount);
}
