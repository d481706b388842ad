using System;
using System.Buffers.Binary;

namespace Ovs.Flow.Headers;

/// <summary>The four bytes common to all messages of ICMP (RFC 792) and ICMPv6 (RFC 4443 2.1).</summary>
public readonly ref struct IcmpHeader
{
    public const int Size = 4;

    /// <summary>From the header's start to its checksum.</summary>
    public const int ChecksumOffset = 2;

    private readonly Span<byte> _bytes;

    private IcmpHeader(Span<byte> bytes) => _bytes = bytes;

    public byte Type
    {
        get => _bytes[0];
        set => _bytes[0] = value;
    }

    public byte Code
    {
        get => _bytes[1];
        set => _bytes[1] = value;
    }

    public ushort Checksum
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[ChecksumOffset..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[ChecksumOffset..], value);
    }

    public static bool TryParse(Span<byte> bytes, out IcmpHeader header)
    {
        var fits = bytes.Length >= Size;
        header = fits ? new IcmpHeader(bytes[..Size]) : default;
        return fits;
    }
}
