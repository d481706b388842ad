using System;
using System.Buffers;
using System.Globalization;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Oxm;

/// <summary>
/// Extended matches as text that shows every entry as it is on the wire: "NXM_OF_IN_PORT(0001), NXM_OF_ETH_TYPE(0800)".
/// </summary>
public static class NxmText
{
    private const ushort OxmType = 1;
    private const int OxmHeaderBytes = 4;

    private static readonly SearchValues<char> s_hexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Appends entries.</summary>
    public static void Append(TextBuffer text, ReadOnlySpan<byte> entries)
    {
        if (entries.IsEmpty)
        {
            text.Append("<any>");
            return;
        }

        var start = text.Length;
        var reader = new OfReader(entries);
        while (!reader.IsAtEnd)
        {
            var before = reader;
            var error = OxmEntries.TakeEntry(
                ref reader, isAction: false, allowCookie: true, mayMask: true, null, out var header, out var field, out _,
                out _);
            if (error is not (OfError.None or OfError.BadMatchBadField))
            {
                break;
            }

            text.Append(text.Length > start ? ", " : "");
            AppendName(text, header, field);
            before.Skip(header.HeaderBytes);
            text.Append('(');
            AppendValue(text, field, before.Take(header.FieldBytes));
            if (header.HasMask)
            {
                text.Append('/');
                AppendValue(text, field, before.Take(header.FieldBytes));
            }

            text.Append(')');
        }

        if (!reader.IsAtEnd)
        {
            text.Append(text.Length > start ? ", " : "");
            text.Append($"<{reader.Left} invalid bytes>");
        }
    }

    /// <summary>Appends a match structure of OpenFlow 1.2 and later, which is <paramref name="length"/> bytes long.</summary>
    public static void AppendOxm(TextBuffer text, ReadOnlySpan<byte> match, int length)
    {
        var reader = new OfReader(match);
        var type = reader.Take16();
        var ownLength = reader.Take16();
        if (length < OxmHeaderBytes)
        {
            text.Append($"<match too short: {length}>");
        }
        else if (type != OxmType)
        {
            text.Append($"<bad match type field: {type}>");
        }
        else if (ownLength < OxmHeaderBytes)
        {
            text.Append($"<match length field too short: {ownLength}>");
        }
        else if (ownLength != length)
        {
            text.Append($"<match length field incorrect: {ownLength} != {length}>");
        }
        else
        {
            Append(text, reader.Take(length - OxmHeaderBytes));
        }
    }

    /// <summary>Reads the text of entries, without padding; null or the error's text.</summary>
    public static string? Parse(string text, OfWriter writer)
    {
        if (text == "<any>")
        {
            return null;
        }

        for (var rest = text.AsSpan().TrimStart(", "); !rest.IsEmpty; rest = rest.TrimStart(", "))
        {
            var nameLength = rest.IndexOf('(');
            if (nameLength < 0)
            {
                return $"{text}: missing ( at end of nx_match";
            }

            var name = rest[..nameLength];
            if (!TryFindHeader(name, out var header))
            {
                return $"{text}: unknown field `{name}'";
            }

            rest = rest[(nameLength + 1)..];
            var error = ParseEntry(text, name, header, ref rest, writer);
            if (error is not null)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>As <see cref="Parse"/>, with the header and padding of OpenFlow 1.2 and later.</summary>
    public static string? ParseOxm(string text, OfWriter writer)
    {
        var start = writer.Length;
        writer.Put16(OxmType);
        writer.Put16(0);
        var error = Parse(text, writer);
        writer.Patch16(start + 2, (ushort)(writer.Length - start));
        writer.Pad(start);
        return error;
    }

    private static string? ParseEntry(
        string text, ReadOnlySpan<char> name, OxmHeader header, ref ReadOnlySpan<char> rest, OfWriter writer)
    {
        var value = new OfWriter();
        rest = ArgumentText.TakeHex(rest, value);
        if (value.Length != header.FieldBytes)
        {
            var code = FieldTable.FindCodeOfAnyLength(header);
            if (code is null || !FieldTable.Get(code.Field).IsVariableLength)
            {
                return $"expected to read {header.FieldBytes} bytes but got {value.Length}";
            }

            var most = FieldTable.Get(code.Field).Bytes;
            if (value.Length > most)
            {
                return $"expected to read at most {most} bytes but got {value.Length}";
            }

            header = header.Sized(value.Length, header.HasMask);
        }

        OxmEntries.PutHeader(writer, header);
        writer.Put(value.Span);
        if (header.HasMask)
        {
            rest = rest.TrimStart(' ');
            if (rest.IsEmpty || rest[0] != '/')
            {
                return $"{text}: missing / in masked field {name}";
            }

            var before = writer.Length;
            rest = ArgumentText.TakeHex(rest[1..], writer);
            if (writer.Length - before != header.FieldBytes)
            {
                return $"{rest[..Math.Min(2, rest.Length)]}: hex digits expected";
            }
        }

        rest = rest.TrimStart(' ');
        if (rest.IsEmpty || rest[0] != ')')
        {
            return $"{text}: missing ) following field {name}";
        }

        rest = rest[1..];
        return null;
    }

    // A name, the name of a masked entry, Nicira's cookie, or a header in hexadecimal.
    private static bool TryFindHeader(ReadOnlySpan<char> name, out OxmHeader header)
    {
        var isMasked = name.Length > 2 && name.EndsWith("_W");
        var code = FieldTable.FindCode(isMasked ? name[..^2] : name);
        header = code?.Header ?? default;
        if (code is not null && (!isMasked || FieldTable.Get(code.Field).IsMaskable))
        {
            header = isMasked ? header.Masked : header;
            return true;
        }

        if (name is "NXM_NX_COOKIE" or "NXM_NX_COOKIE_W")
        {
            header = isMasked ? OxmEntries.Cookie.Masked : OxmEntries.Cookie;
            return true;
        }

        if (name.Length is not (8 or 16) || name.ContainsAnyExcept(s_hexDigits))
        {
            return false;
        }

        var number = ulong.Parse(name, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        header = new OxmHeader(name.Length == 8 ? number << 32 : number);
        return header.Value != 0 && (name.Length == 8 || header.IsExperimenter);
    }

    private static void AppendName(TextBuffer text, OxmHeader header, FieldRow? field)
    {
        if (field is not null)
        {
            text.Append(FieldTable.FindCode(header)!.Name);
            text.Append(header.HasMask ? "_W" : "");
        }
        else if (OxmEntries.IsCookie(header))
        {
            text.Append(header.HasMask ? "NXM_NX_COOKIE_W" : "NXM_NX_COOKIE");
        }
        else
        {
            text.Append($"{header.Class}:{header.Field}");
        }
    }

    // A tunnel option shorter than it can be shows the zeros that stand in front of it, as it always did.
    private static void AppendValue(TextBuffer text, FieldRow? field, ReadOnlySpan<byte> value)
    {
        var zeros = field is { IsVariableLength: true } ? Math.Max(field.Bytes - value.Length, 0) : 0;
        for (var i = 0; i < value.Length; i++)
        {
            text.Hex(i < zeros ? (byte)0 : value[i - zeros], 2);
        }
    }
}
