using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Monitors;

/// <summary>Messages about a flow monitor as a whole: its end, a pause, and going on.</summary>
public static class FlowMonitorMessages
{
    /// <summary>The number of the monitor that Nicira's or ONF's message ends.</summary>
    public static uint DecodeCancel(in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        return reader.Take32();
    }

    public static void EncodeCancel(OfWriter writer, OfVersion version, uint id, uint xid)
    {
        if (version >= OfVersion.OpenFlow14)
        {
            var request = new FlowMonitorRequest
            {
                Id = id,
                Command = FlowMonitorCommand.Delete,
                Flags = FlowMonitorFlags.None,
                OutPort = default,
                OutGroup = 0,
                TableId = 0,
            };
            request.Encode(writer, version, xid);
            return;
        }

        var start = MessageWriter.Begin(
            writer,
            version == OfVersion.OpenFlow13 ? MessageId.Onft13FlowMonitorCancel : MessageId.NxtFlowMonitorCancel,
            version, xid);
        writer.Put32(id);
        MessageWriter.End(writer, start);
    }

    /// <summary>Writes that changes are no longer reported, or that they are again.</summary>
    public static byte[] EncodePause(OfVersion version, bool isResumed)
    {
        if (version >= OfVersion.OpenFlow14)
        {
            var reply = new MultipartWriter(MessageId.Ofpst14FlowMonitorReply, version, 0);
            new FlowUpdate { Event = isResumed ? FlowUpdateEvent.Resumed : FlowUpdateEvent.Paused }.Put(reply, version);
            return reply.End()[0];
        }

        var id = version == OfVersion.OpenFlow13
            ? isResumed ? MessageId.Onft13FlowMonitorResumed : MessageId.Onft13FlowMonitorPaused
            : isResumed ? MessageId.NxtFlowMonitorResumed : MessageId.NxtFlowMonitorPaused;
        return MessageWriter.Empty(id, version, 0);
    }
}
