using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Meters;

/// <summary>How a meter measures; the numbers are those of the wire.</summary>
/// <remarks>OpenFlow 1.5.1 7.3.4.5.</remarks>
[Flags]
public enum MeterFlags : ushort
{
    None = 0,
    KilobitsPerSecond = 1 << 0,
    PacketsPerSecond = 1 << 1,
    Burst = 1 << 2,
    Stats = 1 << 3,
}

/// <summary>What a band does with packets above its rate; the numbers are those of the wire.</summary>
public enum MeterBandType : ushort
{
    None,
    Drop,
    DscpRemark,
}

/// <summary>One rate of a meter and what becomes of packets above it.</summary>
public readonly record struct MeterBand(MeterBandType Type, uint Rate, uint BurstSize, byte PrecedenceLevel);

/// <summary>A meter as it is set up (OpenFlow 1.5.1 7.3.5.13).</summary>
public sealed record MeterConfig
{
    private const int FixedBytes = 8;
    private const int BandBytes = 16;

    private static readonly LogModule s_log = LogModule.Define("ofp_meter");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public uint MeterId { get; set; }

    public MeterFlags Flags { get; set; }

    public IReadOnlyList<MeterBand> Bands { get; set; } = [];

    /// <summary>Reads the next meter of a reply.</summary>
    public static OfError Take(ref OfReader reader, out MeterConfig meter)
    {
        meter = new MeterConfig();
        if (!reader.Has(FixedBytes))
        {
            s_log.Warn(s_limit, $"OFPMP_METER_CONFIG reply has {reader.Left} leftover bytes at end");
            return OfError.BadRequestBadLen;
        }

        int length = reader.Take16();
        meter.Flags = (MeterFlags)reader.Take16();
        meter.MeterId = reader.Take32();
        var error = TakeBands(ref reader, length - FixedBytes, out var bands);
        meter.Bands = bands;
        return error;
    }

    /// <summary>Writes the meter as an entry of a reply.</summary>
    public void Put(OfWriter writer)
    {
        writer.Put16((ushort)(FixedBytes + (Bands.Count * BandBytes)));
        writer.Put16((ushort)Flags);
        writer.Put32(MeterId);
        PutBands(writer);
    }

    internal static OfError TakeBands(ref OfReader reader, int length, out List<MeterBand> bands)
    {
        bands = [];
        if (length < 0 || !reader.Has(length))
        {
            return OfError.BadRequestBadLen;
        }

        var rest = new OfReader(reader.Take(length));
        while (rest.Has(BandBytes))
        {
            var type = (MeterBandType)rest.Take16();
            if (rest.Take16() != BandBytes)
            {
                return OfError.BadRequestBadLen;
            }

            if (type is not (MeterBandType.Drop or MeterBandType.DscpRemark))
            {
                return OfError.MeterModFailedBadBand;
            }

            var band = new MeterBand(type, rest.Take32(), rest.Take32(), rest.Take8());
            rest.Skip(3);
            bands.Add(type == MeterBandType.DscpRemark ? band : band with { PrecedenceLevel = 0 });
        }

        return rest.IsAtEnd ? OfError.None : OfError.BadRequestBadLen;
    }

    internal void PutBands(OfWriter writer)
    {
        foreach (var band in Bands)
        {
            writer.Put16((ushort)band.Type);
            writer.Put16(BandBytes);
            writer.Put32(band.Rate);
            writer.Put32(band.BurstSize);
            writer.Put8(band.PrecedenceLevel);
            writer.PutZeros(3);
        }
    }

    internal void Append(TextBuffer text)
    {
        MeterNumber.Append(text, MeterId, '=');
        text.Append(' ');
        text.Append((Flags & MeterFlags.KilobitsPerSecond) != 0 ? "kbps " : "");
        text.Append((Flags & MeterFlags.PacketsPerSecond) != 0 ? "pktps " : "");
        text.Append((Flags & MeterFlags.Burst) != 0 ? "burst " : "");
        text.Append((Flags & MeterFlags.Stats) != 0 ? "stats " : "");
        const MeterFlags all =
            MeterFlags.KilobitsPerSecond | MeterFlags.PacketsPerSecond | MeterFlags.Burst | MeterFlags.Stats;
        if ((Flags & ~all) != 0)
        {
            text.Append($"flags:0x{(ushort)(Flags & ~all):x} ");
        }

        text.Append("bands=");
        foreach (var band in Bands)
        {
            text.Append(band.Type == MeterBandType.Drop ? "\ntype=drop" : "\ntype=dscp_remark");
            text.Append($" rate={band.Rate}");
            if ((Flags & MeterFlags.Burst) != 0)
            {
                text.Append($" burst_size={band.BurstSize}");
            }

            if (band.Type == MeterBandType.DscpRemark)
            {
                text.Append($" prec_level={band.PrecedenceLevel}");
            }
        }

        text.Append('\n');
    }
}
