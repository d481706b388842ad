using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Meters;

/// <summary>What a band has dropped or remarked.</summary>
public readonly record struct MeterBandStats(ulong PacketCount, ulong ByteCount);

/// <summary>The statistics of a meter (OpenFlow 1.5.1 7.3.5.12).</summary>
public sealed record MeterStats
{
    private const int FixedBytes = 40;
    private const int BandBytes = 16;

    private static readonly LogModule s_log = LogModule.Define("ofp_meter");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public uint MeterId { get; set; }

    public uint FlowCount { get; set; }

    public ulong PacketInCount { get; set; }

    public ulong ByteInCount { get; set; }

    public uint DurationSeconds { get; set; }

    public uint DurationNanoseconds { get; set; }

    public IReadOnlyList<MeterBandStats> Bands { get; set; } = [];

    /// <summary>Reads the next meter of a reply.</summary>
    public static OfError Take(ref OfReader reader, out MeterStats stats)
    {
        stats = new MeterStats();
        if (!reader.Has(FixedBytes))
        {
            s_log.Warn(s_limit, $"OFPMP_METER reply has {reader.Left} leftover bytes at end");
            return OfError.BadRequestBadLen;
        }

        stats.MeterId = reader.Take32();
        var length = reader.Take16() - FixedBytes;
        reader.Skip(6);
        stats.FlowCount = reader.Take32();
        stats.PacketInCount = reader.Take64();
        stats.ByteInCount = reader.Take64();
        stats.DurationSeconds = reader.Take32();
        stats.DurationNanoseconds = reader.Take32();
        if (length < 0 || !reader.Has(length) || length % BandBytes != 0)
        {
            return OfError.BadRequestBadLen;
        }

        var bands = new MeterBandStats[length / BandBytes];
        for (var i = 0; i < bands.Length; i++)
        {
            bands[i] = new MeterBandStats(reader.Take64(), reader.Take64());
        }

        stats.Bands = bands;
        return OfError.None;
    }

    /// <summary>Writes the meter as an entry of a reply.</summary>
    public void Put(OfWriter writer)
    {
        writer.Put32(MeterId);
        writer.Put16((ushort)(FixedBytes + (Bands.Count * BandBytes)));
        writer.PutZeros(6);
        writer.Put32(FlowCount);
        writer.Put64(PacketInCount);
        writer.Put64(ByteInCount);
        writer.Put32(DurationSeconds);
        writer.Put32(DurationNanoseconds);
        foreach (var band in Bands)
        {
            writer.Put64(band.PacketCount);
            writer.Put64(band.ByteCount);
        }
    }

    internal void Append(TextBuffer text)
    {
        MeterNumber.Append(text, MeterId, ':');
        text.Append($" flow_count:{FlowCount} packet_in_count:{PacketInCount} byte_in_count:{ByteInCount} duration:");
        DurationText.Append(text, DurationSeconds, DurationNanoseconds);
        text.Append(" bands:\n");
        for (var i = 0; i < Bands.Count; i++)
        {
            text.Append($"{i}: packet_count:{Bands[i].PacketCount} byte_count:{Bands[i].ByteCount}\n");
        }
    }
}
