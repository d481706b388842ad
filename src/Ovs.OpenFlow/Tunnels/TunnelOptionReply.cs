using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Tunnels;

/// <summary>Which options of tunnels a switch maps to match fields, and how much it can (Nicira extension).</summary>
public sealed record TunnelOptionReply(uint MaxOptionSpace, ushort MaxFields, IReadOnlyList<TunnelOptionMapping> Mappings)
{
    public static OfError Decode(in RawMessage message, out TunnelOptionReply reply)
    {
        var reader = new OfReader(message.Body);
        var space = reader.Take32();
        var fields = reader.Take16();
        reader.Skip(10);
        var error = TunnelOptionMappings.Take(ref reader, fields, out var mappings);
        reply = new TunnelOptionReply(space, fields, mappings);
        return error;
    }

    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.NxtTlvTableReply, version, xid);
        writer.Put32(MaxOptionSpace);
        writer.Put16(MaxFields);
        writer.PutZeros(10);
        TunnelOptionMappings.Put(writer, Mappings);
        MessageWriter.End(writer, start);
    }

    internal void Append(TextBuffer text)
    {
        var used = 0;
        foreach (var mapping in Mappings)
        {
            used += mapping.LengthBytes;
        }

        text.Append($"\n max option space={MaxOptionSpace} max fields={MaxFields}\n allocated option space={used}\n\n");
        TunnelOptionMappings.Append(text, Mappings);
    }
}
