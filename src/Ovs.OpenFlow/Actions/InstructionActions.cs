using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Adds actions to the packet's action set.</summary>
public sealed class WriteActionsAction(ActionList actions) : OfAction
{
    public override ActionKind Kind => ActionKind.WriteActions;

    public ActionList Actions { get; } = actions;

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        parser.ParseNested(text, ActionKind.WriteActions, out var actions) ?? parser.Add(new WriteActionsAction(actions));

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (version > OfVersion.OpenFlow10)
        {
            InstructionCodec.PutActions(writer, version, InstructionCodec.WriteActionsType, Actions);
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren("write_actions(");
        printer.Append(Actions);
        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check) => check.CheckApart(Actions);
}

/// <summary>Sets bits of the metadata that goes from table to table.</summary>
public sealed class WriteMetadataAction(ulong metadata, ulong mask) : OfAction
{
    public override ActionKind Kind => ActionKind.WriteMetadata;

    public ulong Metadata { get; } = metadata;

    public ulong Mask { get; } = mask;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        body.TakeZeros(6)
            ? decoder.Add(new WriteMetadataAction(body.Take64(), body.Take64()))
            : OfError.NxBadRequestMustBeZero;

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        parser.Usable &= OfProtocols.ExtendedAndFrom11;
        var mask = ulong.MaxValue;
        var slash = text.IndexOf('/');
        if (slash >= 0)
        {
            if (ArgumentText.ToUInt64(text[(slash + 1)..], out mask) is { } error)
            {
                return error;
            }

            text = text[..slash];
        }

        return ArgumentText.ToUInt64(text, out var metadata) ?? parser.Add(new WriteMetadataAction(metadata, mask));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (version > OfVersion.OpenFlow10)
        {
            InstructionCodec.PutWriteMetadata(writer, Metadata, Mask);
            return;
        }

        var start = ActionTable.Begin(writer, version, RawAction.WriteMetadata);
        writer.PutZeros(6);
        writer.Put64(Metadata);
        writer.Put64(Mask);
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("write_metadata:");
        printer.Text.HexC(Metadata);
        if (Mask != ulong.MaxValue)
        {
            printer.Text.Append('/').HexC(Mask);
        }
    }
}

/// <summary>Goes on in a later table.</summary>
public sealed class GotoTableAction(byte table) : OfAction
{
    private const byte Unknown = 255;

    public override ActionKind Kind => ActionKind.GotoTable;

    public byte Table { get; } = table;

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.TryTable(text, parser.Tables, out var table)
            ? parser.Add(new GotoTableAction(table))
            : $"unknown table \"{text}\"";

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (version > OfVersion.OpenFlow10)
        {
            InstructionCodec.PutGotoTable(writer, Table);
        }
        else
        {
            ResubmitAction.PutTable(writer, version, RawAction.ResubmitTable, OfPort.InPort, Table);
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("goto_table:");
        printer.Table(Table);
    }

    internal override OfError Check(ActionCheck check) =>
        (check.Table != Unknown && Table <= check.Table) || (check.TableCount != Unknown && Table >= check.TableCount)
            ? OfError.BadInstructionBadTableId
            : OfError.None;
}
