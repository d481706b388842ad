using System;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Messages;

/// <summary>Writes the front of messages.</summary>
public static class MessageWriter
{
    /// <summary>The most bytes that a message can have: its length is 16 bits.</summary>
    public const int MostBytes = ushort.MaxValue;

    /// <summary>Writes all headers of a message; <see cref="End"/> writes its length.</summary>
    /// <returns>Where the message begins.</returns>
    public static int Begin(OfWriter writer, MessageId id, OfVersion version, uint xid)
    {
        var row = MessageTable.Get(id);
        if (!row.Has(version))
        {
            throw new ArgumentException($"OpenFlow version {(int)version} has no {id}", nameof(version));
        }

        var start = writer.Length;
        writer.Put8((byte)version);
        writer.Put8(
            row.IsRequest ? MessageHeader.RequestType(version)
            : row.IsMultipart ? MessageHeader.ReplyType(version)
            : row.Class == MessageClass.Plain ? (byte)row.Number
            : MessageHeader.ExperimenterType);
        writer.Put16(0);
        writer.Put32(xid);
        if (row.IsMultipart)
        {
            writer.Put16(row.Experimenter != 0 ? MessageHeader.ExperimenterMultipart : (ushort)row.Number);
            writer.PutZeros(version == OfVersion.OpenFlow10 ? 2 : 6);
        }

        if (row.Experimenter != 0)
        {
            writer.Put32(row.Experimenter);
            writer.Put32(row.Number);
            writer.PutZeros(row.HeaderBytes(version) - (writer.Length - start));
        }

        End(writer, start);
        return start;
    }

    /// <summary>As the other, with a new transaction number.</summary>
    public static int Begin(OfWriter writer, MessageId id, OfVersion version) =>
        Begin(writer, id, version, MessageHeader.NextXid());

    /// <summary>Writes the length of the message that began at <paramref name="start"/>.</summary>
    public static void End(OfWriter writer, int start) => writer.Patch16(start + 2, (ushort)(writer.Length - start));

    /// <summary>A message that has only headers.</summary>
    public static byte[] Empty(MessageId id, OfVersion version, uint xid)
    {
        var writer = new OfWriter(MessageHeader.ExperimenterMultipartBytes);
        Begin(writer, id, version, xid);
        return writer.ToArray();
    }
}
