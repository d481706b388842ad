using System;

namespace Ovs.Flow.Fields;

/// <summary>
/// Reads numbers and characters off the front of a text as the original's scanner does: blanks before a number are skipped,
/// a sign and a base prefix are allowed, and a number too large for its type is cut off.
/// </summary>
public ref struct TextScanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;

    public int Position { get; private set; }

    public readonly ReadOnlySpan<char> Rest => _text[Position..];

    public readonly bool IsAtEnd => Position == _text.Length;

    /// <summary>The next character, or '\0' at the end.</summary>
    public readonly char Next => Position < _text.Length ? _text[Position] : '\0';

    /// <summary>The value of a hexadecimal digit, or -1.</summary>
    public static int Digit(char value) => value switch
    {
        >= '0' and <= '9' => value - '0',
        >= 'a' and <= 'f' => value - 'a' + 10,
        >= 'A' and <= 'F' => value - 'A' + 10,
        _ => -1,
    };

    public static bool IsBlank(char value) => value is ' ' or (>= '\t' and <= '\r');

    public void SkipBlanks()
    {
        while (Position < _text.Length && IsBlank(_text[Position]))
        {
            Position++;
        }
    }

    public void Skip(int count) => Position = Math.Min(Position + count, _text.Length);

    public bool Take(char expected)
    {
        if (Next != expected || IsAtEnd)
        {
            return false;
        }

        Position++;
        return true;
    }

    public bool Take(ReadOnlySpan<char> expected)
    {
        if (!Rest.StartsWith(expected))
        {
            return false;
        }

        Position += expected.Length;
        return true;
    }

    /// <summary>Takes a number in <paramref name="numberBase"/> (0: by prefix, as C writes numbers), modulo 2^64.</summary>
    public bool TakeNumber(int numberBase, out ulong value)
    {
        var saved = Position;
        SkipBlanks();
        value = 0;
        var negative = Next == '-';
        if (Next is '-' or '+')
        {
            Position++;
        }

        if (numberBase is 0 or 16 && Next == '0' && Position + 1 < _text.Length && _text[Position + 1] is 'x' or 'X')
        {
            numberBase = 16;
            Position += 2;
        }
        else if (numberBase == 0)
        {
            numberBase = Next == '0' ? 8 : 10;
        }

        var digits = 0;
        while (Position < _text.Length)
        {
            var digit = Digit(_text[Position]);
            if (digit < 0 || digit >= numberBase)
            {
                break;
            }

            value = unchecked((value * (ulong)numberBase) + (ulong)digit);
            digits++;
            Position++;
        }

        if (digits == 0)
        {
            Position = saved;
            return false;
        }

        value = negative ? unchecked(0 - value) : value;
        return true;
    }

    /// <summary>Takes the six bytes of an Ethernet address, as "xx:xx:xx:xx:xx:xx".</summary>
    public bool TakeEthernet(out ulong address)
    {
        var saved = Position;
        address = 0;
        for (var i = 0; i < 6; i++)
        {
            if ((i > 0 && !Take(':')) || !TakeNumber(16, out var octet))
            {
                Position = saved;
                return false;
            }

            address = (address << 8) | (octet & 0xff);
        }

        return true;
    }

    /// <summary>Takes the four numbers of an IPv4 address, as "a.b.c.d".</summary>
    public bool TakeIpv4(out uint address)
    {
        var saved = Position;
        address = 0;
        for (var i = 0; i < 4; i++)
        {
            if ((i > 0 && !Take('.')) || !TakeNumber(10, out var octet))
            {
                Position = saved;
                return false;
            }

            address = (address << 8) | (uint)(octet & 0xff);
        }

        return true;
    }
}
