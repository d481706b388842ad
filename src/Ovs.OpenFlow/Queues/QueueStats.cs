using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Queues;

/// <summary>The statistics of a queue (OpenFlow 1.5.1 7.3.5.15).</summary>
public sealed record QueueStats
{
    /// <summary>The value of a counter that is not known.</summary>
    public const ulong Unknown = ulong.MaxValue;

    private const int Fixed14Bytes = 48;

    private static readonly LogModule s_log = LogModule.Define("ofp_queue");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public OfPort Port { get; set; }

    public uint Queue { get; set; }

    public ulong SentBytes { get; set; } = Unknown;

    public ulong SentPackets { get; set; } = Unknown;

    public ulong SendErrors { get; set; } = Unknown;

    /// <summary>How long the queue has been there; all bits set if that is not known.</summary>
    public uint DurationSeconds { get; set; } = uint.MaxValue;

    public uint DurationNanoseconds { get; set; } = uint.MaxValue;

    /// <summary>Reads the next queue of a reply.</summary>
    public static OfError Take(ref OfReader reader, OfVersion version, out QueueStats stats)
    {
        stats = new QueueStats();
        if (version < OfVersion.OpenFlow14)
        {
            return stats.TakeFixed(ref reader, version);
        }

        if (!reader.Has(Fixed14Bytes))
        {
            return OfError.BadRequestBadLen;
        }

        int length = reader.Take16();
        reader.Skip(6);
        if (length < Fixed14Bytes || !reader.Has(length - 8))
        {
            return OfError.BadRequestBadLen;
        }

        var entry = new OfReader(reader.Take(length - 8));
        return stats.TakeFixed(ref entry, version);
    }

    /// <summary>Writes the queue as an entry of a reply.</summary>
    public void Put(OfWriter writer, OfVersion version)
    {
        if (version >= OfVersion.OpenFlow14)
        {
            writer.Put16(Fixed14Bytes);
            writer.PutZeros(6);
        }

        if (version == OfVersion.OpenFlow10)
        {
            writer.Put16(Port.Number);
            writer.PutZeros(2);
        }
        else
        {
            writer.Put32(Port.ToWire32());
        }

        writer.Put32(Queue);
        writer.Put64(SentBytes);
        writer.Put64(SentPackets);
        writer.Put64(SendErrors);
        if (version >= OfVersion.OpenFlow13)
        {
            writer.Put32(DurationSeconds);
            writer.Put32(DurationSeconds == uint.MaxValue ? uint.MaxValue : DurationNanoseconds);
        }
    }

    internal void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        text.Append("  port ");
        printer.Port(Port);
        text.Append(" queue ");
        QueueId.Append(text, Queue);
        AppendCounter(text, ": bytes=", SentBytes);
        AppendCounter(text, ", pkts=", SentPackets);
        AppendCounter(text, ", errors=", SendErrors);
        text.Append(", duration=");
        if (DurationSeconds == uint.MaxValue)
        {
            text.Append('?');
        }
        else
        {
            DurationText.Append(text, DurationSeconds, DurationNanoseconds);
        }

        text.Append('\n');
    }

    private static void AppendCounter(TextBuffer text, string leader, ulong value)
    {
        text.Append(leader);
        if (value == Unknown)
        {
            text.Append('?');
        }
        else
        {
            text.Decimal(value);
        }
    }

    private OfError TakeFixed(ref OfReader reader, OfVersion version)
    {
        var before = reader.Left;
        var isPort = true;
        if (version == OfVersion.OpenFlow10)
        {
            Port = new OfPort(reader.Take16());
            reader.Skip(2);
        }
        else
        {
            isPort = OfPorts.TryTake32(ref reader, out var port);
            Port = port;
        }

        Queue = reader.Take32();
        SentBytes = reader.Take64();
        SentPackets = reader.Take64();
        SendErrors = reader.Take64();
        if (version >= OfVersion.OpenFlow13)
        {
            DurationSeconds = reader.Take32();
            DurationNanoseconds = reader.Take32();
        }

        if (reader.HasFailed)
        {
            s_log.Warn(s_limit, $"OFPST_QUEUE reply has {before} leftover bytes at end");
            return OfError.BadRequestBadLen;
        }

        return isPort ? OfError.None : OfError.BadActionBadOutPort;
    }
}
