using System.Text;

namespace Ovs.Ovsdb.Data;

public abstract partial class Datum
{
    /// <summary>
    /// Reads the command-line form of a value (ovs-vsctl(8), Column Values): elements or KEY=VALUE pairs separated by
    /// spaces or commas, in brackets or braces when one likes or when empty; null, or what is wrong.
    /// </summary>
    public static string? ParseText(string text, ColumnType type, SymbolTable? symbols, out Datum datum)
    {
        datum = Empty;
        var at = 0;
        ValueToken.SkipSpaces(text, ref at);
        if (at == text.Length)
        {
            return type.IsMap ? "use \"{}\" to specify the empty map" : "use \"[]\" to specify the empty set";
        }

        var end = '\0';
        if (text[at] == (type.IsMap ? '{' : '['))
        {
            end = type.IsMap ? '}' : ']';
            at++;
            ValueToken.SkipSpaces(text, ref at);
        }

        var builder = new DatumBuilder();
        while (at < text.Length && text[at] != end)
        {
            if (ValueToken.IsDelimiter(text[at]))
            {
                return $"{text}: unexpected \"{text[at]}\" parsing {type.ToEnglish()}";
            }

            if (AddElement(builder, text, ref at, type, symbols) is { } error)
            {
                return error;
            }

            ValueToken.SkipSpaces(text, ref at);
            if (at < text.Length && text[at] == ',')
            {
                at++;
                ValueToken.SkipSpaces(text, ref at);
            }
        }

        return CheckEnd(text, at, end) ?? Build(builder, text, type, out datum);
    }

    /// <summary>The command-line form; <see cref="ParseText"/> reads it back.</summary>
    public string ToText(ColumnType type)
    {
        var output = new StringBuilder();
        var isBracketed = type.IsComposite || IsEmpty;
        output.Append(isBracketed ? type.IsMap ? "{" : "[" : "");
        for (var i = 0; i < Count; i++)
        {
            output.Append(i > 0 ? ", " : "");
            Key(i).AppendTo(output);
            if (type.IsMap)
            {
                output.Append('=');
                Value(i).AppendTo(output);
            }
        }

        output.Append(isBracketed ? type.IsMap ? "}" : "]" : "");
        return output.ToString();
    }

    /// <summary>The form for scripts: no brackets, no quotes.</summary>
    public string ToBareText()
    {
        var output = new StringBuilder();
        for (var i = 0; i < Count; i++)
        {
            output.Append(i > 0 ? " " : "");
            Key(i).AppendBareTo(output);
            if (IsMap)
            {
                output.Append('=');
                Value(i).AppendBareTo(output);
            }
        }

        return output.ToString();
    }

    private static string? AddElement(
        DatumBuilder builder, string text, ref int at, ColumnType type, SymbolTable? symbols)
    {
        var start = at;
        long? rangeEnd = null;
        var key = default(Atom);
        var error = ValueToken.Take(text, ref at, out var token)
            ?? Atom.ParseTextOrRange(token, type.Key, symbols, out key, out rangeEnd);
        if (error is not null)
        {
            return error;
        }

        if (type.IsMap)
        {
            ValueToken.SkipSpaces(text, ref at);
            if (at == text.Length || text[at] != '=')
            {
                // At the end of the text the original's message ends, too: it prints a zero byte.
                return $"{text[start..]}: syntax error at \""
                    + (at == text.Length ? "" : $"{text[at]}\" expecting \"=\"");
            }

            at++;
            ValueToken.SkipSpaces(text, ref at);
            var value = default(Atom);
            error = ValueToken.Take(text, ref at, out token) ?? Atom.ParseText(token, type.Value, symbols, out value);
            builder.Add(key, value);
            return error;
        }

        builder.Add(key);
        for (var i = key.Integer; i < rangeEnd; i++)
        {
            builder.Add(new Atom(i + 1));
        }

        return null;
    }

    private static string? CheckEnd(string text, int at, char end)
    {
        if (end == '\0')
        {
            return null;
        }

        if (at == text.Length)
        {
            return $"{text}: missing \"{end}\" at end of data";
        }

        at++;
        ValueToken.SkipSpaces(text, ref at);
        return at < text.Length ? $"{text}: trailing garbage after \"{end}\"" : null;
    }

    private static string? Build(DatumBuilder builder, string text, ColumnType type, out Datum datum)
    {
        datum = Empty;
        var things = type.IsMap ? "pair(s)" : "value(s)";
        if (builder.Count < type.Min)
        {
            return $"{text}: {builder.Count} {things} specified but the minimum number is {type.Min}";
        }

        if ((uint)builder.Count > type.Max)
        {
            return $"{text}: {builder.Count} {things} specified but the maximum number is {type.Max}";
        }

        if (builder.Build(out datum) is null)
        {
            return null;
        }

        return type.IsMap ? $"{text}: map contains duplicate key" : $"{text}: set contains duplicate value";
    }
}
