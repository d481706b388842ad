using System;
using System.Buffers.Binary;
using Ovs.Runtime.Replay;

namespace Ovs.Ovsdb.Data;

/// <summary>A 128-bit identifier (RFC 4122) as two big-endian halves, so that number order is text order.</summary>
public readonly record struct Uuid(ulong High, ulong Low) : IComparable<Uuid>
{
    /// <summary>Characters in the text form, 8-4-4-4-12.</summary>
    public const int TextLength = 36;

    public static readonly Uuid Zero;

    public bool IsZero => (High | Low) == 0;

    /// <summary>A random (version 4) identifier.</summary>
    public static Uuid NewRandom()
    {
        Span<byte> bytes = stackalloc byte[16];
        ReplayedRandom.Fill(bytes);
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);
        return new((high & ~0xf000UL) | 0x4000, (low & ~(3UL << 62)) | (1UL << 63)); // RFC 4122 4.4
    }

    public static bool TryParse(ReadOnlySpan<char> text, out Uuid uuid)
    {
        uuid = default;
        if (text.Length != TextLength || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
        {
            return false;
        }

        if (!TryHex(text[..8], 0, out var high) || !TryHex(text[9..13], high, out high)
            || !TryHex(text[14..18], high, out high)
            || !TryHex(text[19..23], 0, out var low) || !TryHex(text[24..], low, out low))
        {
            return false;
        }

        uuid = new(high, low);
        return true;
    }

    public static Uuid Parse(string text) =>
        TryParse(text, out var uuid) ? uuid : throw new FormatException($"\"{text}\" is not a valid UUID");

    /// <summary>The length of <paramref name="text"/> when it is a UUID or the beginning of one, otherwise 0.</summary>
    public static int PartialLength(ReadOnlySpan<char> text)
    {
        if (text.Length > TextLength)
        {
            return 0;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? text[i] != '-' : !char.IsAsciiHexDigit(text[i]))
            {
                return 0;
            }
        }

        return text.Length;
    }

    public int CompareTo(Uuid other)
    {
        var order = High.CompareTo(other.High);
        return order != 0 ? order : Low.CompareTo(other.Low);
    }

    public static bool operator <(Uuid left, Uuid right) => left.CompareTo(right) < 0;

    public static bool operator >(Uuid left, Uuid right) => left.CompareTo(right) > 0;

    public static bool operator <=(Uuid left, Uuid right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Uuid left, Uuid right) => left.CompareTo(right) >= 0;

    public override int GetHashCode() => (int)((High ^ Low) ^ ((High ^ Low) >> 32));

    public override string ToString() => string.Create(TextLength, this, static (text, uuid) => uuid.Format(text));

    /// <summary>Writes the 36 characters of the text form.</summary>
    public void Format(Span<char> text)
    {
        const string digits = "0123456789abcdef";
        var at = 0;
        for (var nibble = 0; nibble < 32; nibble++)
        {
            if (nibble is 8 or 12 or 16 or 20)
            {
                text[at++] = '-';
            }

            var half = nibble < 16 ? High : Low;
            text[at++] = digits[(int)(half >> (60 - (nibble % 16 * 4))) & 15];
        }
    }

    private static bool TryHex(ReadOnlySpan<char> text, ulong start, out ulong value)
    {
        value = start;
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }

            value = (value << 4) | (uint)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
        }

        return true;
    }
}
