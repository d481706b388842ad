using System;
using System.Globalization;
using System.Text;

namespace Ovs.Ovsdb.Data;

/// <summary>The inside of a JSON string as people type it on a command line (RFC 8259 7), escapes resolved.</summary>
internal static class QuotedText
{
    private const int HexDigits = 4;

    /// <summary>Null and the plain text, or what is wrong with <paramref name="quoted"/>.</summary>
    public static string? Unescape(ReadOnlySpan<char> quoted, out string text)
    {
        var plain = new StringBuilder(quoted.Length);
        text = "";
        while (!quoted.IsEmpty)
        {
            var c = quoted[0];
            quoted = quoted[1..];
            if (c == '"')
            {
                return "quoted string may not include unescaped \"";
            }

            if (c != '\\')
            {
                plain.Append(c);
                continue;
            }

            if (quoted.IsEmpty)
            {
                return "quoted string may not end with backslash";
            }

            var letter = quoted[0];
            quoted = quoted[1..];
            if (letter == 'u')
            {
                if (AppendEscaped(plain, ref quoted) is { } error)
                {
                    return error;
                }

                continue;
            }

            var at = "\"\\/bfnrt".IndexOf(letter, StringComparison.Ordinal);
            if (at < 0)
            {
                return $"bad escape \\{letter}";
            }

            plain.Append("\"\\/\b\f\n\r\t"[at]);
        }

        text = plain.ToString();
        return null;
    }

    private static string? AppendEscaped(StringBuilder plain, ref ReadOnlySpan<char> rest)
    {
        if (TakeHex(ref rest, out var first) is { } error)
        {
            return error;
        }

        plain.Append(first);
        if (!char.IsHighSurrogate(first))
        {
            return null;
        }

        if (!rest.StartsWith("\\u"))
        {
            return "malformed escaped surrogate pair";
        }

        rest = rest[2..];
        if (TakeHex(ref rest, out var second) is { } secondError)
        {
            return secondError;
        }

        plain.Append(second);
        return char.IsLowSurrogate(second)
            ? null
            : "second half of escaped surrogate pair is not trailing surrogate";
    }

    private static string? TakeHex(ref ReadOnlySpan<char> rest, out char value)
    {
        value = '\0';
        if (rest.Length < HexDigits)
        {
            return "quoted string ends within \\u escape";
        }

        var digits = rest[..HexDigits];
        if (!ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            return "malformed \\u escape";
        }

        if (code == 0)
        {
            return "null bytes not supported in quoted strings";
        }

        value = (char)code;
        rest = rest[HexDigits..];
        return null;
    }
}
