using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Pushes some bits of a field on the pipeline's stack, or pops them off it.</summary>
public sealed class StackAction(ActionKind kind, SubField bits) : OfAction
{
    /// <summary><see cref="ActionKind.StackPush"/> or <see cref="ActionKind.StackPop"/>.</summary>
    public override ActionKind Kind { get; } = kind;

    public SubField Bits { get; } = bits;

    internal static OfError DecodePush(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        Decode(ref body, decoder, ActionKind.StackPush);

    internal static OfError DecodePop(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        Decode(ref body, decoder, ActionKind.StackPop);

    internal static string? ParsePush(ReadOnlySpan<char> text, ActionParser parser) => Parse(text, parser, ActionKind.StackPush);

    internal static string? ParsePop(ReadOnlySpan<char> text, ActionParser parser) => Parse(text, parser, ActionKind.StackPop);

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var raw = Kind == ActionKind.StackPush ? RawAction.StackPush : RawAction.StackPop;
        var start = ActionTable.Begin(writer, version, raw);
        writer.Put16((ushort)Bits.Offset);
        OxmEntries.PutField(writer, Bits.Field, OfVersion.None);
        writer.Put16((ushort)Bits.Bits);
        ActionTable.End(writer, start, minBytes: 24);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param(Kind == ActionKind.StackPush ? "push:" : "pop:");
        Bits.Append(printer.Text);
    }

    internal override OfError Check(ActionCheck check) => Check(check.Match);

    private static OfError Decode(ref OfReader body, ActionDecoder decoder, ActionKind kind)
    {
        int offset = body.Take16();
        var error = decoder.TakeField(ref body, out var field);
        if (error != OfError.None)
        {
            return error;
        }

        int bits = body.Take16();
        if (!OfReader.IsZero(body.Rest))
        {
            return OfError.NxBadRequestMustBeZero;
        }

        var action = new StackAction(kind, new(field, offset, bits));
        decoder.Add(action);
        return action.Check((Flow.Match.FlowMatch?)null);
    }

    private static string? Parse(ReadOnlySpan<char> text, ActionParser parser, ActionKind kind)
    {
        if (SubField.Parse(text, out var bits, out var length) is { } error)
        {
            return error;
        }

        return length != text.Length
            ? $"{text[length..]}: trailing garbage following push or pop"
            : parser.Add(new StackAction(kind, bits));
    }

    private OfError Check(Flow.Match.FlowMatch? match) => Kind == ActionKind.StackPush
        ? ActionCheck.Source(Bits, match)
        : ActionCheck.Destination(Bits, match);
}
