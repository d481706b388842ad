using System;
using System.Globalization;

namespace Ovs.Runtime.Json;

/// <summary>Reals as C prints them with "%.15g": OVSDB files, replies and tables hold exactly this text.</summary>
public static class RealText
{
    private const int Digits = 15;
    private const int ExactDigits = 40;

    public static string Format(double value)
    {
        if (double.IsNaN(value))
        {
            return double.IsNegative(value) ? "-nan" : "nan";
        }

        if (double.IsInfinity(value))
        {
            return value < 0 ? "-inf" : "inf";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0" : "0";
        }

        if (value == Math.Truncate(value) && Math.Abs(value) < 1e15)
        {
            return ((long)value).ToString(CultureInfo.InvariantCulture);
        }

        var (digits, exponent) = Round(value);
        var text = exponent is < -4 or >= Digits ? Scientific(digits, exponent) : Fixed(digits, exponent);
        return value < 0 ? "-" + text : text;
    }

    /// <summary>The 15 leading decimal digits without trailing zeros, and the power of ten of the first. Ties go to
    /// even, as the C library rounds, so more digits than asked are looked at.</summary>
    private static (string Digits, int Exponent) Round(double value)
    {
        var exact = Math.Abs(value).ToString("E" + (ExactDigits - 1), CultureInfo.InvariantCulture);
        var mark = exact.IndexOf('E', StringComparison.Ordinal);
        var exponent = int.Parse(exact.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        Span<char> digits = stackalloc char[Digits];
        digits[0] = exact[0];
        exact.AsSpan(2, Digits - 1).CopyTo(digits[1..]); // exact[1] is the decimal point.
        var rest = exact.AsSpan(Digits + 1, mark - Digits - 1);
        var isTie = rest[0] == '5' && rest[1..].TrimEnd('0').IsEmpty;
        if (isTie ? (digits[^1] - '0') % 2 == 1 : rest[0] >= '5')
        {
            var i = Digits - 1;
            while (i >= 0 && digits[i] == '9')
            {
                digits[i--] = '0';
            }

            if (i >= 0)
            {
                digits[i]++;
            }
            else
            {
                digits[0] = '1';
                exponent++;
            }
        }

        return (digits.TrimEnd('0').ToString(), exponent);
    }

    private static string Scientific(string digits, int exponent)
    {
        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        var sign = exponent < 0 ? '-' : '+';
        return $"{digits[0]}{fraction}e{sign}{Math.Abs(exponent):00}";
    }

    private static string Fixed(string digits, int exponent)
    {
        if (exponent < 0)
        {
            return "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1
            ? digits.PadRight(exponent + 1, '0')
            : digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }
}
