using System;

namespace Ovs.Flow.Fields;

/// <summary>Some adjacent bits of a field: from <paramref name="Offset"/> (0 is the lowest) so many.</summary>
public readonly record struct SubField(FieldRow Field, int Offset, int Bits)
{
    public bool IsWhole => Offset == 0 && Bits == Field.Bits;

    public static SubField Whole(FieldRow field) => new(field, 0, field.Bits);

    /// <summary>Reads "name[]", "name[bit]" or "name[first..last]" (the name by itself is the whole field) from the front
    /// of a text; null or the error's text.</summary>
    public static string? Parse(ReadOnlySpan<char> text, out SubField subField, out int length)
    {
        subField = default;
        length = text.IndexOfAny('[', '-');
        length = length < 0 ? text.Length : length;
        var name = text[..length];
        var field = FindByAnyName(name);
        if (field is null)
        {
            return $"{text}: unknown field `{name}'";
        }

        var (first, last) = (0, field.Bits - 1);
        var bits = text[length..];
        if (bits.Length > 0 && bits[0] == '[')
        {
            if (!TryParseBits(bits, ref first, ref last))
            {
                return $"{text}: syntax error expecting [] or [<bit>] or [<start>..<end>]";
            }

            length += bits.IndexOf(']') + 1;
        }

        if (first > last)
        {
            return $"{text}: starting bit {first} is after ending bit {last}";
        }

        if (first >= field.Bits)
        {
            return $"{text}: starting bit {first} is not valid because field is only {field.Bits} bits wide";
        }

        if (last >= field.Bits)
        {
            return $"{text}: ending bit {last} is not valid because field is only {field.Bits} bits wide";
        }

        subField = new(field, first, last - first + 1);
        return null;
    }

    /// <summary>As <see cref="Parse(ReadOnlySpan{char}, out SubField, out int)"/>, of a whole text.</summary>
    public static string? Parse(ReadOnlySpan<char> text, out SubField subField)
    {
        var error = Parse(text, out subField, out var length);
        return error ?? (length == text.Length ? null : "unexpected input following field syntax");
    }

    /// <summary>Finds a field by the name of a code ("NXM_NX_REG0", a mask's "_W" is allowed) or its own name.</summary>
    public static FieldRow? FindByAnyName(ReadOnlySpan<char> name)
    {
        var code = FieldTable.FindCode(name.Length > 2 && name.EndsWith("_W") ? name[..^2] : name);
        return code is not null ? FieldTable.Get(code.Field) : FieldTable.Find(name);
    }

    /// <summary>Appends "NXM_NX_REG0[0..7]".</summary>
    public void Append(TextBuffer text)
    {
        text.Append(Field.CodeFor(0)?.Name ?? Field.Name);
        if (IsWhole)
        {
            text.Append("[]");
        }
        else if (Bits == 1)
        {
            text.Append($"[{Offset}]");
        }
        else
        {
            text.Append($"[{Offset}..{Offset + Bits - 1}]");
        }
    }

    private static bool TryParseBits(ReadOnlySpan<char> text, ref int first, ref int last)
    {
        if (text.StartsWith("[]"))
        {
            return true;
        }

        var scanner = new TextScanner(text);
        if (!scanner.Take('[') || !scanner.TakeNumber(10, out var start))
        {
            return false;
        }

        first = (int)start;
        last = first;
        if (scanner.Take(']'))
        {
            return true;
        }

        if (!scanner.Take("..") || !scanner.TakeNumber(10, out var end))
        {
            return false;
        }

        last = (int)end;
        return scanner.Take(']');
    }
}
