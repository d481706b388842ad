using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Copies some bits of a field to another.</summary>
public sealed class MoveAction(SubField source, SubField destination) : OfAction
{
    public override ActionKind Kind => ActionKind.Move;

    public SubField Source { get; } = source;

    public SubField Destination { get; } = destination;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        int bits = body.Take16();
        int sourceOffset = body.Take16();
        int destinationOffset = body.Take16();
        return DecodeFields(ref body, decoder, bits, sourceOffset, destinationOffset, RawAction.RegMove);
    }

    // OpenFlow 1.5.1 7.2.6.9.
    internal static OfError Decode15(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        int bits = body.Take16();
        int sourceOffset = body.Take16();
        int destinationOffset = body.Take16();
        body.Skip(2);
        return DecodeFields(ref body, decoder, bits, sourceOffset, destinationOffset, RawAction.CopyField13);
    }

    // ONF extension 320 to OpenFlow 1.3.
    internal static OfError Decode13(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        body.Skip(2);
        int bits = body.Take16();
        int sourceOffset = body.Take16();
        int destinationOffset = body.Take16();
        body.Skip(2);
        return DecodeFields(ref body, decoder, bits, sourceOffset, destinationOffset, RawAction.CopyField13);
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        ParseFields(text, out var source, out var destination) ?? parser.Add(new MoveAction(source, destination));

    /// <summary>Reads "source->destination", both as wide.</summary>
    internal static string? ParseFields(ReadOnlySpan<char> text, out SubField source, out SubField destination)
    {
        destination = default;
        if (SubField.Parse(text, out source, out var length) is { } error)
        {
            return error;
        }

        if (!text[length..].StartsWith("->"))
        {
            return $"{text}: missing `->' following source";
        }

        if (SubField.Parse(text[(length + 2)..], out destination) is { } destinationError)
        {
            return destinationError;
        }

        return source.Bits == destination.Bits
            ? null
            : $"{text}: source field is {source.Bits} bits wide but destination is {destination.Bits} bits wide";
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var raw = version >= OfVersion.OpenFlow15 ? RawAction.CopyField15
            : version == OfVersion.OpenFlow13 && Raw == RawAction.CopyField13 ? RawAction.CopyField13
            : RawAction.RegMove;
        var start = ActionTable.Begin(writer, version, raw);
        if (raw == RawAction.CopyField13)
        {
            writer.PutZeros(2);
        }

        writer.Put16((ushort)Destination.Bits);
        writer.Put16((ushort)Source.Offset);
        writer.Put16((ushort)Destination.Offset);
        if (raw != RawAction.RegMove)
        {
            writer.PutZeros(2);
        }

        var fieldVersion = raw == RawAction.RegMove ? OfVersion.None : version;
        OxmEntries.PutField(writer, Source.Field, fieldVersion);
        OxmEntries.PutField(writer, Destination.Field, fieldVersion);
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Special("move:");
        Source.Append(printer.Text);
        printer.Special("->");
        Destination.Append(printer.Text);
    }

    internal override OfError Check(ActionCheck check) => Check(check.Match);

    private static OfError DecodeFields(
        ref OfReader body, ActionDecoder decoder, int bits, int sourceOffset, int destinationOffset, RawAction raw)
    {
        var error = decoder.TakeField(ref body, out var source);
        if (error != OfError.None)
        {
            return error;
        }

        error = decoder.TakeField(ref body, out var destination);
        if (error != OfError.None)
        {
            return error;
        }

        if (!OfReader.IsZero(body.Rest))
        {
            return OfError.NxBadRequestMustBeZero;
        }

        var action = new MoveAction(new(source, sourceOffset, bits), new(destination, destinationOffset, bits)) { Raw = raw };
        decoder.Add(action);
        return action.Check((Flow.Match.FlowMatch?)null);
    }

    private OfError Check(Flow.Match.FlowMatch? match)
    {
        var error = ActionCheck.Source(Source, match);
        return error != OfError.None ? error : ActionCheck.Destination(Destination, match);
    }
}
