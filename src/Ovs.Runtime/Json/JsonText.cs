using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Ovs.Runtime.Json;

/// <summary>Quoted strings (RFC 8259 section 7): from their escaped bytes to text.</summary>
public static class JsonText
{
    /// <summary>Unescapes the inside of a quoted string; the error is the original's text.</summary>
    public static bool TryUnescape(
        ReadOnlySpan<byte> inside, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (inside.IndexOfAny((byte)'\\', (byte)'"') < 0)
        {
            text = Utf8Text.Decode(inside);
            return true;
        }

        var result = new StringBuilder(inside.Length);
        text = null;
        while (!inside.IsEmpty)
        {
            var plain = inside.IndexOfAny((byte)'\\', (byte)'"');
            if (plain != 0)
            {
                var run = plain < 0 ? inside : inside[..plain];
                result.Append(Utf8Text.Decode(run));
                inside = inside[run.Length..];
                continue;
            }

            // The reader of whole values never passes one, but other callers hand in what a person typed.
            if (inside[0] == '"')
            {
                error = "quoted string may not include unescaped \"";
                return false;
            }

            error = Escape(ref inside, result);
            if (error is not null)
            {
                return false;
            }
        }

        text = result.ToString();
        return true;
    }

    private static string? Escape(ref ReadOnlySpan<byte> inside, StringBuilder result)
    {
        if (inside.Length < 2)
        {
            return "quoted string may not end with backslash";
        }

        var letter = (char)inside[1];
        inside = inside[2..];
        if (letter == 'u')
        {
            return Unicode(ref inside, result);
        }

        char? plain = letter switch
        {
            '"' or '\\' or '/' => letter,
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (plain is null)
        {
            return "bad escape \\" + Utf8Text.Decode([(byte)letter]);
        }

        result.Append(plain.Value);
        return null;
    }

    private static string? Unicode(ref ReadOnlySpan<byte> inside, StringBuilder result)
    {
        if (Hex(ref inside, out var first) is { } error)
        {
            return error;
        }

        if (char.IsLowSurrogate((char)first))
        {
            // Let through alone, as its three bytes, which are not valid UTF-8; a lone surrogate in our text is a byte.
            result.Append(Utf8Text.Decode(
                [(byte)(0xe0 | (first >> 12)), (byte)(0x80 | ((first >> 6) & 0x3f)), (byte)(0x80 | (first & 0x3f))]));
            return null;
        }

        result.Append((char)first);
        if (!char.IsHighSurrogate((char)first))
        {
            return null;
        }

        if (inside.Length < 2 || inside[0] != '\\' || inside[1] != 'u')
        {
            return "malformed escaped surrogate pair";
        }

        inside = inside[2..];
        if (Hex(ref inside, out var second) is { } secondError)
        {
            return secondError;
        }

        if (!char.IsLowSurrogate((char)second))
        {
            return "second half of escaped surrogate pair is not trailing surrogate";
        }

        result.Append((char)second);
        return null;
    }

    private static string? Hex(ref ReadOnlySpan<byte> inside, out ushort value)
    {
        value = 0;
        if (inside.Length < 4)
        {
            return "quoted string ends within \\u escape";
        }

        if (!ushort.TryParse(inside[..4], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value))
        {
            return "malformed \\u escape";
        }

        inside = inside[4..];
        return value == 0 ? "null bytes not supported in quoted strings" : null;
    }
}
