using System;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Chooses the queue for outputs that follow.</summary>
public sealed class SetQueueAction(uint queue) : OfAction
{
    public override ActionKind Kind => ActionKind.SetQueue;

    public uint Queue { get; } = queue;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetQueueAction((uint)argument));

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToUInt32(text, out var queue) ?? parser.Add(new SetQueueAction(queue));

    internal override void Encode(OfWriter writer, OfVersion version) =>
        ActionTable.Put(writer, version, RawAction.SetQueue, Queue);

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("set_queue:");
        printer.Text.Decimal(Queue);
    }
}
