using System;

namespace Ovs.Flow.Fields;

/// <summary>How a number was not read.</summary>
public enum NumberError
{
    None,
    Syntax,
    Range,
}

/// <summary>Numbers as strtoull(3) and the original's own readers take them.</summary>
public static class NumberText
{
    /// <summary>C's strtoull: blanks, a sign, digits; <paramref name="length"/> is how many characters it took, 0 if there
    /// is no number.</summary>
    public static NumberError ReadUInt64(ReadOnlySpan<char> text, int numberBase, out ulong value, out int length)
    {
        value = 0;
        length = 0;
        var at = 0;
        while (at < text.Length && TextScanner.IsBlank(text[at]))
        {
            at++;
        }

        var negative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is '-' or '+')
        {
            at++;
        }

        if (numberBase is 0 or 16 && at + 2 < text.Length && text[at] == '0' && text[at + 1] is 'x' or 'X'
            && TextScanner.Digit(text[at + 2]) >= 0)
        {
            numberBase = 16;
            at += 2;
        }
        else if (numberBase == 0)
        {
            numberBase = at < text.Length && text[at] == '0' ? 8 : 10;
        }

        var overflow = false;
        for (; at < text.Length; at++)
        {
            var digit = TextScanner.Digit(text[at]);
            if (digit < 0 || digit >= numberBase)
            {
                break;
            }

            var next = ((UInt128)value * (uint)numberBase) + (uint)digit;
            overflow |= next > ulong.MaxValue;
            value = (ulong)next;
            length = at + 1;
        }

        if (length == 0)
        {
            value = 0;
            return NumberError.Syntax;
        }

        if (overflow)
        {
            value = ulong.MaxValue;
            return NumberError.Range;
        }

        value = negative ? unchecked(0 - value) : value;
        return NumberError.None;
    }

    /// <summary>A whole text that is a number of C's type int (the base by its prefix).</summary>
    public static bool TryInt32(ReadOnlySpan<char> text, int numberBase, out int value)
    {
        var ok = TryInt64(text, numberBase, out var wide) && wide is >= int.MinValue and <= int.MaxValue;
        value = ok ? (int)wide : 0;
        return ok;
    }

    public static bool TryInt64(ReadOnlySpan<char> text, int numberBase, out long value)
    {
        var trimmed = text.TrimStart();
        var negative = trimmed.Length > 0 && trimmed[0] == '-';
        var error = ReadUInt64(text, numberBase, out var wide, out var length);
        value = (long)wide;
        return error == NumberError.None && length == text.Length && (negative ? value <= 0 : value >= 0);
    }

    /// <summary>A whole text that is a number of C's type unsigned long long; a minus sign wraps.</summary>
    public static bool TryUInt64(ReadOnlySpan<char> text, int numberBase, out ulong value) =>
        ReadUInt64(text, numberBase, out value, out var length) == NumberError.None && length == text.Length;

    /// <summary>The original's str_to_uint: no sign, at most 32 bits.</summary>
    public static bool TryUInt32(ReadOnlySpan<char> text, int numberBase, out uint value)
    {
        var ok = TryInt64(text, numberBase, out var wide) && wide is >= 0 and <= uint.MaxValue;
        value = ok ? (uint)wide : 0;
        return ok;
    }

    /// <summary>
    /// Reads a number of up to <c>bytes.Length</c> bytes into <paramref name="bytes"/>, most significant first: hexadecimal
    /// of any width (blanks between digits are allowed) or anything that fits 64 bits.
    /// </summary>
    public static NumberError ReadBytes(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        bytes.Clear();
        if (text.Length < 2 || text[0] != '0' || text[1] is not ('x' or 'X'))
        {
            var error = ReadUInt64(text, 0, out var number, out length);
            if (error != NumberError.None)
            {
                return error;
            }

            for (var i = bytes.Length - 1; i >= 0; i--)
            {
                bytes[i] = (byte)number;
                number >>= 8;
            }

            return number == 0 ? NumberError.None : NumberError.Range;
        }

        var digits = 0;
        for (length = 2; ; length++)
        {
            while (length < text.Length && text[length] is ' ' or '\t' or '\r' or '\n')
            {
                length++;
            }

            var digit = length < text.Length ? TextScanner.Digit(text[length]) : -1;
            if (digit < 0)
            {
                return NumberError.None;
            }

            if (digit == 0 && digits == 0)
            {
                continue;
            }

            if (digits == bytes.Length * 2)
            {
                return NumberError.Range;
            }

            ShiftIn(bytes, digit);
            digits++;
        }
    }

    private static void ShiftIn(Span<byte> bytes, int digit)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var next = i + 1 < bytes.Length ? bytes[i + 1] >> 4 : digit;
            bytes[i] = (byte)((bytes[i] << 4) | next);
        }
    }
}
