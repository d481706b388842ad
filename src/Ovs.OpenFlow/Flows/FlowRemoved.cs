using System.Globalization;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Flows;

/// <summary>Why a flow is gone; the numbers are those of the wire.</summary>
public enum FlowRemovedReason : byte
{
    IdleTimeout,
    HardTimeout,
    Delete,
    GroupDelete,
    MeterDelete,
    Eviction,
}

/// <summary>A flow is gone (OpenFlow 1.5.1 7.4.2).</summary>
public sealed record FlowRemoved
{
    /// <summary>The table where the message does not say it.</summary>
    public const byte UnknownTable = byte.MaxValue;

    public CompactMatch Match { get; set; } = CompactMatch.Any;

    public ulong Cookie { get; set; }

    public ushort Priority { get; set; }

    public FlowRemovedReason Reason { get; set; }

    public byte TableId { get; set; } = UnknownTable;

    public uint DurationSeconds { get; set; }

    public uint DurationNanoseconds { get; set; }

    public ushort IdleTimeout { get; set; }

    public ushort HardTimeout { get; set; }

    public ulong PacketCount { get; set; }

    public ulong ByteCount { get; set; }

    /// <summary>The name of a reason, or its number.</summary>
    public static string NameOf(FlowRemovedReason reason) => reason switch
    {
        FlowRemovedReason.IdleTimeout => "idle",
        FlowRemovedReason.HardTimeout => "hard",
        FlowRemovedReason.Delete => "delete",
        FlowRemovedReason.GroupDelete => "group_delete",
        FlowRemovedReason.Eviction => "eviction",
        FlowRemovedReason.MeterDelete => "meter_delete",
        _ => ((int)reason).ToString(CultureInfo.InvariantCulture),
    };

    public static OfError Decode(in RawMessage message, out FlowRemoved removed)
    {
        removed = new FlowRemoved();
        var match = new FlowMatch();
        var reader = new OfReader(message.Body);
        var error = message.Id switch
        {
            MessageId.Ofpt10FlowRemoved => removed.Take10(ref reader, match),
            MessageId.NxtFlowRemoved => removed.TakeNx(ref reader, match),
            MessageId.Ofpt11FlowRemoved => removed.Take11(ref reader, match),
            _ => removed.Take15(ref reader, match),
        };
        removed.Match = CompactMatch.From(match);
        return error;
    }

    /// <summary>Writes the message in the form of one flow format.</summary>
    public void Encode(OfWriter writer, OfProtocols protocol)
    {
        var version = OfProtocolNames.VersionOf(protocol);
        var match = new FlowMatch();
        Match.ExpandTo(match);

        // Before OpenFlow 1.4 meters took no flows with them that anyone heard of.
        var reason = Reason == FlowRemovedReason.MeterDelete && version < OfVersion.OpenFlow14
            ? FlowRemovedReason.Delete
            : Reason;
        var id = version >= OfVersion.OpenFlow15 ? MessageId.Ofpt15FlowRemoved
            : version >= OfVersion.OpenFlow11 ? MessageId.Ofpt11FlowRemoved
            : (protocol & OfProtocols.AnyExtended10) != 0 ? MessageId.NxtFlowRemoved
            : MessageId.Ofpt10FlowRemoved;
        var start = MessageWriter.Begin(writer, id, version, 0);
        switch (id)
        {
            case MessageId.Ofpt15FlowRemoved:
                Put15(writer, version, (byte)reason, match);
                break;
            case MessageId.Ofpt11FlowRemoved:
                PutFixed(writer, (byte)reason, TableId);
                writer.Put16(HardTimeout);
                writer.Put64(PacketCount);
                writer.Put64(ByteCount);
                Match11.PutFor(writer, version, match);
                break;
            case MessageId.NxtFlowRemoved:
                PutFixed(writer, (byte)reason, (byte)(TableId + 1));
                var lengthAt = writer.Length;
                writer.Put16(0);
                writer.Put64(PacketCount);
                writer.Put64(ByteCount);
                writer.Patch16(lengthAt, (ushort)OxmMatch.PutNxm(writer, match));
                break;
            default:
                Match10.Put(writer, match);
                PutFixed(writer, (byte)reason, 0);
                writer.Put16(0);
                writer.Put64(PacketCount != FlowStats.UnknownCount ? PacketCount : 0);
                writer.Put64(ByteCount != FlowStats.UnknownCount ? ByteCount : 0);
                break;
        }

        MessageWriter.End(writer, start);
    }

    internal void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        var match = new FlowMatch();
        Match.ExpandTo(match);
        text.Append(' ');
        MatchPrinter.Append(text, match, printer.Ports, Priority);
        text.Append($" reason={NameOf(Reason)}");
        if (TableId != UnknownTable)
        {
            text.Append(" table_id=");
            printer.Table(TableId);
        }

        if (Cookie != 0)
        {
            text.Append(" cookie:0x").Hex(Cookie);
        }

        text.Append(" duration");
        DurationText.Append(text, DurationSeconds, DurationNanoseconds);
        text.Append($" idle{IdleTimeout}");
        if (HardTimeout != 0)
        {
            text.Append($" hard{HardTimeout}");
        }

        text.Append($" pkts{PacketCount} bytes{ByteCount}\n");
    }

    private OfError Take10(ref OfReader reader, FlowMatch match)
    {
        new Match10(ref reader).CopyTo(match);
        TakeFixed(ref reader);
        TableId = UnknownTable;
        reader.Skip(2);
        PacketCount = reader.Take64();
        ByteCount = reader.Take64();
        return OfError.None;
    }

    private OfError Take11(ref OfReader reader, FlowMatch match)
    {
        TakeFixed(ref reader);
        HardTimeout = reader.Take16();
        PacketCount = reader.Take64();
        ByteCount = reader.Take64();
        return Match11.Take(ref reader, null, match);
    }

    private OfError TakeNx(ref OfReader reader, FlowMatch match)
    {
        TakeFixed(ref reader);

        // The table is stored plus one, so that zero says nothing: zero minus one is the unknown table.
        TableId--;
        var length = reader.Take16();
        PacketCount = reader.Take64();
        ByteCount = reader.Take64();
        var error = OxmMatch.TakeNxm(ref reader, length, OxmReading.Strict, null, match, out _, out _);
        return error == OfError.None && !reader.IsAtEnd ? OfError.BadRequestBadLen : error;
    }

    private OfError Take15(ref OfReader reader, FlowMatch match)
    {
        TableId = reader.Take8();
        Reason = (FlowRemovedReason)reader.Take8();
        Priority = reader.Take16();
        IdleTimeout = reader.Take16();
        HardTimeout = reader.Take16();
        Cookie = reader.Take64();
        var error = Match11.Take(ref reader, null, match);
        if (error != OfError.None)
        {
            return error;
        }

        error = OxsStats.Take(ref reader, out var stats);
        DurationSeconds = stats.DurationSeconds;
        DurationNanoseconds = stats.DurationNanoseconds;
        PacketCount = stats.PacketCount;
        ByteCount = stats.ByteCount;
        return error;
    }

    // What all forms but the latest have in common.
    private void TakeFixed(ref OfReader reader)
    {
        Cookie = reader.Take64();
        Priority = reader.Take16();
        Reason = (FlowRemovedReason)reader.Take8();
        TableId = reader.Take8();
        DurationSeconds = reader.Take32();
        DurationNanoseconds = reader.Take32();
        IdleTimeout = reader.Take16();
    }

    private void PutFixed(OfWriter writer, byte reason, byte table)
    {
        writer.Put64(Cookie);
        writer.Put16(Priority);
        writer.Put8(reason);
        writer.Put8(table);
        writer.Put32(DurationSeconds);
        writer.Put32(DurationNanoseconds);
        writer.Put16(IdleTimeout);
    }

    private void Put15(OfWriter writer, OfVersion version, byte reason, FlowMatch match)
    {
        writer.Put8(TableId);
        writer.Put8(reason);
        writer.Put16(Priority);
        writer.Put16(IdleTimeout);
        writer.Put16(HardTimeout);
        writer.Put64(Cookie);
        OxmMatch.PutOxm(writer, version, match);
        new OxsStats
        {
            DurationSeconds = DurationSeconds,
            DurationNanoseconds = DurationNanoseconds,
            PacketCount = PacketCount,
            ByteCount = ByteCount,
        }.Put(writer);
    }
}
