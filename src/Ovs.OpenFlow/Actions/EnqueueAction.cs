using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sends the packet to a queue of a port; versions after 1.0 say it in three actions.</summary>
public sealed class EnqueueAction(OfPort port, uint queue) : OfAction
{
    public override ActionKind Kind => ActionKind.Enqueue;

    public OfPort Port { get; } = port;

    public uint Queue { get; } = queue;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var port = new OfPort(body.Take16());
        body.Skip(6);
        decoder.Add(new EnqueueAction(port, body.Take32()));
        return PortError(port, new OfPort(OfPort.Limit));
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var portText = text.TrimStart(":q,");
        var end = portText.IndexOfAny(":q,");
        if (portText.IsEmpty || end < 0 || end + 1 == portText.Length)
        {
            return "\"enqueue\" syntax is \"enqueue:PORT:QUEUE\" or \"enqueue(PORT,QUEUE)\"";
        }

        if (!PortText.TryParse(portText[..end], parser.Ports, out var port))
        {
            return $"{portText[..end]}: enqueue to unknown port";
        }

        return ArgumentText.ToUInt32(portText[(end + 1)..], out var queue) ?? parser.Add(new EnqueueAction(port, queue));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (version == OfVersion.OpenFlow10)
        {
            var start = ActionTable.Begin(writer, version, RawAction.Enqueue);
            writer.Put16(Port.Number);
            writer.PutZeros(6);
            writer.Put32(Queue);
            ActionTable.End(writer, start);
            return;
        }

        ActionTable.Put(writer, version, RawAction.SetQueue, Queue);
        OutputAction.Encode11(writer, version, Port, ushort.MaxValue);
        ActionTable.Put(writer, version, RawAction.PopQueue);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("enqueue:");
        printer.Port(Port);
        printer.Text.Append(':').Decimal(Queue);
    }

    internal override OfError Check(ActionCheck check) => PortError(Port, check.MaxPort);

    private static OfError PortError(OfPort port, OfPort maxPort) =>
        port.Number >= maxPort.Number && port != OfPort.InPort && port != OfPort.Local
            ? OfError.BadActionBadOutPort
            : OfError.None;
}
