using System;
using System.Buffers.Binary;
using Ovs.Runtime.Json;
using Ovs.Runtime.Replay;

namespace Ovs.Ovsdb.Data;

/// <summary>A 128-bit identifier (RFC 4122) as two big-endian halves, so that number order is text order.</summary>
public readonly record struct Uuid(ulong High, ulong Low) : IComparable<Uuid>
{
    /// <summary>Characters in the text form, 8-4-4-4-12.</summary>
    public const int TextLength = 36;

    public static readonly Uuid Zero;

    private const int Size = 16;
    private const int PoolSize = 64 * Size;

    [ThreadStatic]
    private static byte[]? t_pool;

    [ThreadStatic]
    private static int t_poolLeft;

    public bool IsZero => (High | Low) == 0;

    /// <summary>A random (version 4) identifier.</summary>
    public static Uuid NewRandom()
    {
        // The kernel is asked for many at once.
        var pool = t_pool ??= new byte[PoolSize];
        if (t_poolLeft == 0)
        {
            ReplayedRandom.Fill(pool);
            t_poolLeft = PoolSize;
        }

        t_poolLeft -= Size;
        var bytes = pool.AsSpan(t_poolLeft, Size);
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
        Span<byte> bytes = stackalloc byte[TextLength];
        Format(bytes);
        for (var i = 0; i < TextLength; i++)
        {
            text[i] = (char)bytes[i];
        }
    }

    /// <summary>Writes the 36 characters of the text form as bytes.</summary>
    public void Format(Span<byte> text)
    {
        FormatHalf(High, text[..18], 8, 13);
        text[18] = (byte)'-';
        FormatHalf(Low, text[19..TextLength], 4, -1);
    }

    /// <summary>Appends the text form.</summary>
    public void AppendTo(Utf8Builder output)
    {
        Span<byte> text = stackalloc byte[TextLength];
        Format(text);
        output.Append(text);
    }

    /// <summary>Writes 16 digits, with dashes at two places of the text.</summary>
    private static void FormatHalf(ulong half, Span<byte> text, int dash, int otherDash)
    {
        var digits = "0123456789abcdef"u8;
        var shift = 60;
        for (var i = 0; i < text.Length; i++)
        {
            if (i == dash || i == otherDash)
            {
                text[i] = (byte)'-';
                continue;
            }

            text[i] = digits[(int)(half >> shift) & 15];
            shift -= 4;
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
