using Ovs.Flow.Fields;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Meters;

/// <summary>What meters of a switch can do (OpenFlow 1.5.1 7.3.5.14).</summary>
/// <param name="MaxMeters">How many meters there can be.</param>
/// <param name="BandTypes">Bitmap of band types.</param>
/// <param name="Capabilities">Bitmap of meter flags.</param>
/// <param name="MaxBands">How many bands a meter can have.</param>
/// <param name="MaxColor">How many colours there are.</param>
public readonly record struct MeterFeatures(
    uint MaxMeters, uint BandTypes, uint Capabilities, byte MaxBands, byte MaxColor)
{
    private static readonly string?[] s_typeNames = [null, "drop", "dscp_remark"];
    private static readonly string?[] s_flagNames = ["kbps", "pktps", "burst", "stats"];

    public static MeterFeatures Decode(in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        return new MeterFeatures(reader.Take32(), reader.Take32(), reader.Take32(), reader.Take8(), reader.Take8());
    }

    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.Ofpst13MeterFeaturesReply, version, xid);
        writer.Put32(MaxMeters);
        writer.Put32(BandTypes);
        writer.Put32(Capabilities);
        writer.Put8(MaxBands);
        writer.Put8(MaxColor);
        writer.PutZeros(2);
        MessageWriter.End(writer, start);
    }

    internal void Append(TextBuffer text)
    {
        text.Append($"\nmax_meter:{MaxMeters} max_bands:{MaxBands} max_color:{MaxColor}\nband_types: ");
        BitNames.Append(text, BandTypes, s_typeNames, ' ');
        text.Append("\ncapabilities: ");
        BitNames.Append(text, Capabilities, s_flagNames, ' ');
        text.Append('\n');
    }
}
