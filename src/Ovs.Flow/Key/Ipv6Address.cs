using System;
using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;

namespace Ovs.Flow.Key;

/// <summary>A 128-bit IPv6 address (or a mask of one) as two numbers, the more significant first.</summary>
[StructLayout(LayoutKind.Sequential, Size = SizeBytes)]
public readonly record struct Ipv6Address(ulong High, ulong Low)
{
    public const int SizeBytes = 16;

    /// <summary>The mask that looks at every bit.</summary>
    public static Ipv6Address Exact => new(ulong.MaxValue, ulong.MaxValue);

    public bool IsZero => (High | Low) == 0;

    public static Ipv6Address operator &(Ipv6Address left, Ipv6Address right) =>
        new(left.High & right.High, left.Low & right.Low);

    /// <summary>Takes the first 16 bytes, in the order of the wire.</summary>
    public static Ipv6Address Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public static bool TryParse(string text, out Ipv6Address address)
    {
        address = default;
        if (!IPAddress.TryParse(text, out var parsed) || parsed.GetAddressBytes() is not { Length: SizeBytes } bytes)
        {
            return false;
        }

        address = Read(bytes);
        return true;
    }

    public void WriteTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    /// <summary>The text of RFC 5952, as inet_ntop(3) prints it.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        WriteTo(bytes);
        return new IPAddress(bytes).ToString();
    }
}
