using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ovs.Flow.Key;

namespace Ovs.Flow.Packets;

/// <summary>The Internet checksum (RFC 1071): the ones' complement of the ones' complement sum of 16-bit words.</summary>
/// <remarks>Sums are kept in the byte order of memory, which the arithmetic allows (RFC 1071 2.B), and turned around at the
/// end; so <see cref="Add(ulong, ReadOnlySpan{byte})"/> is to be called with pieces of even length, but for the last.</remarks>
public static class Checksum
{
    /// <summary>The checksum of <paramref name="bytes"/>, as a number in host order.</summary>
    public static ushort Of(ReadOnlySpan<byte> bytes) => Finish(Add(0, bytes));

    /// <summary>Adds bytes to a running sum.</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> bytes)
    {
        // 32-bit words into 64 bits: the carries collect in the upper half, and a frame is far too short to overflow it.
        var words = MemoryMarshal.Cast<byte, uint>(bytes);
        foreach (var word in words)
        {
            sum += word;
        }

        var rest = bytes[(words.Length * sizeof(uint))..];
        if (rest.Length >= 2)
        {
            sum += MemoryMarshal.Read<ushort>(rest);
            rest = rest[2..];
        }

        return rest.IsEmpty ? sum : sum + (BitConverter.IsLittleEndian ? rest[0] : (uint)rest[0] << 8);
    }

    /// <summary>Adds a 16-bit number given in host order.</summary>
    public static ulong Add(ulong sum, ushort number) =>
        sum + (BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(number) : number);

    /// <summary>Adds the pseudo header of TCP and UDP: addresses from the network header's own bytes, then protocol and
    /// length (RFC 9293 3.1, RFC 8200 8.1).</summary>
    public static ulong AddPseudoHeader(ulong sum, ReadOnlySpan<byte> addresses, byte protocol, int length)
    {
        sum = Add(sum, addresses);
        sum = Add(sum, protocol);
        sum = Add(sum, (ushort)(length >> 16));
        return Add(sum, (ushort)length);
    }

    /// <summary>Folds a running sum and complements it; the number is in host order.</summary>
    public static ushort Finish(ulong sum) => (ushort)~Fold(sum);

    /// <summary>Folds a running sum without complementing: what a partial checksum's field holds.</summary>
    public static ushort Fold(ulong sum)
    {
        while (sum >> 16 != 0)
        {
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness((ushort)sum) : (ushort)sum;
    }

    /// <summary>The checksum after a 16-bit word under it changed (RFC 1624, equation 3).</summary>
    public static ushort Update(ushort checksum, ushort oldWord, ushort newWord)
    {
        var sum = (uint)(ushort)~checksum + (ushort)~oldWord + newWord;
        sum = (sum & 0xffff) + (sum >> 16);
        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>As <see cref="Update(ushort, ushort, ushort)"/>, for 32 bits.</summary>
    public static ushort Update(ushort checksum, uint oldValue, uint newValue) =>
        Update(
            Update(checksum, (ushort)(oldValue >> 16), (ushort)(newValue >> 16)), (ushort)oldValue, (ushort)newValue);

    /// <summary>As <see cref="Update(ushort, ushort, ushort)"/>, for an IPv6 address.</summary>
    public static ushort Update(ushort checksum, Ipv6Address oldValue, Ipv6Address newValue)
    {
        checksum = Update(checksum, (uint)(oldValue.High >> 32), (uint)(newValue.High >> 32));
        checksum = Update(checksum, (uint)oldValue.High, (uint)newValue.High);
        checksum = Update(checksum, (uint)(oldValue.Low >> 32), (uint)(newValue.Low >> 32));
        return Update(checksum, (uint)oldValue.Low, (uint)newValue.Low);
    }

    /// <summary>Does what <see cref="OffloadState.NeedsChecksum"/> asks for; false if the packet says nonsense about it.</summary>
    public static bool TryComplete(Packet packet)
    {
        ref var offload = ref packet.Offload;
        var data = packet.Data;
        var at = offload.ChecksumStart + offload.ChecksumOffset;
        if (offload.ChecksumStart >= data.Length || at + 2 > data.Length)
        {
            return false;
        }

        if (offload.ChecksumOffset == SctpChecksum.Offset && offload.ChecksumStart + SctpChecksum.HeaderSize <= data.Length)
        {
            // No other protocol has its checksum there.
            SctpChecksum.Write(data[offload.ChecksumStart..]);
            offload.Flags &= ~OffloadFlags.NeedsChecksum;
            return true;
        }

        // The field holds the pseudo header's sum, so summing over it includes that.
        var checksum = Of(data[offload.ChecksumStart..]);
        // Zero would say "none" in UDP; the sum is the same number in ones' complement.
        BinaryPrimitives.WriteUInt16BigEndian(data[at..], checksum == 0 ? (ushort)0xffff : checksum);
        offload.Flags &= ~OffloadFlags.NeedsChecksum;
        return true;
    }
}
