using System;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Does nothing: bytes that a controller keeps in a flow.</summary>
public sealed class NoteAction(byte[] data) : OfAction
{
    public override ActionKind Kind => ActionKind.Note;

    public ReadOnlySpan<byte> Data => data;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new NoteAction(body.TakeAll().ToArray()));

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var bytes = new OfWriter();
        return ArgumentText.TakeHex(text, bytes).IsEmpty
            ? parser.AddSized(new NoteAction(bytes.ToArray()), bytes.Length)
            : "bad hex digit in `note' argument";
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.Note);
        writer.Put(data);
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("note:");
        ArgumentText.AppendDotted(printer.Text, data);
    }
}
