using System;

namespace Ovs.Flow.Key;

/// <summary>Text of IPv6 addresses exactly as inet_pton(3) reads and inet_ntop(3) writes it.</summary>
/// <remarks>Not the framework's: that takes scopes and brackets, and writes some prefixes with an IPv4 tail of its own.</remarks>
public static class Ipv6Text
{
    /// <summary>Room for the longest text.</summary>
    public const int MaxLength = 45;

    private const int GroupCount = 8;

    public static bool TryParse(ReadOnlySpan<char> text, out Ipv6Address address)
    {
        address = default;
        Span<ushort> groups = stackalloc ushort[GroupCount];
        groups.Clear();
        var count = 0;
        var gap = -1;
        var at = 0;
        if (text.Length > 0 && text[0] == ':')
        {
            if (text.Length < 2 || text[1] != ':')
            {
                return false;
            }

            at = 1;
        }

        while (at < text.Length)
        {
            if (text[at] == ':')
            {
                // RFC 4291 2.2: "::" at most once.
                if (gap >= 0)
                {
                    return false;
                }

                gap = count;
                at++;
                continue;
            }

            var start = at;
            var value = 0;
            while (at < text.Length && Fields.TextScanner.Digit(text[at]) is >= 0 and var digit && at - start < 5)
            {
                value = (value << 4) | digit;
                at++;
            }

            if (at < text.Length && text[at] == '.')
            {
                if (count > GroupCount - 2 || !TryParseIpv4(text[start..], out var tail))
                {
                    return false;
                }

                groups[count++] = (ushort)(tail >> 16);
                groups[count++] = (ushort)tail;
                at = text.Length;
                break;
            }

            if (at == start || at - start > 4 || count == GroupCount)
            {
                return false;
            }

            groups[count++] = (ushort)value;
            if (at < text.Length)
            {
                if (text[at] != ':' || ++at == text.Length)
                {
                    return false;
                }
            }
        }

        if (gap >= 0)
        {
            if (count == GroupCount)
            {
                return false;
            }

            var moved = count - gap;
            groups[gap..count].CopyTo(groups[(GroupCount - moved)..]);
            groups[gap..(GroupCount - moved)].Clear();
        }
        else if (count != GroupCount)
        {
            return false;
        }

        var words = (High: 0UL, Low: 0UL);
        for (var i = 0; i < 4; i++)
        {
            words.High = (words.High << 16) | groups[i];
            words.Low = (words.Low << 16) | groups[i + 4];
        }

        address = new Ipv6Address(words.High, words.Low);
        return true;
    }

    /// <summary>inet_pton(AF_INET): four decimal numbers without leading zeros.</summary>
    public static bool TryParseIpv4(ReadOnlySpan<char> text, out uint address)
    {
        address = 0;
        var octets = 0;
        var at = 0;
        while (true)
        {
            var start = at;
            var value = 0;
            while (at < text.Length && char.IsAsciiDigit(text[at]) && at - start < 3)
            {
                value = (value * 10) + (text[at] - '0');
                at++;
            }

            if (at == start || value > 255 || (at - start > 1 && text[start] == '0'))
            {
                return false;
            }

            address = (address << 8) | (uint)value;
            if (++octets == 4)
            {
                return at == text.Length;
            }

            if (at == text.Length || text[at++] != '.')
            {
                return false;
            }
        }
    }

    /// <summary>Writes the text and gives its length.</summary>
    public static int Format(Ipv6Address address, Span<char> text)
    {
        Span<ushort> groups = stackalloc ushort[GroupCount];
        for (var i = 0; i < 4; i++)
        {
            groups[i] = (ushort)(address.High >> (48 - (16 * i)));
            groups[i + 4] = (ushort)(address.Low >> (48 - (16 * i)));
        }

        var (gap, gapEnd) = LongestZeros(groups);
        var tailIsIpv4 = gap == 0 && (gapEnd == 6 || (gapEnd == 5 && groups[5] == 0xffff));
        var length = 0;
        for (var i = 0; i < GroupCount; i++)
        {
            if (i >= gap && i < gapEnd)
            {
                if (i == gap)
                {
                    text[length++] = ':';
                }

                continue;
            }

            if (i > 0)
            {
                text[length++] = ':';
            }

            if (i == 6 && tailIsIpv4)
            {
                return length + FormatIpv4((uint)address.Low, text[length..]);
            }

            _ = groups[i].TryFormat(text[length..], out var count, "x");
            length += count;
        }

        if (gapEnd == GroupCount)
        {
            text[length++] = ':';
        }

        return length;
    }

    /// <summary>Writes "a.b.c.d" and gives its length.</summary>
    public static int FormatIpv4(uint address, Span<char> text)
    {
        var length = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            _ = ((byte)(address >> shift)).TryFormat(text[length..], out var count);
            length += count;
            if (shift > 0)
            {
                text[length++] = '.';
            }
        }

        return length;
    }

    // The first of the longest runs of at least two zero groups; (-1, -1) if there is none.
    private static (int Start, int End) LongestZeros(ReadOnlySpan<ushort> groups)
    {
        var best = (Start: -1, End: -1);
        for (var i = 0; i < groups.Length; i++)
        {
            var end = i;
            while (end < groups.Length && groups[end] == 0)
            {
                end++;
            }

            if (end - i > Math.Max(1, best.End - best.Start))
            {
                best = (i, end);
            }

            i = Math.Max(i, end - 1);
        }

        return best;
    }
}
