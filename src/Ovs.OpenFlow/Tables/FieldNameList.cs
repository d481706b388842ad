using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Tables;

/// <summary>
/// Field names in little room: "reg0...reg15", "tun_{id,src,dst,ipv6_{src,dst}}". Runs of numbers and common beginnings
/// are folded.
/// </summary>
internal static class FieldNameList
{
    private const int MostDigits = 9;

    /// <summary>Appends a blank and the names; nothing for no field.</summary>
    public static void Append(TextBuffer text, in FieldSet fields)
    {
        var names = new List<string>();
        for (var next = 0; fields.TryNext(next, out var id); next = (int)id + 1)
        {
            names.Add(FieldTable.Get(id).Name);
        }

        if (names.Count > 0)
        {
            text.Append(' ');
            Append(text, names, 0, names.Count, 0);
        }
    }

    private static void Append(TextBuffer text, List<string> names, int first, int end, int prefix)
    {
        for (var isLater = false; first < end; isLater = true)
        {
            if (isLater)
            {
                text.Append(prefix > 0 ? ',' : ' ');
            }

            var common = CommonRun(names, first, end, prefix, out var extra);
            var sequence = SequenceRun(names, first, end);
            if (sequence >= common)
            {
                text.Append(names[first].AsSpan(prefix));
                if (sequence > 1)
                {
                    text.Append("...").Append(names[first + sequence - 1].AsSpan(prefix));
                }

                first += sequence;
            }
            else
            {
                text.Append(names[first].AsSpan(prefix, extra)).Append('{');
                Append(text, names, first, first + common, prefix + extra);
                text.Append('}');
                first += common;
            }
        }
    }

    // How many names follow each other like reg0, reg1; two of them are not worth it.
    private static int SequenceRun(List<string> names, int first, int end)
    {
        var count = 1;
        while (first + count < end && AreSequential(names[first + count - 1], names[first + count]))
        {
            count++;
        }

        return count == 2 ? 1 : count;
    }

    private static bool AreSequential(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        return IsNumber(left.AsSpan(same), out var a) && IsNumber(right.AsSpan(same), out var b) && a + 1 == b;
    }

    private static bool IsNumber(ReadOnlySpan<char> text, out int number)
    {
        number = 0;
        return text.Length is > 0 and <= MostDigits && !text.ContainsAnyExceptInRange('0', '9')
            && int.TryParse(text, out number);
    }

    // How many names begin alike (up to an underscore), and how much more of them is alike.
    private static int CommonRun(List<string> names, int first, int end, int prefix, out int extra)
    {
        extra = 0;
        if (end - first < 2)
        {
            return end - first;
        }

        extra = CommonPrefix(names[first], names[first + 1], prefix);
        if (extra == 0)
        {
            return 1;
        }

        var count = 2;
        for (; first + count < end; count++)
        {
            var next = CommonPrefix(names[first], names[first + count], prefix);
            if (next == 0)
            {
                break;
            }

            extra = Math.Min(extra, next);
        }

        return count;
    }

    private static int CommonPrefix(string left, string right, int from)
    {
        var rest = left.AsSpan(from);
        rest = rest[..rest.CommonPrefixLength(right.AsSpan(from))];
        return rest.LastIndexOf('_') + 1;
    }
}
