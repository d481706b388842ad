using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ovs.Flow.Key;

namespace Ovs.Flow.Fields;

/// <summary>
/// Everything that OpenFlow can match but for tunnel options: the datapath's key of the packet, and what only the pipeline
/// knows (registers, metadata, tunnel, connection, MPLS and NSH). In a mask, a one is "looked at".
/// </summary>
/// <remarks>
/// Like <see cref="FlowKey"/> it is plain memory, seen as named fields in host byte order and as <see cref="WordCount"/>
/// 64-bit words; unused bits are zero. <see cref="FlowKey.InPort"/> is an OpenFlow port number here. There are at most 64
/// words, so that one number can say which of them matter (see <see cref="Match.CompactMatch"/>). Tunnel options have
/// lengths that a table decides: <see cref="Match.TunnelOptions"/> holds them.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public struct FlowFields : IEquatable<FlowFields>
{
    public const int RegisterCount = 32;
    public const int WordCount = FlowKey.WordCount + 37;
    public const int SizeBytes = WordCount * sizeof(ulong);

    /// <summary>The packet itself, as far as the datapath knows it.</summary>
    public FlowKey Key;

    /// <summary>OpenFlow metadata (OpenFlow 1.1 and later).</summary>
    public ulong Metadata;

    /// <summary>reg0 to reg31, in pairs: the lower number is the upper half.</summary>
    public Registers Registers;

    public ulong TunId;

    public uint TunIpv4Src;

    public uint TunIpv4Dst;

    public Ipv6Address TunIpv6Src;

    public Ipv6Address TunIpv6Dst;

    /// <summary>Bit 0 is "operations and management", the only one that OpenFlow sees; then do-not-fragment, checksum, key.</summary>
    public ushort TunFlags;

    public byte TunTos;

    public byte TunTtl;

    public ushort TunGbpId;

    public byte TunGbpFlags;

    public byte TunErspanVersion;

    public uint TunErspanIndex;

    public byte TunErspanDirection;

    public byte TunErspanHardwareId;

    public byte TunGtpuFlags;

    public byte TunGtpuMessageType;

    /// <summary>Original direction of the tracked connection.</summary>
    public uint CtIpv4Src;

    public uint CtIpv4Dst;

    public Ipv6Address CtIpv6Src;

    public Ipv6Address CtIpv6Dst;

    public ushort CtTpSrc;

    public ushort CtTpDst;

    public byte CtIpProto;

    /// <summary>The action set's output port, 16-bit form.</summary>
    public ushort ActsetOutput;

    public uint ConjId;

    /// <summary>Label stack entries (RFC 3032 2.1): label, class, bottom of stack, TTL. The outermost is the first.</summary>
    public uint Mpls0;

    public uint Mpls1;

    public uint Mpls2;

    /// <summary>The reserved word of a neighbour discovery message (RFC 4861 4.4: the flags).</summary>
    public uint NdReserved;

    public byte NshFlags;

    public byte NshTtl;

    public byte NshMdType;

    public byte NshNextProtocol;

    /// <summary>Service path identifier (24 bits) and service index (8 bits), RFC 8300 2.3.</summary>
    public uint NshPath;

    public uint NshContext1;

    public uint NshContext2;

    public uint NshContext3;

    public uint NshContext4;

    /// <summary>The structure as words; the span is valid while the structure stays where it is.</summary>
    [UnscopedRef]
    public Span<ulong> Words =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<FlowFields, ulong>(ref this), WordCount);

    /// <summary>The words of a structure that is only borrowed.</summary>
    public static ReadOnlySpan<ulong> WordsOf(in FlowFields fields) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<FlowFields, ulong>(ref Unsafe.AsRef(in fields)), WordCount);

    public static bool operator ==(in FlowFields left, in FlowFields right) => WordsOf(in left).SequenceEqual(WordsOf(in right));

    public static bool operator !=(in FlowFields left, in FlowFields right) => !(left == right);

    public readonly bool Equals(FlowFields other) => this == other;

    public override readonly bool Equals(object? obj) => obj is FlowFields other && this == other;

    public override readonly int GetHashCode()
    {
        var hash = 0u;
        foreach (var word in WordsOf(in this))
        {
            hash = FlowHash.Add(hash, word);
        }

        return (int)hash;
    }
}

/// <summary>The registers of a flow; see <see cref="FlowFields.Registers"/>.</summary>
[InlineArray(FlowFields.RegisterCount)]
public struct Registers
{
    private uint _first;

    /// <summary>xreg0 to xreg15: registers 2n (upper half) and 2n+1.</summary>
    public readonly ulong Pair(int index) => ((ulong)this[2 * index] << 32) | this[(2 * index) + 1];

    public void SetPair(int index, ulong value)
    {
        this[2 * index] = (uint)(value >> 32);
        this[(2 * index) + 1] = (uint)value;
    }
}
