using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Looks the packet up in a table and does what is found there, then goes on.</summary>
public sealed class ResubmitAction(OfPort inPort, byte table, bool withCtOriginal) : OfAction
{
    /// <summary>The table that the flow itself is in.</summary>
    public const byte SameTable = 255;

    public override ActionKind Kind => ActionKind.Resubmit;

    /// <summary>The port that the packet seems to come from; <see cref="OfPort.InPort"/> leaves it.</summary>
    public OfPort InPort { get; } = inPort;

    public byte Table { get; } = table;

    /// <summary>Whether the lookup uses the addresses of the connection's original direction.</summary>
    public bool WithCtOriginal { get; } = withCtOriginal;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new ResubmitAction(new OfPort((ushort)argument), SameTable, false) { Raw = RawAction.Resubmit });

    internal static OfError DecodeTable(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        DecodeTable(ref body, decoder, withCtOriginal: false);

    internal static OfError DecodeTableCt(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        DecodeTable(ref body, decoder, withCtOriginal: true);

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var portText = TakePart(ref text);
        var tableText = TakePart(ref text);
        var ctText = TakePart(ref text);
        var port = OfPort.InPort;
        if (!portText.IsEmpty && !PortText.TryParse(portText, parser.Ports, out port))
        {
            return $"{portText}: resubmit to unknown port";
        }

        var table = SameTable;
        if (!tableText.IsEmpty && !ArgumentText.TryTable(tableText, parser.Tables, out table))
        {
            return $"{tableText}: resubmit to unknown table";
        }

        if (!ctText.IsEmpty && ctText is not "ct")
        {
            return $"{ctText}: unknown parameter";
        }

        return port == OfPort.InPort && table == SameTable
            ? "at least one \"in_port\" or \"table\" must be specified on resubmit"
            : parser.Add(new ResubmitAction(port, table, !ctText.IsEmpty));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (Table == SameTable && Raw == RawAction.Resubmit)
        {
            ActionTable.Put(writer, version, RawAction.Resubmit, InPort.Number);
            return;
        }

        PutTable(writer, version, WithCtOriginal ? RawAction.ResubmitTableCt : RawAction.ResubmitTable, InPort, Table);
    }

    internal static void PutTable(OfWriter writer, OfVersion version, RawAction raw, OfPort inPort, byte table)
    {
        var start = ActionTable.Begin(writer, version, raw);
        writer.Put16(inPort.Number);
        writer.Put8(table);
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        if (InPort != OfPort.InPort && Table == SameTable)
        {
            printer.Special("resubmit:");
            printer.Port(InPort);
            return;
        }

        printer.Paren("resubmit(");
        if (InPort != OfPort.InPort)
        {
            printer.Port(InPort);
        }

        printer.Text.Append(',');
        if (Table != SameTable)
        {
            printer.Table(Table);
        }

        printer.Text.Append(WithCtOriginal ? ",ct" : "");
        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check) =>
        WithCtOriginal && !Flow.Match.Prerequisites.Met(FieldTable.Get(FieldId.CtIpv4Src), check.Match)
            ? OfError.BadActionMatchInconsistent
            : OfError.None;

    private static OfError DecodeTable(ref OfReader body, ActionDecoder decoder, bool withCtOriginal)
    {
        var port = new OfPort(body.Take16());
        var table = body.Take8();
        var raw = withCtOriginal ? RawAction.ResubmitTableCt : RawAction.ResubmitTable;
        return !OfReader.IsZero(body.Rest)
            ? OfError.BadActionBadArgument
            : decoder.Add(new ResubmitAction(port, table, withCtOriginal) { Raw = raw });
    }

    private static ReadOnlySpan<char> TakePart(ref ReadOnlySpan<char> text)
    {
        var comma = text.IndexOf(',');
        var part = comma < 0 ? text : text[..comma];
        text = comma < 0 ? default : text[(comma + 1)..];
        return part;
    }
}
