using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Groups;

/// <summary>What has passed a bucket; all bits set if that is not known.</summary>
public readonly record struct BucketStats(ulong PacketCount, ulong ByteCount);

/// <summary>The statistics of a group (OpenFlow 1.5.1 7.3.5.9).</summary>
public sealed record GroupStats
{
    private const int Fixed11Bytes = 32;
    private const int Fixed13Bytes = 40;
    private const int BucketBytes = 16;

    private static readonly LogModule s_log = LogModule.Define("ofp_group");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public uint GroupId { get; set; }

    /// <summary>How many flows and groups use it.</summary>
    public uint ReferenceCount { get; set; }

    public ulong PacketCount { get; set; }

    public ulong ByteCount { get; set; }

    /// <summary>How long the group has been there; all bits set where a version cannot say it.</summary>
    public uint DurationSeconds { get; set; } = uint.MaxValue;

    public uint DurationNanoseconds { get; set; } = uint.MaxValue;

    public IReadOnlyList<BucketStats> Buckets { get; set; } = [];

    public static uint DecodeRequest(in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        return reader.Take32();
    }

    public static void EncodeRequest(OfWriter writer, OfVersion version, uint group, uint xid)
    {
        var id = version == OfVersion.OpenFlow10 ? MessageId.NxstGroupRequest : MessageId.Ofpst11GroupRequest;
        var start = MessageWriter.Begin(writer, id, version, xid);
        writer.Put32(group);
        writer.PutZeros(4);
        MessageWriter.End(writer, start);
    }

    /// <summary>Reads the next group of a reply.</summary>
    public static OfError Take(ref OfReader reader, MessageId id, out GroupStats stats)
    {
        stats = new GroupStats();
        var name = MessageTable.Get(id).Name;
        var hasDuration = id != MessageId.Ofpst11GroupReply;
        var fixedBytes = hasDuration ? Fixed13Bytes : Fixed11Bytes;
        if (!reader.Has(fixedBytes))
        {
            s_log.Warn(s_limit, $"{name} reply has {reader.Left} leftover bytes at end");
            return OfError.BadRequestBadLen;
        }

        int length = reader.Take16();
        reader.Skip(2);
        stats.GroupId = reader.Take32();
        stats.ReferenceCount = reader.Take32();
        reader.Skip(4);
        stats.PacketCount = reader.Take64();
        stats.ByteCount = reader.Take64();
        if (hasDuration)
        {
            stats.DurationSeconds = reader.Take32();
            stats.DurationNanoseconds = reader.Take32();
        }

        if (length < sizeof(ulong))
        {
            s_log.Warn(s_limit, $"{name} reply claims invalid length {length}");
            return OfError.BadRequestBadLen;
        }

        var count = (length - fixedBytes) / BucketBytes;
        if (length < fixedBytes || !reader.Has(count * BucketBytes))
        {
            s_log.Warn(s_limit, $"{name} reply has {reader.Left} leftover bytes at end");
            return OfError.BadRequestBadLen;
        }

        var buckets = new BucketStats[count];
        for (var i = 0; i < count; i++)
        {
            buckets[i] = new BucketStats(reader.Take64(), reader.Take64());
        }

        stats.Buckets = buckets;
        return OfError.None;
    }

    /// <summary>Writes the group as an entry of a reply.</summary>
    public void Put(OfWriter writer, OfVersion version)
    {
        var hasDuration = version is not (OfVersion.OpenFlow11 or OfVersion.OpenFlow12);
        writer.Put16((ushort)((hasDuration ? Fixed13Bytes : Fixed11Bytes) + (Buckets.Count * BucketBytes)));
        writer.PutZeros(2);
        writer.Put32(GroupId);
        writer.Put32(ReferenceCount);
        writer.PutZeros(4);
        writer.Put64(PacketCount);
        writer.Put64(ByteCount);
        if (hasDuration)
        {
            writer.Put32(DurationSeconds);
            writer.Put32(DurationNanoseconds);
        }

        foreach (var bucket in Buckets)
        {
            writer.Put64(bucket.PacketCount);
            writer.Put64(bucket.ByteCount);
        }
    }

    internal void Append(TextBuffer text)
    {
        text.Append($"\n group_id={GroupId},");
        if (DurationSeconds != uint.MaxValue)
        {
            text.Append("duration=");
            DurationText.Append(text, DurationSeconds, DurationNanoseconds);
            text.Append(',');
        }

        text.Append($"ref_count={ReferenceCount},packet_count={PacketCount},byte_count={ByteCount}");
        for (var i = 0; i < Buckets.Count; i++)
        {
            if (Buckets[i].PacketCount != ulong.MaxValue)
            {
                text.Append($",bucket{i}:packet_count={Buckets[i].PacketCount},byte_count={Buckets[i].ByteCount}");
            }
        }
    }
}
