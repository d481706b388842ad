using System;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sends the packet through a group.</summary>
public sealed class GroupAction(uint group) : OfAction
{
    public override ActionKind Kind => ActionKind.Group;

    public uint Group { get; } = group;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new GroupAction((uint)argument));

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToUInt32(text, out var group) ?? parser.Add(new GroupAction(group));

    internal override void Encode(OfWriter writer, OfVersion version) =>
        ActionTable.Put(writer, version, RawAction.Group, Group);

    internal override void Append(ActionPrinter printer)
    {
        printer.Special("group:");
        printer.Text.Decimal(Group);
    }
}
