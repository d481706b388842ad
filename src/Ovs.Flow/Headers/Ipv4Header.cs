using System;
using System.Buffers.Binary;

namespace Ovs.Flow.Headers;

/// <summary>An IPv4 header, options included (RFC 791 3.1).</summary>
public readonly ref struct Ipv4Header
{
    public const int MinimumSize = 20;

    private readonly Span<byte> _bytes;

    private Ipv4Header(Span<byte> bytes) => _bytes = bytes;

    /// <summary>Bytes in the header.</summary>
    public int Size => _bytes.Length;

    public byte Tos
    {
        get => _bytes[1];
        set => _bytes[1] = value;
    }

    /// <summary>Bytes in header and payload.</summary>
    public ushort TotalLength
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[2..], value);
    }

    public ushort Identification
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[4..], value);
    }

    /// <summary>Three flags and the fragment offset in units of 8 bytes.</summary>
    public ushort FragmentWord
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[6..], value);
    }

    public byte Ttl
    {
        get => _bytes[8];
        set => _bytes[8] = value;
    }

    public byte Protocol
    {
        get => _bytes[9];
        set => _bytes[9] = value;
    }

    public ushort Checksum
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[10..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[10..], value);
    }

    public uint Source
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(_bytes[12..]);
        set => BinaryPrimitives.WriteUInt32BigEndian(_bytes[12..], value);
    }

    public uint Destination
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(_bytes[16..]);
        set => BinaryPrimitives.WriteUInt32BigEndian(_bytes[16..], value);
    }

    /// <summary>The header's bytes.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>Parses a header at the start of <paramref name="bytes"/>. The total length may exceed them: segmentation
    /// packets of more than 64 KB say zero, and cut ones too much.</summary>
    public static bool TryParse(Span<byte> bytes, out Ipv4Header header)
    {
        header = default;
        if (bytes.Length < MinimumSize || bytes[0] >> 4 != 4)
        {
            return false;
        }

        var size = (bytes[0] & 0xf) * 4;
        if (size < MinimumSize || size > bytes.Length)
        {
            return false;
        }

        header = new Ipv4Header(bytes[..size]);
        return true;
    }
}
