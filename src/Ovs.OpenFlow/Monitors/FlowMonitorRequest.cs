using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Groups;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Monitors;

/// <summary>What a request does with a monitor; the numbers are those of the wire.</summary>
public enum FlowMonitorCommand : byte
{
    Add,
    Modify,
    Delete,
}

/// <summary>A request to be told of changes to flows: Nicira's, ONF's for OpenFlow 1.3, or OpenFlow 1.4's.</summary>
public sealed record FlowMonitorRequest
{
    private const int FixedBytes = 16;

    // Nicira's and ONF's flag for own changes; the others have the same number everywhere.
    private const ushort OldOwn = 1 << 5;

    private static readonly LogModule s_log = LogModule.Define("ofp_monitor");
    private static readonly LogRateLimit s_limit = new(1, 5);
    private static readonly string?[] s_flagNames = ["initial", "add", "delete", "modify", "actions", "no-abbrev", "own"];

    public uint Id { get; set; }

    public FlowMonitorCommand Command { get; set; }

    public FlowMonitorFlags Flags { get; set; } = FlowMonitorFlags.All;

    public OfPort OutPort { get; set; } = OfPort.None;

    public uint OutGroup { get; set; } = GroupId.Any;

    public byte TableId { get; set; } = FlowMod.AnyTable;

    public CompactMatch Match { get; set; } = CompactMatch.Any;

    /// <summary>Reads the next request of a message.</summary>
    public static OfError Take(ref OfReader reader, MessageId id, out FlowMonitorRequest request)
    {
        request = new FlowMonitorRequest();
        if (!reader.Has(FixedBytes))
        {
            s_log.Warn(s_limit, $"{MessageTable.Get(id).Name} has {reader.Left} leftover bytes at end");
            return OfError.BadRequestBadLen;
        }

        var match = new FlowMatch();
        var error = id switch
        {
            MessageId.NxstFlowMonitorRequest => request.TakeNx(ref reader, match),
            MessageId.Onfst13FlowMonitorRequest => request.TakeOnf(ref reader, match),
            _ => request.Take14(ref reader, match),
        };
        request.Match = CompactMatch.From(match);
        return error;
    }

    /// <summary>Writes a message with this one request.</summary>
    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var id = version >= OfVersion.OpenFlow14 ? MessageId.Ofpst14FlowMonitorRequest
            : version == OfVersion.OpenFlow13 ? MessageId.Onfst13FlowMonitorRequest
            : MessageId.NxstFlowMonitorRequest;
        var start = MessageWriter.Begin(writer, id, version, xid);
        var match = new FlowMatch();
        Match.ExpandTo(match);
        writer.Put32(Id);
        if (version >= OfVersion.OpenFlow14)
        {
            writer.Put32(OutPort.ToWire32());
            writer.Put32(OutGroup);
            writer.Put16((ushort)Flags);
            writer.Put8(TableId);
            writer.Put8((byte)Command);
            if (Command != FlowMonitorCommand.Delete)
            {
                OxmMatch.PutOxm(writer, version, match);
            }

            MessageWriter.End(writer, start);
            return;
        }

        writer.Put16(ToOld(Flags));
        var body = writer.Length;
        if (version == OfVersion.OpenFlow13)
        {
            writer.Put16(0);
            writer.Put32(OutPort.ToWire32());
            writer.Put8(TableId);
            writer.PutZeros(3);
            writer.Patch16(body, (ushort)OxmMatch.PutOxm(writer, version, match));
        }
        else
        {
            writer.Put16(OutPort.Number);
            writer.Put16(0);
            writer.Put8(TableId);
            writer.PutZeros(5);
            writer.Patch16(body + 2, (ushort)OxmMatch.PutNxm(writer, match));
        }

        MessageWriter.End(writer, start);
    }

    internal void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        if (Command == FlowMonitorCommand.Delete)
        {
            text.Append($"\n id={Id} command=delete");
            return;
        }

        text.Append($"\n id={Id} flags=");
        BitNames.Append(text, (uint)Flags, s_flagNames, ',');
        if (OutPort != OfPort.None)
        {
            text.Append(" out_port=");
            printer.Port(OutPort);
        }

        if (OutGroup is not (0 or GroupId.Any))
        {
            text.Append($" out_group={(int)OutGroup}");
        }

        if (TableId != FlowMod.AnyTable)
        {
            text.Append(" table=");
            printer.Table(TableId);
        }

        var match = new FlowMatch();
        Match.ExpandTo(match);
        text.Append(' ');
        MatchPrinter.Append(text, match, printer.Ports);
        text.Chomp(' ');
    }

    private static FlowMonitorFlags FromOld(ushort flags) =>
        (FlowMonitorFlags)(flags & ~OldOwn) | ((flags & OldOwn) != 0 ? FlowMonitorFlags.OnlyOwn : 0);

    private static ushort ToOld(FlowMonitorFlags flags) =>
        (ushort)((ushort)(flags & (FlowMonitorFlags.All & ~FlowMonitorFlags.OnlyOwn))
            | ((flags & FlowMonitorFlags.OnlyOwn) != 0 ? OldOwn : 0));

    private OfError TakeNx(ref OfReader reader, FlowMatch match)
    {
        Id = reader.Take32();
        var flags = reader.Take16();
        OutPort = new OfPort(reader.Take16());
        var length = reader.Take16();
        TableId = reader.Take8();
        var isZero = reader.TakeZeros(5);
        var error = TakeOldFlags(flags, "NXST_FLOW_MONITOR", isZero);
        return error != OfError.None
            ? error
            : OxmMatch.TakeNxm(ref reader, length, OxmReading.Strict, null, match, out _, out _);
    }

    private OfError TakeOnf(ref OfReader reader, FlowMatch match)
    {
        Id = reader.Take32();
        var flags = reader.Take16();
        reader.Skip(2);
        var port = reader.Take32();
        TableId = reader.Take8();
        var isZero = reader.TakeZeros(3);
        var error = TakeOldFlags(flags, "ONFST_FLOW_MONITOR", isZero);
        if (error != OfError.None)
        {
            return error;
        }

        if (!OfPorts.TryConvert(port, out var outPort))
        {
            return OfError.BadActionBadOutPort;
        }

        OutPort = outPort;
        return Match11.Take(ref reader, null, match);
    }

    private OfError TakeOldFlags(ushort flags, string name, bool isZero)
    {
        if ((flags & (ushort)FlowMonitorFlags.Events) == 0 || (flags & ~ToOld(FlowMonitorFlags.All)) != 0)
        {
            s_log.Warn(s_limit, $"{name} has bad flags 0x{flags:x}");
            return OfError.FlowMonitorFailedBadFlags;
        }

        Flags = FromOld(flags);
        return isZero ? OfError.None : OfError.NxBadRequestMustBeZero;
    }

    private OfError Take14(ref OfReader reader, FlowMatch match)
    {
        Id = reader.Take32();
        var port = reader.Take32();
        OutGroup = reader.Take32();
        Flags = (FlowMonitorFlags)reader.Take16();
        TableId = reader.Take8();
        Command = (FlowMonitorCommand)reader.Take8();
        if (Command == FlowMonitorCommand.Delete)
        {
            return Match11.Take(ref reader, null, match);
        }

        if ((Flags & FlowMonitorFlags.Events) == 0 || (Flags & ~FlowMonitorFlags.All) != 0)
        {
            s_log.Warn(s_limit, $"OFPST_FLOW_MONITOR has bad flags 0x{(ushort)Flags:x}");
            return OfError.FlowMonitorFailedBadFlags;
        }

        if (!OfPorts.TryConvert(port, out var outPort))
        {
            return OfError.BadActionBadOutPort;
        }

        OutPort = outPort;
        return Match11.Take(ref reader, null, match);
    }
}
