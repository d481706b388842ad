using System;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Flows;

/// <summary>Flow statistics on the wire, in the five forms that versions and Nicira's extension gave them.</summary>
public static class FlowStatsCodec
{
    private const int Entry10Bytes = 88;
    private const int Entry11Bytes = 48;
    private const int Entry15Bytes = 24;
    private const int EntryNxBytes = 48;

    private static readonly LogModule s_log = LogModule.Define("ofp_flow");
    private static readonly LogRateLimit s_limit = new(1, 5);

    /// <summary>Reads the next flow of a reply.</summary>
    /// <param name="knowsAges">Nicira's extension for the ages of flows is on.</param>
    public static OfError Take(ref OfReader reader, in RawMessage message, bool knowsAges, out FlowStats stats)
    {
        stats = new FlowStats();
        var match = new FlowMatch();
        int left;
        var error = message.Id switch
        {
            MessageId.Ofpst10FlowReply => Take10(ref reader, stats, match, out left),
            MessageId.NxstFlowReply => TakeNx(ref reader, stats, match, knowsAges, out left),
            MessageId.Ofpst15FlowReply => Take15(ref reader, message.Version, stats, match, out left),
            _ => Take11(ref reader, in message, stats, match, out left),
        };
        if (error != OfError.None)
        {
            return error;
        }

        error = InstructionCodec.Take(ref reader, left, message.Version, null, out var actions);
        if (error != OfError.None)
        {
            s_log.Warn(s_limit, $"OFPST_FLOW reply bad instructions");
            return error;
        }

        stats.Match = CompactMatch.From(match);
        stats.Actions = actions;
        return OfError.None;
    }

    /// <summary>Writes one flow of a reply; one that is too large for any message is left out (logged).</summary>
    public static void Put(MultipartWriter reply, MessageId id, OfVersion version, FlowStats stats)
    {
        var writer = reply.Writer;
        var start = writer.Length;
        var match = new FlowMatch();
        stats.Match.ExpandTo(match);
        switch (id)
        {
            case MessageId.Ofpst10FlowReply:
                Put10(writer, stats, match);
                break;
            case MessageId.NxstFlowReply:
                PutNx(writer, stats, match);
                break;
            case MessageId.Ofpst15FlowReply:
                Put15(writer, version, stats, match);
                break;
            default:
                Put11(writer, version, id == MessageId.Ofpst13FlowReply, stats, match);
                break;
        }

        InstructionCodec.Put(writer, version, stats.Actions);
        writer.Patch16(start, (ushort)(writer.Length - start));
        if (writer.Length - start > MessageWriter.MostBytes - MessageTable.Get(id).HeaderBytes(version))
        {
            writer.Truncate(start);
            s_log.Warn(s_limit, $"Flow exceeded the maximum flow statistics reply size and was excluded from the response set");
        }

        reply.EndEntry();
    }

    private static OfError Take10(ref OfReader reader, FlowStats stats, FlowMatch match, out int left)
    {
        var error = Begin(ref reader, "OFPST_FLOW", Entry10Bytes, OfError.BadRequestBadLen, out left);
        if (error != OfError.None)
        {
            return error;
        }

        stats.TableId = reader.Take8();
        reader.Skip(1);
        new Match10(ref reader).CopyTo(match);
        stats.DurationSeconds = reader.Take32();
        stats.DurationNanoseconds = reader.Take32();
        stats.Priority = reader.Take16();
        stats.IdleTimeout = reader.Take16();
        stats.HardTimeout = reader.Take16();
        reader.Skip(6);
        stats.Cookie = reader.Take64();
        stats.PacketCount = reader.Take64();
        stats.ByteCount = reader.Take64();
        return OfError.None;
    }

    private static OfError Take11(ref OfReader reader, in RawMessage message, FlowStats stats, FlowMatch match, out int left)
    {
        var error = Begin(ref reader, "OFPST_FLOW", Entry11Bytes, OfError.BadRequestBadLen, out left);
        if (error != OfError.None)
        {
            return error;
        }

        stats.TableId = reader.Take8();
        reader.Skip(1);
        stats.DurationSeconds = reader.Take32();
        stats.DurationNanoseconds = reader.Take32();
        stats.Priority = reader.Take16();
        stats.IdleTimeout = reader.Take16();
        stats.HardTimeout = reader.Take16();
        var flagBits = reader.Take16();
        var importance = reader.Take16();
        stats.Importance = message.Version >= OfVersion.OpenFlow14 ? importance : (ushort)0;
        reader.Skip(2);
        stats.Cookie = reader.Take64();
        stats.PacketCount = reader.Take64();
        stats.ByteCount = reader.Take64();
        error = TakeMatch(ref reader, match, ref left);
        if (error != OfError.None || message.Id != MessageId.Ofpst13FlowReply)
        {
            return error;
        }

        error = FlowFlagCodec.Decode(flagBits, isAdd: false, message.Version, out var flags);
        stats.Flags = flags;
        return error;
    }

    private static OfError Take15(ref OfReader reader, OfVersion version, FlowStats stats, FlowMatch match, out int left)
    {
        var error = Begin(ref reader, "OFPST_FLOW", Entry15Bytes, OfError.Malformed, out left);
        if (error != OfError.None)
        {
            return error;
        }

        reader.Skip(2);
        stats.TableId = reader.Take8();
        reader.Skip(1);
        stats.Priority = reader.Take16();
        stats.IdleTimeout = reader.Take16();
        stats.HardTimeout = reader.Take16();
        var flagBits = reader.Take16();
        stats.Importance = reader.Take16();
        stats.Cookie = reader.Take64();
        if (TakeMatch(ref reader, match, ref left) != OfError.None)
        {
            return OfError.Malformed;
        }

        error = FlowFlagCodec.Decode(flagBits, isAdd: false, version, out var flags);
        if (error != OfError.None)
        {
            return error;
        }

        stats.Flags = flags;
        var before = reader.Left;
        if (OxsStats.Take(ref reader, out var oxs) != OfError.None)
        {
            s_log.Warn(s_limit, $"OXS OFPST_FLOW reply bad stats");
            return OfError.Malformed;
        }

        left -= before - reader.Left;
        stats.DurationSeconds = oxs.DurationSeconds;
        stats.DurationNanoseconds = oxs.DurationNanoseconds;
        stats.PacketCount = oxs.PacketCount;
        stats.ByteCount = oxs.ByteCount;
        stats.IdleAge = oxs.IdleSeconds <= int.MaxValue ? (int)oxs.IdleSeconds : null;
        return OfError.None;
    }

    private static OfError TakeNx(ref OfReader reader, FlowStats stats, FlowMatch match, bool knowsAges, out int left)
    {
        left = 0;
        if (!reader.Has(EntryNxBytes))
        {
            s_log.Warn(s_limit, $"NXST_FLOW reply has {reader.Left} leftover bytes at end");
            return OfError.BadRequestBadLen;
        }

        int length = reader.Take16();
        stats.TableId = reader.Take8();
        reader.Skip(1);
        stats.DurationSeconds = reader.Take32();
        stats.DurationNanoseconds = reader.Take32();
        stats.Priority = reader.Take16();
        stats.IdleTimeout = reader.Take16();
        stats.HardTimeout = reader.Take16();
        int matchLength = reader.Take16();
        stats.IdleAge = ToAge(reader.Take16(), knowsAges);
        stats.HardAge = ToAge(reader.Take16(), knowsAges);
        stats.Cookie = reader.Take64();
        stats.PacketCount = reader.Take64();
        stats.ByteCount = reader.Take64();
        left = length - EntryNxBytes - ((matchLength + 7) & ~7);
        if (left < 0)
        {
            s_log.Warn(s_limit, $"NXST_FLOW reply with match_len={matchLength} claims invalid length {length}");
            return OfError.BadRequestBadLen;
        }

        return OxmMatch.TakeNxm(ref reader, matchLength, OxmReading.Strict, null, match, out _, out _);
    }

    // The length that every entry begins with; what is left of the entry behind its fixed part.
    private static OfError Begin(ref OfReader reader, string name, int entryBytes, OfError failure, out int left)
    {
        left = 0;
        if (!reader.Has(entryBytes))
        {
            s_log.Warn(s_limit, $"{name} reply has {reader.Left} leftover bytes at end");
            return failure;
        }

        int length = reader.Take16();
        left = length - entryBytes;
        if (left < 0)
        {
            s_log.Warn(s_limit, $"{name} reply claims invalid length {length}");
            return failure;
        }

        return OfError.None;
    }

    private static OfError TakeMatch(ref OfReader reader, FlowMatch match, ref int left)
    {
        var before = reader.Left;
        var error = Match11.Take(ref reader, null, match);
        if (error != OfError.None)
        {
            s_log.Warn(s_limit, $"OFPST_FLOW reply bad match");
        }

        left -= before - reader.Left;
        return error;
    }

    // Ages are stored plus one, so that zero says nothing.
    private static int? ToAge(ushort stored, bool knowsAges) => knowsAges && stored != 0 ? stored - 1 : null;

    private static ushort FromAge(int? age) => age is { } known ? (ushort)Math.Min(known + 1L, ushort.MaxValue) : (ushort)0;

    private static ulong KnownOrZero(ulong count) => count != FlowStats.UnknownCount ? count : 0;

    private static void Put10(OfWriter writer, FlowStats stats, FlowMatch match)
    {
        writer.Put16(0);
        writer.Put8(stats.TableId);
        writer.Put8(0);
        Match10.Put(writer, match);
        PutTimes(writer, stats);
        writer.PutZeros(6);
        writer.Put64(stats.Cookie);
        writer.Put64(KnownOrZero(stats.PacketCount));
        writer.Put64(KnownOrZero(stats.ByteCount));
    }

    private static void Put11(OfWriter writer, OfVersion version, bool hasFlags, FlowStats stats, FlowMatch match)
    {
        writer.Put16(0);
        writer.Put8(stats.TableId);
        writer.Put8(0);
        PutTimes(writer, stats);
        writer.Put16(hasFlags ? FlowFlagCodec.Encode(stats.Flags, version) : (ushort)0);
        writer.Put16(version >= OfVersion.OpenFlow14 ? stats.Importance : (ushort)0);
        writer.PutZeros(2);
        writer.Put64(stats.Cookie);
        writer.Put64(KnownOrZero(stats.PacketCount));
        writer.Put64(KnownOrZero(stats.ByteCount));
        OxmMatch.PutOxm(writer, version, match);
    }

    private static void Put15(OfWriter writer, OfVersion version, FlowStats stats, FlowMatch match)
    {
        writer.PutZeros(4);
        writer.Put8(stats.TableId);
        writer.Put8(0);
        writer.Put16(stats.Priority);
        writer.Put16(stats.IdleTimeout);
        writer.Put16(stats.HardTimeout);
        writer.Put16(FlowFlagCodec.Encode(stats.Flags, version));
        writer.Put16(stats.Importance);
        writer.Put64(stats.Cookie);
        OxmMatch.PutOxm(writer, version, match);
        new OxsStats
        {
            DurationSeconds = stats.DurationSeconds,
            DurationNanoseconds = stats.DurationNanoseconds,
            IdleSeconds = stats.IdleAge is { } age ? (uint)age : uint.MaxValue,
            PacketCount = stats.PacketCount,
            ByteCount = stats.ByteCount,
        }.Put(writer);
    }

    private static void PutNx(OfWriter writer, FlowStats stats, FlowMatch match)
    {
        writer.Put16(0);
        writer.Put8(stats.TableId);
        writer.Put8(0);
        PutTimes(writer, stats);
        var lengthAt = writer.Length;
        writer.Put16(0);
        writer.Put16(FromAge(stats.IdleAge));
        writer.Put16(FromAge(stats.HardAge));
        writer.Put64(stats.Cookie);
        writer.Put64(stats.PacketCount);
        writer.Put64(stats.ByteCount);
        writer.Patch16(lengthAt, (ushort)OxmMatch.PutNxm(writer, match));
    }

    private static void PutTimes(OfWriter writer, FlowStats stats)
    {
        writer.Put32(stats.DurationSeconds);
        writer.Put32(stats.DurationNanoseconds);
        writer.Put16(stats.Priority);
        writer.Put16(stats.IdleTimeout);
        writer.Put16(stats.HardTimeout);
    }
}
