using System;
using System.Buffers.Binary;
using Ovs.Flow.Key;

namespace Ovs.Flow.Headers;

/// <summary>An IPv6 header without its extensions (RFC 8200 3).</summary>
public readonly ref struct Ipv6Header
{
    public const int Size = 40;

    private readonly Span<byte> _bytes;

    private Ipv6Header(Span<byte> bytes) => _bytes = bytes;

    public byte TrafficClass
    {
        get => (byte)(FirstWord >> 20);
        set => FirstWord = (FirstWord & ~0x0ff0_0000u) | ((uint)value << 20);
    }

    /// <summary>The low 20 bits.</summary>
    public uint FlowLabel
    {
        get => FirstWord & 0xfffff;
        set => FirstWord = (FirstWord & ~0xfffffu) | (value & 0xfffff);
    }

    /// <summary>Bytes after this header.</summary>
    public ushort PayloadLength
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[4..], value);
    }

    public byte NextHeader
    {
        get => _bytes[6];
        set => _bytes[6] = value;
    }

    public byte HopLimit
    {
        get => _bytes[7];
        set => _bytes[7] = value;
    }

    public Ipv6Address Source
    {
        get => Ipv6Address.Read(_bytes[8..]);
        set => value.WriteTo(_bytes[8..]);
    }

    public Ipv6Address Destination
    {
        get => Ipv6Address.Read(_bytes[24..]);
        set => value.WriteTo(_bytes[24..]);
    }

    private uint FirstWord
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(_bytes);
        set => BinaryPrimitives.WriteUInt32BigEndian(_bytes, value);
    }

    public static bool TryParse(Span<byte> bytes, out Ipv6Header header)
    {
        var fits = bytes.Length >= Size && bytes[0] >> 4 == 6;
        header = fits ? new Ipv6Header(bytes[..Size]) : default;
        return fits;
    }
}
