using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Ovs.Runtime.Json;

/// <summary>
/// Numbers as the original reads them: whatever has an integral value that fits 64 bits is an integer, however it is
/// written (1.0, 1e3); the rest are reals. There is no negative zero.
/// </summary>
internal static class JsonNumber
{
    public static bool TryParse(
        ReadOnlySpan<byte> text, [NotNullWhen(true)] out JsonValue? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        var scan = new Scan();
        error = Read(text, ref scan);
        if (error is not null)
        {
            return false;
        }

        if (scan.Significand == 0)
        {
            value = JsonInteger.From(0);
            return true;
        }

        if (scan.IsExact && TryInteger(scan, out var integer))
        {
            value = JsonInteger.From(integer);
            return true;
        }

        // What vanishes is zero; what is so small that it lost digits is refused like what is too large, as strtod(3) tells.
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real)
            || !double.IsFinite(real)
            || double.IsSubnormal(real))
        {
            error = "number outside valid range";
            return false;
        }

        value = new JsonReal(real == 0 ? 0.0 : real);
        return true;
    }

    private static string? Read(ReadOnlySpan<byte> text, ref Scan scan)
    {
        var index = 0;
        scan.IsExact = true;
        if (At(text, index) == '-')
        {
            scan.IsNegative = true;
            index++;
        }

        if (At(text, index) == '0')
        {
            index++;
            if (IsDigit(text, index))
            {
                return "leading zeros not allowed";
            }
        }
        else if (IsDigit(text, index))
        {
            for (; IsDigit(text, index); index++)
            {
                scan.Add(text[index] - '0', isFraction: false);
            }
        }
        else
        {
            return "'-' must be followed by digit";
        }

        if (At(text, index) == '.')
        {
            index++;
            if (!IsDigit(text, index))
            {
                return "decimal point must be followed by digit";
            }

            for (; IsDigit(text, index); index++)
            {
                scan.Add(text[index] - '0', isFraction: true);
            }
        }

        if (At(text, index) is 'e' or 'E')
        {
            index++;
            if (ReadExponent(text, ref index, ref scan) is { } error)
            {
                return error;
            }
        }

        return index == text.Length ? null : "syntax error in number";
    }

    private static string? ReadExponent(ReadOnlySpan<byte> text, ref int index, ref Scan scan)
    {
        var isNegative = At(text, index) == '-';
        if (At(text, index) is '+' or '-')
        {
            index++;
        }

        if (!IsDigit(text, index))
        {
            return "exponent must contain at least one digit";
        }

        var exponent = 0L;
        for (; IsDigit(text, index); index++)
        {
            if (exponent >= int.MaxValue / 10)
            {
                return "exponent outside valid range";
            }

            exponent = (exponent * 10) + (text[index] - '0');
        }

        scan.Power += isNegative ? -exponent : exponent;
        return scan.Power is > int.MaxValue or < int.MinValue ? "exponent outside valid range" : null;
    }

    private static bool TryInteger(Scan scan, out long integer)
    {
        while (scan.Power > 0 && scan.Significand < ulong.MaxValue / 10)
        {
            scan.Significand *= 10;
            scan.Power--;
        }

        while (scan.Power < 0 && scan.Significand % 10 == 0)
        {
            scan.Significand /= 10;
            scan.Power++;
        }

        var most = scan.IsNegative ? (ulong)long.MaxValue + 1 : long.MaxValue;
        var fits = scan.Power == 0 && scan.Significand <= most;
        integer = !fits ? 0 : scan.IsNegative ? unchecked(-(long)scan.Significand) : (long)scan.Significand;
        return fits;
    }

    private static char At(ReadOnlySpan<byte> text, int index) => index < text.Length ? (char)text[index] : '\0';

    private static bool IsDigit(ReadOnlySpan<byte> text, int index) => char.IsAsciiDigit(At(text, index));

    /// <summary>What was read: a value of Significand times ten to the Power, unless digits did not fit.</summary>
    private struct Scan
    {
        public ulong Significand;
        public long Power;
        public bool IsNegative;
        public bool IsExact;

        public void Add(int digit, bool isFraction)
        {
            // The original lets the few values just above 2^64 wrap around to small integers; nobody can want that.
            if (Significand < ulong.MaxValue / 10
                || (Significand == ulong.MaxValue / 10 && (ulong)digit <= ulong.MaxValue % 10))
            {
                Significand = (Significand * 10) + (ulong)digit;
                Power -= isFraction ? 1 : 0;
                return;
            }

            // The digit does not fit: an integer digit still counts for the size; a zero loses nothing.
            Power += isFraction ? 0 : 1;
            IsExact &= digit == 0;
        }
    }
}
