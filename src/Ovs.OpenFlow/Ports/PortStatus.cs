using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Ports;

/// <summary>Why a port is told of; the numbers are those of the wire.</summary>
public enum PortStatusReason : byte
{
    Add,
    Delete,
    Modify,
}

/// <summary>A port has come, gone or changed (OpenFlow 1.5.1 7.4.3).</summary>
public sealed record PortStatus(PortStatusReason Reason, PortDescription Description)
{
    public static OfError Decode(in RawMessage message, out PortStatus status)
    {
        var reader = new OfReader(message.Body);
        var reason = (PortStatusReason)reader.Take8();
        reader.Skip(7);
        status = new PortStatus(reason, new PortDescription());
        if (reason > PortStatusReason.Modify)
        {
            return OfError.NxBadRequestBadReason;
        }

        var error = PortDescription.Take(ref reader, message.Version, out var port);
        status = new PortStatus(reason, port);
        return error;
    }

    public void Encode(OfWriter writer, OfVersion version)
    {
        var id = version >= OfVersion.OpenFlow14 ? MessageId.Ofpt14PortStatus
            : version >= OfVersion.OpenFlow11 ? MessageId.Ofpt11PortStatus
            : MessageId.Ofpt10PortStatus;
        var start = MessageWriter.Begin(writer, id, version, 0);
        writer.Put8((byte)Reason);
        writer.PutZeros(7);
        Description.Put(writer, version);
        MessageWriter.End(writer, start);
    }

    internal void Append(TextBuffer text)
    {
        text.Append(Reason switch
        {
            PortStatusReason.Add => " ADD:",
            PortStatusReason.Delete => " DEL:",
            _ => " MOD:",
        });
        Description.Append(text);
    }
}
