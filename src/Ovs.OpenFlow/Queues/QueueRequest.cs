using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Queues;

/// <summary>A request about one queue or all, of one port or all.</summary>
/// <param name="Port">The port, or <see cref="OfPort.None"/> for all.</param>
/// <param name="Queue">The queue, or <see cref="QueueId.All"/>.</param>
public readonly record struct QueueRequest(OfPort Port, uint Queue)
{
    public static OfError DecodeConfig(in RawMessage message, out QueueRequest request)
    {
        var reader = new OfReader(message.Body);
        if (message.Id == MessageId.Ofpt10QueueGetConfigRequest)
        {
            request = new QueueRequest(new OfPort(reader.Take16()), QueueId.All);
            return request.Port.IsReserved ? OfError.QueueOpFailedBadPort : OfError.None;
        }

        var isPort = OfPorts.TryTake32(ref reader, out var port);
        var has14 = message.Id == MessageId.Ofpst14QueueDescRequest;
        request = new QueueRequest(port, has14 ? reader.Take32() : QueueId.All);
        return !isPort ? OfError.BadActionBadOutPort
            : has14 || port == OfPort.None || !port.IsReserved ? OfError.None
            : OfError.QueueOpFailedBadPort;
    }

    public void EncodeConfig(OfWriter writer, OfVersion version, uint xid)
    {
        int start;
        if (version == OfVersion.OpenFlow10)
        {
            start = MessageWriter.Begin(writer, MessageId.Ofpt10QueueGetConfigRequest, version, xid);
            writer.Put16(Port.Number);
            writer.PutZeros(2);
        }
        else if (version < OfVersion.OpenFlow14)
        {
            start = MessageWriter.Begin(writer, MessageId.Ofpt11QueueGetConfigRequest, version, xid);
            writer.Put32(Port.ToWire32());
            writer.PutZeros(4);
        }
        else
        {
            start = MessageWriter.Begin(writer, MessageId.Ofpst14QueueDescRequest, version, xid);
            writer.Put32(Port.ToWire32());
            writer.Put32(Queue);
        }

        MessageWriter.End(writer, start);
    }

    public static OfError DecodeStats(in RawMessage message, out QueueRequest request)
    {
        var reader = new OfReader(message.Body);
        if (message.Version == OfVersion.OpenFlow10)
        {
            var port10 = new OfPort(reader.Take16());
            reader.Skip(2);

            // OpenFlow 1.0 says "all" where later versions say "any".
            request = new QueueRequest(port10 == OfPort.All ? OfPort.None : port10, reader.Take32());
            return OfError.None;
        }

        var isPort = OfPorts.TryTake32(ref reader, out var port);
        request = new QueueRequest(port, reader.Take32());
        return isPort ? OfError.None : OfError.BadActionBadOutPort;
    }

    public void EncodeStats(OfWriter writer, OfVersion version, uint xid)
    {
        var is10 = version == OfVersion.OpenFlow10;
        var start = MessageWriter.Begin(
            writer, is10 ? MessageId.Ofpst10QueueRequest : MessageId.Ofpst11QueueRequest, version, xid);
        if (is10)
        {
            writer.Put16((Port == OfPort.None ? OfPort.All : Port).Number);
            writer.PutZeros(2);
        }
        else
        {
            writer.Put32(Port.ToWire32());
        }

        writer.Put32(Queue);
        MessageWriter.End(writer, start);
    }

    /// <param name="showsAllQueues">A request for all queues says so.</param>
    internal void Append(ActionPrinter printer, bool showsAllQueues)
    {
        printer.Text.Append(" port=");
        printer.Port(Port);
        if (showsAllQueues || Queue != QueueId.All)
        {
            printer.Text.Append(" queue=");
            QueueId.Append(printer.Text, Queue);
        }
    }
}
