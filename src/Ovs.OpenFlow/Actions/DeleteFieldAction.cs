using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Takes a tunnel option off the packet.</summary>
public sealed class DeleteFieldAction(FieldRow field) : OfAction
{
    public override ActionKind Kind => ActionKind.DeleteField;

    public FieldRow Field { get; } = field;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var error = decoder.TakeField(ref body, out var field);
        return error != OfError.None ? error : decoder.Add(new DeleteFieldAction(field));
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var code = FieldTable.FindCode(text);
        var field = code is not null ? FieldTable.Get(code.Field) : FieldTable.Find(text);
        return field is null ? $"unknown field `{text}'" : parser.Add(new DeleteFieldAction(field));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.DeleteField);
        OxmEntries.PutField(writer, Field, OfVersion.None);
        ActionTable.End(writer, start, minBytes: 24);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("delete_field:");
        printer.Text.Append(Field.Name);
    }

    internal override OfError Check(ActionCheck check) =>
        Field.IsVariableLength ? OfError.None : OfError.BadActionBadArgument;
}
