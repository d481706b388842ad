using System;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Ovs.Flow.Packets;

/// <summary>The checksum of SCTP: CRC32C over header and chunks, in little-endian order (RFC 9260 6.8, appendix A).</summary>
public static class SctpChecksum
{
    /// <summary>Bytes in the common header.</summary>
    public const int HeaderSize = 12;

    /// <summary>From the header's start to the checksum.</summary>
    public const int Offset = 8;

    /// <summary>Computes and writes the checksum of an SCTP packet of at least <see cref="HeaderSize"/> bytes.</summary>
    public static void Write(Span<byte> segment)
    {
        var field = segment.Slice(Offset, sizeof(uint));
        field.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(field, Of(segment));
    }

    /// <summary>The checksum of <paramref name="bytes"/> as they are.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes))
        {
            crc = BitOperations.Crc32C(crc, word);
        }

        foreach (var octet in bytes[(bytes.Length & ~7)..])
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return ~crc;
    }
}
