using System;
using System.Buffers.Binary;
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

    /// <summary>Reads what inet_pton(3) reads.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Ipv6Address address) => Ipv6Text.TryParse(text, out address);

    public void WriteTo(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    /// <summary>The text that inet_ntop(3) prints.</summary>
    public override string ToString()
    {
        Span<char> text = stackalloc char[Ipv6Text.MaxLength];
        return new string(text[..Ipv6Text.Format(this, text)]);
    }
}
