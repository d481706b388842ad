using System;
using System.Buffers.Binary;

namespace Ovs.Flow.Headers;

/// <summary>A TCP header, options included (RFC 9293 3.1).</summary>
public readonly ref struct TcpHeader
{
    public const int MinimumSize = 20;

    /// <summary>From the header's start to its checksum.</summary>
    public const int ChecksumOffset = 16;

    public const byte Fin = 0x01;
    public const byte Psh = 0x08;
    public const byte Cwr = 0x80;

    private readonly Span<byte> _bytes;

    private TcpHeader(Span<byte> bytes) => _bytes = bytes;

    /// <summary>Bytes in the header.</summary>
    public int Size => _bytes.Length;

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

    public uint Sequence
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(_bytes[4..]);
        set => BinaryPrimitives.WriteUInt32BigEndian(_bytes[4..], value);
    }

    /// <summary>The low eight control bits.</summary>
    public byte Flags
    {
        get => _bytes[13];
        set => _bytes[13] = value;
    }

    public ushort Checksum
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[ChecksumOffset..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[ChecksumOffset..], value);
    }

    public static bool TryParse(Span<byte> bytes, out TcpHeader header)
    {
        header = default;
        if (bytes.Length < MinimumSize)
        {
            return false;
        }

        var size = (bytes[12] >> 4) * 4;
        if (size < MinimumSize || size > bytes.Length)
        {
            return false;
        }

        header = new TcpHeader(bytes[..size]);
        return true;
    }
}
