using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Ports;

/// <summary>Requests for the statistics or descriptions of one port or all.</summary>
public static class PortRequest
{
    public static OfError DecodeStats(in RawMessage message, out OfPort port)
    {
        var reader = new OfReader(message.Body);
        if (message.Version == OfVersion.OpenFlow10)
        {
            port = new OfPort(reader.Take16());
            return OfError.None;
        }

        return OfPorts.TryTake32(ref reader, out port) ? OfError.None : OfError.BadActionBadOutPort;
    }

    public static void EncodeStats(OfWriter writer, OfVersion version, OfPort port, uint xid)
    {
        var is10 = version == OfVersion.OpenFlow10;
        var start = MessageWriter.Begin(
            writer, is10 ? MessageId.Ofpst10PortRequest : MessageId.Ofpst11PortRequest, version, xid);
        if (is10)
        {
            writer.Put16(port.Number);
            writer.PutZeros(6);
        }
        else
        {
            writer.Put32(port.ToWire32());
            writer.PutZeros(4);
        }

        MessageWriter.End(writer, start);
    }

    /// <summary>Before OpenFlow 1.5 descriptions are of all ports, <see cref="OfPort.None"/>.</summary>
    public static OfError DecodeDescriptions(in RawMessage message, out OfPort port)
    {
        port = OfPort.None;
        var reader = new OfReader(message.Body);
        return message.Id == MessageId.Ofpst10PortDescRequest || OfPorts.TryTake32(ref reader, out port)
            ? OfError.None
            : OfError.BadActionBadOutPort;
    }

    public static void EncodeDescriptions(OfWriter writer, OfVersion version, OfPort port, uint xid)
    {
        var has15 = version >= OfVersion.OpenFlow15;
        var start = MessageWriter.Begin(
            writer, has15 ? MessageId.Ofpst15PortDescRequest : MessageId.Ofpst10PortDescRequest, version, xid);
        if (has15)
        {
            writer.Put32(port.ToWire32());
            writer.PutZeros(4);
        }

        MessageWriter.End(writer, start);
    }
}
