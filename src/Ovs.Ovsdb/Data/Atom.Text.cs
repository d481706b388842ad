using System;
using System.Globalization;
using System.Text;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Data;

public readonly partial struct Atom
{
    /// <summary>The most integers that one "first-last" range may stand for.</summary>
    private const ulong MaxRangeCount = 4096;

    /// <summary>
    /// Reads the command-line form of an atom (ovs-vsctl(8), Column Values) and checks the constraints of
    /// <paramref name="type"/>; null, or what is wrong.
    /// </summary>
    public static string? ParseText(string text, BaseType type, SymbolTable? symbols, out Atom atom) =>
        ParseUnchecked(text, type, symbols, out atom) ?? type.Check(atom)?.ToText();

    /// <summary>The same, where an integer may also be a range "first-last" whose end is given back.</summary>
    public static string? ParseTextOrRange(
        string text, BaseType type, SymbolTable? symbols, out Atom atom, out long? rangeEnd)
    {
        rangeEnd = null;
        if (type.Type != AtomicType.Integer || !TryRange(text, out var first, out var last))
        {
            return ParseText(text, type, symbols, out atom);
        }

        atom = new Atom(first);
        if (last < first)
        {
            return $"\"{text}\" is not a valid range. Range end cannot be before start.";
        }

        rangeEnd = last;
        return CheckRange(type, first, last)?.ToText();
    }

    /// <summary>The command-line form; <see cref="ParseText"/> reads it back.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }

    public override string ToString() => ToText();

    internal void AppendTo(StringBuilder output)
    {
        switch (Type)
        {
            case AtomicType.Integer:
                output.Append(Integer);
                break;
            case AtomicType.Real:
                output.Append(RealText.Format(Real));
                break;
            case AtomicType.Boolean:
                output.Append(Boolean ? "true" : "false");
                break;
            case AtomicType.String:
                output.Append(NeedsQuotes(Text) ? JsonWriter.ToText(Text, JsonStyle.Compact) : Text);
                break;
            case AtomicType.Uuid:
                Span<char> digits = stackalloc char[Uuid.TextLength];
                Uuid.Format(digits);
                output.Append(digits);
                break;
            default:
                break;
        }
    }

    /// <summary>The form for scripts: texts as they are.</summary>
    internal void AppendBareTo(StringBuilder output)
    {
        if (Type == AtomicType.String)
        {
            output.Append(Text);
        }
        else
        {
            AppendTo(output);
        }
    }

    private static string? ParseUnchecked(string text, BaseType type, SymbolTable? symbols, out Atom atom)
    {
        atom = default;
        switch (type.Type)
        {
            case AtomicType.Integer:
                if (!TryInteger(text, out var tail, out var integer) || tail != text.Length)
                {
                    return $"\"{text}\" is not a valid integer or range";
                }

                atom = new Atom(integer);
                return null;

            case AtomicType.Real:
                var isReal = TryReal(text, out var real);
                atom = new Atom(real);
                return isReal ? null : $"\"{text}\" is not a valid real number";

            case AtomicType.Boolean:
                atom = new Atom(text is "true" or "yes" or "on" or "1");
                return atom.Boolean || text is "false" or "no" or "off" or "0"
                    ? null
                    : $"\"{text}\" is not a valid boolean (use \"true\" or \"false\")";

            case AtomicType.String:
                return ParseString(text, out atom);

            default:
                return ParseIdentifier(text, type, symbols, out atom);
        }
    }

    private static string? ParseString(string text, out Atom atom)
    {
        atom = new Atom(text);
        if (text.Length == 0)
        {
            return "An empty string is not valid as input; use \"\" to represent the empty string";
        }

        if (text[0] != '"')
        {
            return null;
        }

        if (text.Length < 2 || text[^1] != '"')
        {
            return $"{text}: missing quote at end of quoted string";
        }

        if (!JsonText.TryUnescape(Utf8Text.Encode(text.AsSpan(1, text.Length - 2)), out var plain, out var error))
        {
            return $"{text}: {error}";
        }

        atom = new Atom(plain);
        return null;
    }

    private static string? ParseIdentifier(string text, BaseType type, SymbolTable? symbols, out Atom atom)
    {
        atom = default;
        if (text.StartsWith('@') && symbols is not null)
        {
            var symbol = symbols.GetOrAdd(text);
            symbol.NoteReference(type);
            atom = new Atom(symbol.Uuid);
            return null;
        }

        if (!Uuid.TryParse(text, out var uuid))
        {
            return $"\"{text}\" is not a valid UUID";
        }

        atom = new Atom(uuid);
        return null;
    }

    private static OvsdbError? CheckRange(BaseType type, long first, long last)
    {
        var error = type.Check(new Atom(first));
        if (type.Enum is null)
        {
            error ??= type.Check(new Atom(last));
        }

        for (var i = first; type.Enum is not null && error is null && i < last; i++)
        {
            error = type.Check(new Atom(i + 1));
        }

        return error ?? ((ulong)last - (ulong)first >= MaxRangeCount
            ? OvsdbError.ConstraintViolation(
                $"Range \"{first}-{last}\" is too big. Maximum allowed size is {MaxRangeCount}.")
            : null);
    }

    private static bool TryRange(string text, out long first, out long last)
    {
        last = 0;
        return TryInteger(text, out var tail, out first)
            && tail < text.Length && text[tail] == '-'
            && TryInteger(text[(tail + 1)..], out var rest, out last) && rest == text.Length - tail - 1;
    }

    /// <summary>Reads an integer as strtoll() does; <paramref name="tail"/> is where it ends.</summary>
    private static bool TryInteger(string text, out int tail, out long value)
    {
        tail = 0;
        ValueToken.SkipSpaces(text, ref tail);
        var start = tail;
        if (tail < text.Length && text[tail] is '+' or '-')
        {
            tail++;
        }

        while (tail < text.Length && char.IsAsciiDigit(text[tail]))
        {
            tail++;
        }

        return long.TryParse(
            text.AsSpan(start, tail - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Reads a decimal number as strtod() does; what is too large for a double is refused.</summary>
    private static bool TryReal(string text, out double value)
    {
        var start = 0;
        ValueToken.SkipSpaces(text, ref start);
        var number = text.AsSpan(start);
        if (TryNamedReal(number, out value))
        {
            return true;
        }

        return double.TryParse(
                number,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out value)
            && double.IsFinite(value);
    }

    private static bool TryNamedReal(ReadOnlySpan<char> text, out double value)
    {
        var isNegative = text.StartsWith("-");
        var name = isNegative || text.StartsWith("+") ? text[1..] : text;
        var isInfinite = name.Equals("inf", StringComparison.OrdinalIgnoreCase)
            || name.Equals("infinity", StringComparison.OrdinalIgnoreCase);
        value = !isInfinite ? double.NaN : isNegative ? double.NegativeInfinity : double.PositiveInfinity;
        return isInfinite || name.Equals("nan", StringComparison.OrdinalIgnoreCase);
    }

    private static bool NeedsQuotes(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiLetter(text[0]) || text[0] == '_') || text is "true" or "false")
        {
            return true;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
            {
                return true;
            }
        }

        return Uuid.TryParse(text, out _);
    }
}
