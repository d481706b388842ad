using System;
using System.Text;

namespace Ovs.Ovsdb.Data;

/// <summary>
/// Cuts the command-line form of values into tokens. A token ends at a delimiter; a backslash takes the delimiter's
/// meaning away, and so do double quotes, which stay part of the token together with the backslashes between them.
/// </summary>
public static class ValueToken
{
    public static bool IsDelimiter(char c) => ":=, []{}!<>".Contains(c, StringComparison.Ordinal);

    /// <summary>Takes the token at <paramref name="at"/> and moves there past it; null, or what is wrong.</summary>
    public static string? Take(string text, ref int at, out string token)
    {
        token = "";
        var start = at;
        var output = new StringBuilder();
        var isQuoted = false;
        var i = at;
        while (i < text.Length)
        {
            var c = text[i];
            if (c == '\\')
            {
                if (isQuoted)
                {
                    output.Append(c);
                }

                if (i + 1 == text.Length)
                {
                    return $"{text[start..]}: backslash at end of argument";
                }

                output.Append(text[i + 1]);
                i += 2;
                continue;
            }

            if (!isQuoted && IsDelimiter(c))
            {
                break;
            }

            isQuoted ^= c == '"';
            output.Append(c);
            i++;
        }

        if (isQuoted)
        {
            return $"{text[start..]}: quoted string extends past end of argument";
        }

        token = output.ToString();
        at = i;
        return null;
    }

    internal static void SkipSpaces(string text, ref int at)
    {
        while (at < text.Length && IsSpace(text[at]))
        {
            at++;
        }
    }

    internal static bool IsSpace(char c) => c is ' ' or (>= '\t' and <= '\r');
}
