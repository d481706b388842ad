using System;
using System.Text;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Ports;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Switches;

/// <summary>Who made a switch, and what it is called (OpenFlow 1.5.1 7.3.5.1).</summary>
public sealed record SwitchDescription(
    string Manufacturer, string Hardware, string Software, string SerialNumber, string Datapath)
{
    private const int TextBytes = 256;
    private const int SerialBytes = 32;

    public static SwitchDescription Decode(in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        return new SwitchDescription(
            Take(ref reader, TextBytes), Take(ref reader, TextBytes), Take(ref reader, TextBytes),
            Take(ref reader, SerialBytes), Take(ref reader, TextBytes));
    }

    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.OfpstDescReply, version, xid);
        PortDescription.PutName(writer, Manufacturer, TextBytes);
        PortDescription.PutName(writer, Hardware, TextBytes);
        PortDescription.PutName(writer, Software, TextBytes);
        PortDescription.PutName(writer, SerialNumber, SerialBytes);
        PortDescription.PutName(writer, Datapath, TextBytes);
        MessageWriter.End(writer, start);
    }

    internal void Append(TextBuffer text) =>
        text.Append($"\nManufacturer: {Manufacturer}\nHardware: {Hardware}\nSoftware: {Software}\n")
            .Append($"Serial Num: {SerialNumber}\nDP Description: {Datapath}\n");

    // A text may fill its whole room, without a zero behind it.
    private static string Take(ref OfReader reader, int room)
    {
        var bytes = reader.Take(room);
        var end = bytes.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
    }
}
