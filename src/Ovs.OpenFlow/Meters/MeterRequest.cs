using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Meters;

/// <summary>Requests for the settings, statistics or features of meters.</summary>
public static class MeterRequest
{
    /// <summary>The meter that a request for settings or statistics asks for.</summary>
    public static uint Decode(in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        return reader.Take32();
    }

    public static void EncodeConfig(OfWriter writer, OfVersion version, uint meter, uint xid) =>
        Encode(writer, MessageId.Ofpst13MeterConfigRequest, version, meter, xid);

    public static void EncodeStats(OfWriter writer, OfVersion version, uint meter, uint xid) =>
        Encode(writer, MessageId.Ofpst13MeterRequest, version, meter, xid);

    public static void EncodeFeatures(OfWriter writer, OfVersion version, uint xid) =>
        MessageWriter.Begin(writer, MessageId.Ofpst13MeterFeaturesRequest, version, xid);

    private static void Encode(OfWriter writer, MessageId id, OfVersion version, uint meter, uint xid)
    {
        var start = MessageWriter.Begin(writer, id, version, xid);
        writer.Put32(meter);
        writer.PutZeros(4);
        MessageWriter.End(writer, start);
    }
}
