using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Stores in a bit whether the packet is longer than so many bytes.</summary>
public sealed class CheckPktLargerAction(ushort lengthBytes, SubField destination) : OfAction
{
    public override ActionKind Kind => ActionKind.CheckPktLarger;

    public ushort LengthBytes { get; } = lengthBytes;

    public SubField Destination { get; } = destination;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var length = body.Take16();
        int offset = body.Take16();
        var error = decoder.TakeField(ref body, out var field);
        if (error != OfError.None)
        {
            return error;
        }

        if (!OfReader.IsZero(body.Rest))
        {
            return OfError.NxBadRequestMustBeZero;
        }

        var destination = new SubField(field, offset, 1);
        decoder.Add(new CheckPktLargerAction(length, destination));
        return ActionCheck.Destination(in destination, null);
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        if (SetFieldAction.Split(text, out var length, out var destinationText) is { } error)
        {
            return error;
        }

        length = length.EndsWith(")") ? length[..^1] : length;
        if (SubField.Parse(destinationText, out SubField destination) is { } destinationError)
        {
            return destinationError;
        }

        if (destination.Bits != 1)
        {
            return "Only 1-bit destination field is allowed";
        }

        return ArgumentText.ToUInt16(length, null, out var bytes)
            ?? parser.Add(new CheckPktLargerAction(bytes, destination));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.CheckPktLarger);
        writer.Put16(LengthBytes);
        writer.Put16((ushort)Destination.Offset);
        OxmEntries.PutField(writer, Destination.Field, OfVersion.None);
        ActionTable.End(writer, start, minBytes: 24);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("check_pkt_larger(");
        printer.Text.Append($"{LengthBytes})->");
        Destination.Append(printer.Text);
    }
}
