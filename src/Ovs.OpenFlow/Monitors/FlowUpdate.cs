using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Monitors;

/// <summary>What happened to a monitored flow; the numbers are those of OpenFlow 1.4 and later.</summary>
public enum FlowUpdateEvent : ushort
{
    Initial,
    Added,
    Removed,
    Modified,

    /// <summary>A change of the controller's own, of which only the request's number is said.</summary>
    Abbreviated,

    /// <summary>Too much waits to be sent: changes are no longer reported.</summary>
    Paused,
    Resumed,
}

/// <summary>One report of a flow monitor (OpenFlow 1.5.1 7.3.5.19).</summary>
public sealed record FlowUpdate
{
    private const int HeaderBytes = 4;
    private const int ShortBytes = 8;
    private const int FullBytes = 24;

    // Nicira and ONF have no initial event: their numbers are one less.
    private const ushort OldAbbreviated = 3;

    private static readonly LogModule s_log = LogModule.Define("ofp_monitor");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public FlowUpdateEvent Event { get; set; }

    /// <summary>The request that made the change, of an abbreviated report.</summary>
    public uint Xid { get; set; }

    public FlowRemovedReason Reason { get; set; }

    public ushort IdleTimeout { get; set; }

    public ushort HardTimeout { get; set; }

    public byte TableId { get; set; }

    public ushort Priority { get; set; }

    public ulong Cookie { get; set; }

    public CompactMatch Match { get; set; } = CompactMatch.Any;

    /// <summary>The flow's instructions, if they were asked for.</summary>
    public ActionList Actions { get; set; } = ActionList.Empty;

    private bool IsFull => Event <= FlowUpdateEvent.Modified;

    /// <summary>The layout of reports in a version.</summary>
    public static MessageId LayoutOf(OfVersion version) =>
        version >= OfVersion.OpenFlow14 ? MessageId.Ofpst14FlowMonitorReply
        : version == OfVersion.OpenFlow13 ? MessageId.Onfst13FlowMonitorReply
        : MessageId.NxstFlowMonitorReply;

    /// <summary>Reads the next report of a message.</summary>
    public static OfError Take(ref OfReader reader, in RawMessage message, out FlowUpdate update)
    {
        update = new FlowUpdate();
        var peek = reader;
        int length = peek.Take16();
        var number = peek.Take16();
        if (!reader.Has(HeaderBytes) || !reader.Has(length) || length % 8 != 0)
        {
            return BadLength(in message, reader.Left);
        }

        var has14 = message.Id == MessageId.Ofpst14FlowMonitorReply;
        if (number > (has14 ? (ushort)FlowUpdateEvent.Resumed : OldAbbreviated))
        {
            s_log.Warn(s_limit, $"NXST_FLOW_MONITOR reply has bad event {number}");
            return OfError.NxBadRequestFmBadEvent;
        }

        update.Event = has14 ? (FlowUpdateEvent)number : (FlowUpdateEvent)(number + 1);
        if (!update.IsFull)
        {
            if (length != ShortBytes)
            {
                return BadLength(in message, reader.Left);
            }

            reader.Skip(HeaderBytes);
            update.Xid = reader.Take32();
            return OfError.None;
        }

        if (length < FullBytes)
        {
            return BadLength(in message, reader.Left);
        }

        reader.Skip(HeaderBytes);
        return has14
            ? update.Take14(ref reader, length, message.Version)
            : update.TakeOld(ref reader, length, in message);
    }

    /// <summary>Writes the report as an entry of a reply.</summary>
    public void Put(MultipartWriter reply, OfVersion version)
    {
        var writer = reply.Writer;
        var start = writer.Length;
        var number = version >= OfVersion.OpenFlow14 ? (ushort)Event
            : Event == FlowUpdateEvent.Initial ? (ushort)0
            : (ushort)(Event - 1);
        writer.Put16(ShortBytes);
        writer.Put16(number);
        if (!IsFull)
        {
            writer.Put32(Event == FlowUpdateEvent.Abbreviated ? Xid : 0);
            reply.EndEntry();
            return;
        }

        var match = new FlowMatch();
        Match.ExpandTo(match);
        if (version >= OfVersion.OpenFlow14)
        {
            writer.Put8(TableId);
            writer.Put8((byte)Reason);
            writer.Put16(IdleTimeout);
            writer.Put16(HardTimeout);
            writer.Put16(Priority);
            writer.PutZeros(4);
            writer.Put64(Cookie);
            OxmMatch.PutOxm(writer, version, match);
            InstructionCodec.Put(writer, version, Actions);
        }
        else
        {
            PutOld(writer, version, match);
        }

        writer.Patch16(start, (ushort)(writer.Length - start));
        reply.EndEntry();
    }

    internal void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        text.Append("\n event=");
        switch (Event)
        {
            case FlowUpdateEvent.Abbreviated:
                text.Append("ABBREV xid=0x").Hex(Xid);
                return;
            case FlowUpdateEvent.Paused:
                text.Append("PAUSED");
                return;
            case FlowUpdateEvent.Resumed:
                text.Append("RESUMED");
                return;
            case FlowUpdateEvent.Removed:
                text.Append($"DELETED reason={FlowRemoved.NameOf(Reason)}");
                break;
            default:
                text.Append(Event switch
                {
                    FlowUpdateEvent.Initial => "INITIAL",
                    FlowUpdateEvent.Added => "ADDED",
                    _ => "MODIFIED",
                });
                break;
        }

        text.Append(" table=");
        printer.Table(TableId);
        if (IdleTimeout != 0)
        {
            text.Append($" idle_timeout={IdleTimeout}");
        }

        if (HardTimeout != 0)
        {
            text.Append($" hard_timeout={HardTimeout}");
        }

        var match = new FlowMatch();
        Match.ExpandTo(match);
        text.Append(" cookie=").HexC(Cookie).Append(' ');
        MatchPrinter.Append(text, match, printer.Ports);
        if (Actions.Count > 0)
        {
            text.Append(text.EndsWith(' ') ? "actions=" : " actions=");
            printer.Append(Actions);
        }
    }

    private static OfError BadLength(in RawMessage message, int left)
    {
        s_log.Warn(s_limit, $"{message.Row.Name} has {left} leftover bytes at end");
        return OfError.BadRequestBadLen;
    }

    private OfError Take14(ref OfReader reader, int length, OfVersion version)
    {
        TableId = reader.Take8();
        Reason = (FlowRemovedReason)reader.Take8();
        IdleTimeout = reader.Take16();
        HardTimeout = reader.Take16();
        Priority = reader.Take16();
        reader.Skip(4);
        Cookie = reader.Take64();
        return TakeMatchAndInstructions(ref reader, length, version);
    }

    private OfError TakeOld(ref OfReader reader, int length, in RawMessage message)
    {
        Reason = (FlowRemovedReason)reader.Take16();
        Priority = reader.Take16();
        IdleTimeout = reader.Take16();
        HardTimeout = reader.Take16();
        int matchLength = reader.Take16();
        TableId = reader.Take8();
        reader.Skip(1);
        Cookie = reader.Take64();
        if (FullBytes + matchLength > length)
        {
            return BadLength(in message, reader.Left);
        }

        if (message.Id == MessageId.Onfst13FlowMonitorReply)
        {
            return TakeMatchAndInstructions(ref reader, length, message.Version);
        }

        var match = new FlowMatch();
        var error = OxmMatch.TakeNxm(ref reader, matchLength, OxmReading.Strict, null, match, out _, out _);
        if (error == OfError.None)
        {
            var left = length - FullBytes - ((matchLength + 7) & ~7);
            error = new ActionDecoder(message.Version, null).TakeActions(ref reader, left, out var actions);
            Actions = actions;
        }

        Match = CompactMatch.From(match);
        return error;
    }

    private OfError TakeMatchAndInstructions(ref OfReader reader, int length, OfVersion version)
    {
        var before = reader.Left;
        var match = new FlowMatch();
        var error = Match11.Take(ref reader, null, match);
        Match = CompactMatch.From(match);
        if (error == OfError.None)
        {
            var left = length - FullBytes - (before - reader.Left);
            error = InstructionCodec.Take(ref reader, left, version, null, out var actions);
            Actions = actions;
        }

        return error;
    }

    private void PutOld(OfWriter writer, OfVersion version, FlowMatch match)
    {
        writer.Put16((ushort)Reason);
        writer.Put16(Priority);
        writer.Put16(IdleTimeout);
        writer.Put16(HardTimeout);
        var lengthAt = writer.Length;
        writer.Put16(0);
        writer.Put8(TableId);
        writer.Put8(0);
        writer.Put64(Cookie);
        if (version == OfVersion.OpenFlow13)
        {
            writer.Patch16(lengthAt, (ushort)OxmMatch.PutOxm(writer, version, match));
            InstructionCodec.Put(writer, version, Actions);
        }
        else
        {
            writer.Patch16(lengthAt, (ushort)OxmMatch.PutNxm(writer, match));
            ActionTable.PutAll(writer, version, Actions);
        }
    }
}
