using System;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>The translation's own mark: actions that follow belong to another table and flow. No peer sends or gets it.</summary>
public sealed class UnrollXlateAction(byte table, ulong cookie) : OfAction
{
    public override ActionKind Kind => ActionKind.UnrollXlate;

    public byte Table { get; } = table;

    public ulong Cookie { get; } = cookie;

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        "UNROLL is an internal action that shouldn't be used via OpenFlow";

    internal override void Encode(OfWriter writer, OfVersion version) =>
        throw new InvalidOperationException("an internal action must not be sent");

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren("unroll_xlate(");
        printer.Special("table=");
        printer.Table(Table);
        printer.Text.Append(", ");
        printer.Param("cookie=");
        printer.Text.Decimal(Cookie);
        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check) => OfError.BadActionBadType;
}
