using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Meters;

/// <summary>What a meter-mod does; the numbers are those of the wire.</summary>
public enum MeterCommand : ushort
{
    Add,
    Modify,
    Delete,
}

/// <summary>A request to add, change or delete meters (OpenFlow 1.5.1 7.3.4.5; first in OpenFlow 1.3).</summary>
public sealed record MeterMod(MeterCommand Command, MeterConfig Meter)
{
    public static OfError Decode(in RawMessage message, out MeterMod mod)
    {
        var reader = new OfReader(message.Body);
        mod = new MeterMod((MeterCommand)reader.Take16(), new MeterConfig());
        if (mod.Command > MeterCommand.Delete)
        {
            return OfError.MeterModFailedBadCommand;
        }

        var flags = (MeterFlags)reader.Take16();
        mod.Meter.MeterId = reader.Take32();
        if (mod.Command == MeterCommand.Delete)
        {
            return OfError.None;
        }

        mod.Meter.Flags = flags;
        const MeterFlags both = MeterFlags.KilobitsPerSecond | MeterFlags.PacketsPerSecond;
        if ((flags & both) == both)
        {
            return OfError.MeterModFailedBadFlags;
        }

        var error = MeterConfig.TakeBands(ref reader, reader.Left, out var bands);
        mod.Meter.Bands = bands;
        return error;
    }

    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.Ofpt13MeterMod, version, xid);
        writer.Put16((ushort)Command);
        writer.Put16(Command == MeterCommand.Delete ? (ushort)0 : (ushort)Meter.Flags);
        writer.Put32(Meter.MeterId);
        Meter.PutBands(writer);
        MessageWriter.End(writer, start);
    }

    internal void Append(TextBuffer text)
    {
        text.Append(Command switch
        {
            MeterCommand.Add => " ADD ",
            MeterCommand.Modify => " MOD ",
            _ => " DEL ",
        });
        Meter.Append(text);
    }
}
