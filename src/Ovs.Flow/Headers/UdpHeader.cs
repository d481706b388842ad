using System;
using System.Buffers.Binary;

namespace Ovs.Flow.Headers;

/// <summary>A UDP header (RFC 768).</summary>
public readonly ref struct UdpHeader
{
    public const int Size = 8;

    /// <summary>From the header's start to its checksum.</summary>
    public const int ChecksumOffset = 6;

    private readonly Span<byte> _bytes;

    private UdpHeader(Span<byte> bytes) => _bytes = bytes;

    public ushort SourcePort
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes, value);
    }

    public ushort DestinationPort
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[2..], value);
    }

    /// <summary>Bytes in header and payload.</summary>
    public ushort Length
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[4..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[4..], value);
    }

    /// <summary>Zero says there is none (IPv4 only).</summary>
    public ushort Checksum
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[ChecksumOffset..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[ChecksumOffset..], value);
    }

    public static bool TryParse(Span<byte> bytes, out UdpHeader header)
    {
        var fits = bytes.Length >= Size;
        header = fits ? new UdpHeader(bytes[..Size]) : default;
        return fits;
    }
}
