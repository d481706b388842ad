using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Groups;

/// <summary>A field whose value, under a mask, goes into the choice of a bucket.</summary>
public readonly record struct SelectionField(FieldRow Field, FieldValue Mask);

/// <summary>Lists of such fields, sorted by field.</summary>
internal static class SelectionFields
{
    private static readonly LogModule s_log = LogModule.Define("nx_match");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public static bool TryAdd(List<SelectionField> fields, SelectionField added)
    {
        var at = 0;
        while (at < fields.Count && fields[at].Field.Id < added.Field.Id)
        {
            at++;
        }

        if (at < fields.Count && fields[at].Field.Id == added.Field.Id)
        {
            return false;
        }

        fields.Insert(at, added);
        return true;
    }

    public static OfError Take(ReadOnlySpan<byte> bytes, List<SelectionField> fields)
    {
        var reader = new OfReader(bytes);
        while (!reader.IsAtEnd)
        {
            var offset = bytes.Length - reader.Left;
            var error = OxmEntries.TakeEntry(
                ref reader, isAction: false, allowCookie: false, mayMask: false, null, out _, out var field, out var value,
                out _);
            if (error == OfError.None)
            {
                error = !FieldParser.IsMaskValid(field!, in value) ? OfError.BadMatchBadMask
                    : TryAdd(fields, new SelectionField(field!, value)) ? OfError.None
                    : OfError.BadMatchDupField;
            }

            if (error != OfError.None)
            {
                s_log.Dbg(s_limit, $"error parsing OXM at offset {offset} within field array ({ErrorTable.NameOf(error)})");
                return error;
            }
        }

        return OfError.None;
    }

    public static void Put(OfWriter writer, OfVersion version, IReadOnlyList<SelectionField> fields)
    {
        foreach (var (field, mask) in fields)
        {
            var bytes = field.IsVariableLength ? mask.SignificantBytes(field) : field.Bytes;
            OxmEntries.PutRaw(writer, field, version, in mask, default, isMasked: false, bytes);
        }
    }

    public static void Append(TextBuffer text, IReadOnlyList<SelectionField> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            var (field, mask) = fields[i];
            text.Append(i > 0 ? "," : "").Append(field.Name);
            if (!mask.IsExact(field))
            {
                text.Append('=');
                FieldPrinter.Append(text, field, in mask, null);
            }
        }
    }
}
