using System;
using System.Numerics;

namespace Ovs.Flow.Fields;

/// <summary>Text of fields made of flags: "+syn-ack" when some bits matter, "syn|ack" when all do.</summary>
/// <param name="Names">By bit number; null where a bit has no name.</param>
/// <param name="Subject">What error messages call the flags.</param>
/// <param name="Allowed">Bits that may be given in text.</param>
/// <param name="All">The mask that counts as complete in text.</param>
public sealed record FlagText(string?[] Names, string Subject, uint Allowed, uint All)
{
    public static readonly FlagText Tcp = new(
        ["fin", "syn", "rst", "psh", "ack", "urg", "ece", "cwr", "ns", "[200]", "[400]", "[800]"], "TCP", 0xfff, 0xfff);

    public static readonly FlagText Tunnel = new(["oam", "df", "csum", "key"], "tunnel", 1, 1);

    public static readonly FlagText Connection = new(
        ["new", "est", "rel", "rpl", "inv", "trk", "snat", "dnat"], "ct_state", 0xff, 0xffff);

    private string? NameOf(int bit) => bit < Names.Length ? Names[bit] : null;

    /// <summary>Appends the names of all set bits, "0" for none.</summary>
    public void Append(TextBuffer text, uint flags, char separator)
    {
        if (flags == 0)
        {
            text.Append('0');
            return;
        }

        var unknown = 0u;
        for (; flags != 0; flags &= flags - 1)
        {
            var bit = BitOperations.TrailingZeroCount(flags);
            if (NameOf(bit) is { } name)
            {
                text.Append(name).Append(separator);
            }
            else
            {
                unknown |= 1u << bit;
            }
        }

        if (unknown != 0)
        {
            text.Append("0x").Hex(unknown).Append(separator);
        }

        text.Chomp(separator);
    }

    /// <summary>Appends a match on some or all of the bits in <paramref name="all"/>.</summary>
    public void AppendMasked(TextBuffer text, uint flags, uint mask, uint all)
    {
        if (mask == all)
        {
            Append(text, flags, '|');
            return;
        }

        if (mask == 0)
        {
            text.Append("0/0");
            return;
        }

        for (; mask != 0; mask &= mask - 1)
        {
            var bit = BitOperations.TrailingZeroCount(mask);
            text.Append((flags & (1u << bit)) != 0 ? '+' : '-').Append(NameOf(bit) ?? "[Unknown]");
        }
    }

    /// <summary>Reads flags; null or the error's text.</summary>
    public string? Parse(ReadOnlySpan<char> text, out uint flags, out uint mask)
    {
        var scanner = new TextScanner(text);
        flags = 0;
        mask = 0;
        if (scanner.TakeNumber(0, out var number) && scanner.Take('/') && scanner.TakeNumber(0, out var numberMask))
        {
            flags = (uint)number;
            mask = (uint)numberMask;
            return ((flags | mask) & ~Allowed) != 0 ? Unknown(text) : null;
        }

        return text.Length > 0 && text[0] is '+' or '-'
            ? ParseMasked(text, out flags, out mask)
            : ParseExact(text, out flags, out mask);
    }

    private string? ParseMasked(ReadOnlySpan<char> text, out uint flags, out uint mask)
    {
        flags = 0;
        mask = 0;
        while (text.Length > 0)
        {
            if (text[0] is not ('+' or '-'))
            {
                return $"{text}: {Subject} must be preceded by '+' (for SET) or '-' (NOT SET)";
            }

            var isSet = text[0] == '+';
            text = text[1..];
            var end = text.IndexOfAny('+', '-');
            var bit = BitOf(end < 0 ? text : text[..end]);
            if (bit == 0 || (bit & Allowed) == 0)
            {
                return Unknown(text);
            }

            if ((mask & bit) != 0)
            {
                return $"{text}: Each {Subject} flag can be specified only once";
            }

            flags |= isSet ? bit : 0;
            mask |= bit;
            text = end < 0 ? default : text[end..];
        }

        return null;
    }

    private string? ParseExact(ReadOnlySpan<char> text, out uint flags, out uint mask)
    {
        flags = 0;
        mask = uint.MaxValue;
        for (var rest = text; rest.Length > 0;)
        {
            var scanner = new TextScanner(rest);
            if (scanner.TakeNumber(0, out var number))
            {
                if ((number & ~(ulong)Allowed) != 0)
                {
                    return Unknown(text);
                }

                flags |= (uint)number;
                _ = scanner.Take('|');
                rest = scanner.Rest;
                continue;
            }

            var end = rest.IndexOf('|');
            var bit = BitOf(end < 0 ? rest : rest[..end]);
            if (bit == 0 || (bit & Allowed) == 0)
            {
                return Unknown(text);
            }

            flags |= bit;
            rest = end < 0 ? default : rest[(end + 1)..];
        }

        return null;
    }

    private uint BitOf(ReadOnlySpan<char> name)
    {
        for (var bit = 0; bit < Names.Length; bit++)
        {
            if (name.SequenceEqual(Names[bit]))
            {
                return 1u << bit;
            }
        }

        return 0;
    }

    private string Unknown(ReadOnlySpan<char> text) => $"{text}: unknown {Subject} flag(s)";
}
