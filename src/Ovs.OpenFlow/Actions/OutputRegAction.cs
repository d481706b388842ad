using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sends the packet to the port whose number some bits of a field hold.</summary>
public sealed class OutputRegAction(SubField source, ushort maxLength) : OfAction
{
    public override ActionKind Kind => ActionKind.OutputReg;

    public SubField Source { get; } = source;

    public ushort MaxLength { get; } = maxLength;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var packed = body.Take16();
        var header = body.Take32();
        var maxLength = body.Take16();
        if (!OfReader.IsZero(body.Rest))
        {
            return OfError.BadActionBadArgument;
        }

        var error = decoder.FindBits(header, packed, out var source);
        if (error == OfError.None)
        {
            decoder.Add(new OutputRegAction(source, maxLength) { Raw = RawAction.OutputReg });
            error = ActionCheck.Source(in source, null);
        }

        return error;
    }

    internal static OfError Decode2(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var packed = body.Take16();
        var maxLength = body.Take16();
        var error = decoder.TakeField(ref body, out var field);
        if (error != OfError.None)
        {
            return error;
        }

        if (!OfReader.IsZero(body.Rest))
        {
            return OfError.NxBadRequestMustBeZero;
        }

        var source = ActionDecoder.Unpack(field, packed);
        decoder.Add(new OutputRegAction(source, maxLength) { Raw = RawAction.OutputReg2 });
        return ActionCheck.Source(in source, null);
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) => OutputAction.Parse(text, parser);

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var header = OxmEntries.NxmHeader(Source.Field);
        if (Raw == RawAction.OutputReg2 || header == 0)
        {
            var start = ActionTable.Begin(writer, version, RawAction.OutputReg2);
            writer.Put16(ActionDecoder.Pack(Source));
            writer.Put16(MaxLength);
            OxmEntries.PutField(writer, Source.Field, OfVersion.None);
            ActionTable.End(writer, start, minBytes: 24);
        }
        else
        {
            var start = ActionTable.Begin(writer, version, RawAction.OutputReg);
            writer.Put16(ActionDecoder.Pack(Source));
            writer.Put32(header);
            writer.Put16(MaxLength);
            ActionTable.End(writer, start);
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Special("output:");
        Source.Append(printer.Text);
    }

    internal override OfError Check(ActionCheck check) => ActionCheck.Source(Source, check.Match);
}
