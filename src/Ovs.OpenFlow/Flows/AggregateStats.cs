using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Flows;

/// <summary>Sums over flows (OpenFlow 1.5.1 7.3.5.4).</summary>
public readonly record struct AggregateStats(ulong PacketCount, ulong ByteCount, uint FlowCount)
{
    public static OfError Decode(in RawMessage message, out AggregateStats stats)
    {
        var reader = new OfReader(message.Body);
        if (message.Id != MessageId.Ofpst15AggregateReply)
        {
            stats = new AggregateStats(reader.Take64(), reader.Take64(), reader.Take32());
            return OfError.None;
        }

        var error = OxsStats.Take(ref reader, out var oxs);
        stats = new AggregateStats(oxs.PacketCount, oxs.ByteCount, oxs.FlowCount);
        return error;
    }

    /// <summary>Writes the reply to <paramref name="request"/>.</summary>
    public void EncodeReply(OfWriter writer, MessageId request, OfVersion version, uint xid)
    {
        var reply = MessageTable.ReplyTo(MessageTable.Get(request), version).Id;
        var start = MessageWriter.Begin(writer, reply, version, xid);
        if (reply == MessageId.Ofpst15AggregateReply)
        {
            new OxsStats { PacketCount = PacketCount, ByteCount = ByteCount, FlowCount = FlowCount }.Put(writer);
        }
        else
        {
            // OpenFlow 1.0 has no number for a count that is not known.
            var zeroes = request == MessageId.Ofpst10AggregateRequest;
            writer.Put64(zeroes && PacketCount == FlowStats.UnknownCount ? 0 : PacketCount);
            writer.Put64(zeroes && ByteCount == FlowStats.UnknownCount ? 0 : ByteCount);
            writer.Put32(FlowCount);
            writer.PutZeros(4);
        }

        MessageWriter.End(writer, start);
    }

    internal void Append(TextBuffer text) =>
        text.Append($" packet_count={PacketCount} byte_count={ByteCount} flow_count={FlowCount}");
}
