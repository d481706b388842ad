using System;

namespace Ovs.Tools.DbCtl;

/// <summary>Reads numbers as C's library does, where the commands' arguments are defined by that.</summary>
internal static class CNumber
{
    /// <summary>The decimal integer that a text begins with, or 0: atoi(3).</summary>
    public static int Atoi(string text) => (int)Atoll(text);

    /// <summary>The decimal integer that a text begins with, or 0; the nearest when it is too large:
    /// atoll(3).</summary>
    public static long Atoll(string text)
    {
        _ = TryTake(text, 0, 10, out var isNegative, out var magnitude);
        return Signed(isNegative, magnitude);
    }

    /// <summary>The decimal integer that a text begins with, modulo 2^64: strtoull(3). False when there is
    /// none.</summary>
    public static bool TryStrtoull(string text, out long value)
    {
        var isThere = TryTake(text, 0, 10, out var isNegative, out var magnitude);
        value = unchecked(isNegative ? -(long)magnitude : (long)magnitude);
        return isThere;
    }

    /// <summary>The integer at <paramref name="start"/>, hexadecimal behind "0x" and octal behind "0": "%i" of
    /// scanf(3). False when there is none.</summary>
    public static bool TryScan(string text, int start, out long value)
    {
        var isThere = TryTake(text, start, 0, out var isNegative, out var magnitude);
        value = Signed(isNegative, magnitude);
        return isThere;
    }

    private static bool TryTake(string text, int at, int numberBase, out bool isNegative, out ulong magnitude)
    {
        while (at < text.Length && text[at] is ' ' or (>= '\t' and <= '\r'))
        {
            at++;
        }

        isNegative = at < text.Length && text[at] == '-';
        if (at < text.Length && text[at] is '-' or '+')
        {
            at++;
        }

        if (numberBase == 0)
        {
            numberBase = 10;
            if (at < text.Length && text[at] == '0')
            {
                var isHex = at + 2 < text.Length && text[at + 1] is 'x' or 'X' && char.IsAsciiHexDigit(text[at + 2]);
                numberBase = isHex ? 16 : 8;
                at += isHex ? 2 : 0;
            }
        }

        var start = at;
        UInt128 sum = 0;
        while (at < text.Length && Digit(text[at]) is var digit && digit < numberBase)
        {
            sum = UInt128.Min((sum * (uint)numberBase) + (uint)digit, ulong.MaxValue);
            at++;
        }

        magnitude = (ulong)sum;
        return at > start;
    }

    private static int Digit(char c) => char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : int.MaxValue;

    private static long Signed(bool isNegative, ulong magnitude) => (isNegative, magnitude > long.MaxValue) switch
    {
        (true, true) => long.MinValue,
        (true, false) => -(long)magnitude,
        (false, true) => long.MaxValue,
        _ => (long)magnitude,
    };
}
