using System;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Does actions to a copy of the packet.</summary>
public sealed class CloneAction(ActionList actions) : OfAction
{
    private const int ExperimenterHeaderPadding = 6;

    public override ActionKind Kind => ActionKind.Clone;

    public ActionList Actions { get; } = actions;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        body.Skip(ExperimenterHeaderPadding);
        var error = decoder.TakeNested(ref body, ActionKind.None, out var actions);
        return error != OfError.None ? error : decoder.Add(new CloneAction(actions));
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        // The formats that could carry what was read before do not count: what is inside decides, as in the original.
        parser.Usable = OfProtocols.Any;
        return parser.ParseNested(text, ActionKind.Clone, out var actions) ?? parser.Add(new CloneAction(actions));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.Clone);
        writer.PutZeros(ExperimenterHeaderPadding);
        ActionTable.PutAll(writer, version, Actions);
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren("clone(");
        printer.Append(Actions);
        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check) => check.CheckNested(Actions);
}
