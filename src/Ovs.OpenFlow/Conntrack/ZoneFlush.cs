using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Conntrack;

/// <summary>A request to forget all tracked connections of a zone (Nicira extension).</summary>
public static class ZoneFlush
{
    public static OfError Decode(in RawMessage message, out ushort zone)
    {
        var reader = new OfReader(message.Body);
        var isGood = reader.TakeZeros(6);
        zone = reader.Take16();
        return isGood ? OfError.None : OfError.NxBadRequestMustBeZero;
    }

    public static void Encode(OfWriter writer, OfVersion version, ushort zone, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.NxtCtFlushZone, version, xid);
        writer.PutZeros(6);
        writer.Put16(zone);
        MessageWriter.End(writer, start);
    }
}
