using System;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Flows;

/// <summary>Statistics as OpenFlow 1.5 writes them: entries, of which any may be missing (OpenFlow 1.5.1 7.2.4).</summary>
/// <remarks>What is missing has all bits set.</remarks>
internal struct OxsStats
{
    private const uint Class = 0x8002;
    private const uint ExperimenterClass = 0xffff;
    private const int HeaderBytes = 4;
    private const int NumberBytes = 8;

    private static readonly LogModule s_log = LogModule.Define("ox_stat");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public OxsStats()
    {
        DurationSeconds = uint.MaxValue;
        DurationNanoseconds = uint.MaxValue;
        IdleSeconds = uint.MaxValue;
        FlowCount = uint.MaxValue;
        PacketCount = ulong.MaxValue;
        ByteCount = ulong.MaxValue;
    }

    private enum Field : byte
    {
        Duration,
        IdleTime,
        FlowCount = 3,
        PacketCount,
        ByteCount,
    }

    public uint DurationSeconds { get; set; }

    public uint DurationNanoseconds { get; set; }

    public uint IdleSeconds { get; set; }

    public uint FlowCount { get; set; }

    public ulong PacketCount { get; set; }

    public ulong ByteCount { get; set; }

    /// <summary>Reads the structure with its padding.</summary>
    public static OfError Take(ref OfReader reader, out OxsStats stats)
    {
        stats = new OxsStats();
        var peek = reader;
        peek.Skip(2);
        var length = peek.Take16();
        if (peek.HasFailed || length < HeaderBytes)
        {
            return OfError.BadMatchBadLen;
        }

        var padded = (length + 7) & ~7;
        if (!reader.Has(padded))
        {
            s_log.Dbg(s_limit, $"oxs length {length}, rounded up to a multiple of 8, is longer than space in message " +
                $"(max length {reader.Left})");
            return OfError.BadMatchBadLen;
        }

        var bytes = reader.Take(padded)[HeaderBytes..length];
        var entries = new OfReader(bytes);
        while (!entries.IsAtEnd)
        {
            var offset = bytes.Length - entries.Left;
            var error = stats.TakeEntry(ref entries);
            if (error != OfError.None)
            {
                s_log.Dbg(s_limit, $"error parsing OXS at offset {offset} within match ({ErrorTable.NameOf(error)})");
                return error;
            }
        }

        return OfError.None;
    }

    public readonly void Put(OfWriter writer)
    {
        var start = writer.Length;
        writer.PutZeros(HeaderBytes);
        if (DurationSeconds != uint.MaxValue)
        {
            PutHeader(writer, Field.Duration, NumberBytes);
            writer.Put32(DurationSeconds);
            writer.Put32(DurationNanoseconds);
        }

        if (IdleSeconds != uint.MaxValue)
        {
            PutHeader(writer, Field.IdleTime, NumberBytes);
            writer.Put64((ulong)IdleSeconds << 32);
        }

        if (PacketCount != ulong.MaxValue)
        {
            PutHeader(writer, Field.PacketCount, NumberBytes);
            writer.Put64(PacketCount);
        }

        if (ByteCount != ulong.MaxValue)
        {
            PutHeader(writer, Field.ByteCount, NumberBytes);
            writer.Put64(ByteCount);
        }

        if (FlowCount != uint.MaxValue)
        {
            PutHeader(writer, Field.FlowCount, sizeof(uint));
            writer.Put32(FlowCount);
        }

        writer.Patch16(start + 2, (ushort)(writer.Length - start));
        writer.Pad(start);
    }

    private static uint Header(Field field, int length) => (Class << 16) | ((uint)field << 9) | (uint)length;

    private static void PutHeader(OfWriter writer, Field field, int length) => writer.Put32(Header(field, length));

    private OfError TakeEntry(ref OfReader reader)
    {
        var header = reader.Take32();
        var isExperimenter = header >> 16 == ExperimenterClass;
        if (isExperimenter)
        {
            reader.Skip(sizeof(uint));
        }

        var length = (int)(header & 0xff) - (isExperimenter ? sizeof(uint) : 0);
        if (reader.HasFailed || length < 0)
        {
            return OfError.BadMatchBadLen;
        }

        var value = new OfReader(reader.Take(length));
        if (reader.HasFailed)
        {
            return OfError.BadMatchBadLen;
        }

        // Entries that are not known, or that do not have their own length, are none of ours.
        if (header == Header(Field.Duration, NumberBytes))
        {
            DurationSeconds = value.Take32();
            DurationNanoseconds = value.Take32();
        }
        else if (header == Header(Field.IdleTime, NumberBytes))
        {
            IdleSeconds = value.Take32();
        }
        else if (header == Header(Field.PacketCount, NumberBytes))
        {
            PacketCount = value.Take64();
        }
        else if (header == Header(Field.ByteCount, NumberBytes))
        {
            ByteCount = value.Take64();
        }
        else if (header == Header(Field.FlowCount, sizeof(uint)))
        {
            FlowCount = value.Take32();
        }

        return OfError.None;
    }
}
