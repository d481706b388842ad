using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Groups;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Flows;

/// <summary>A request for the statistics of flows, each for itself or all together.</summary>
public sealed record FlowStatsRequest
{
    /// <summary>Only sums are asked for.</summary>
    public bool IsAggregate { get; set; }

    public CompactMatch Match { get; set; } = CompactMatch.Any;

    public ulong Cookie { get; set; }

    public ulong CookieMask { get; set; }

    public OfPort OutPort { get; set; } = OfPort.None;

    public uint OutGroup { get; set; } = GroupId.Any;

    public byte TableId { get; set; } = FlowMod.AnyTable;

    public static OfError Decode(in RawMessage message, TunnelOptionTable? options, out FlowStatsRequest request)
    {
        request = new FlowStatsRequest { IsAggregate = message.Kind == MessageKind.AggregateStatsRequest };
        var match = new FlowMatch();
        var reader = new OfReader(message.Body);
        var error = message.Id switch
        {
            MessageId.Ofpst10FlowRequest or MessageId.Ofpst10AggregateRequest => request.Take10(ref reader, match),
            MessageId.NxstFlowRequest or MessageId.NxstAggregateRequest => request.TakeNx(ref reader, options, match),
            _ => request.Take11(ref reader, options, match),
        };
        request.Match = CompactMatch.From(match);
        return error;
    }

    /// <summary>Writes a whole message in the form of one flow format.</summary>
    public void Encode(OfWriter writer, OfProtocols protocol, uint xid)
    {
        var version = OfProtocolNames.VersionOf(protocol);
        var match = new FlowMatch();
        Match.ExpandTo(match);
        int start;
        if (version >= OfVersion.OpenFlow11)
        {
            var aggregate = version >= OfVersion.OpenFlow15
                ? MessageId.Ofpst15AggregateRequest
                : MessageId.Ofpst11AggregateRequest;
            start = MessageWriter.Begin(writer, IsAggregate ? aggregate : MessageId.Ofpst11FlowRequest, version, xid);
            writer.Put8(TableId);
            writer.PutZeros(3);
            writer.Put32(OutPort.ToWire32());
            writer.Put32(OutGroup);
            writer.PutZeros(4);
            writer.Put64(Cookie);
            writer.Put64(CookieMask);
            Match11.PutFor(writer, version, match);
        }
        else if ((protocol & OfProtocols.AnyExtended10) != 0)
        {
            var id = IsAggregate ? MessageId.NxstAggregateRequest : MessageId.NxstFlowRequest;
            start = MessageWriter.Begin(writer, id, version, xid);
            var body = writer.Length;
            writer.Put16(OutPort.Number);
            writer.Put16(0);
            writer.Put8(TableId);
            writer.PutZeros(3);
            writer.Patch16(body + 2, (ushort)OxmMatch.PutNxm(writer, match, Cookie, CookieMask));
        }
        else
        {
            var id = IsAggregate ? MessageId.Ofpst10AggregateRequest : MessageId.Ofpst10FlowRequest;
            start = MessageWriter.Begin(writer, id, version, xid);
            Match10.Put(writer, match);
            writer.Put8(TableId);
            writer.Put8(0);
            writer.Put16(OutPort.Number);
        }

        MessageWriter.End(writer, start);
    }

    internal void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        if (TableId != FlowMod.AnyTable)
        {
            text.Append(" table=");
            ArgumentText.AppendTable(text, TableId, printer.Tables);
        }

        if (OutPort != OfPort.None)
        {
            text.Append(" out_port=");
            PortText.Append(text, OutPort, printer.Ports);
        }

        var match = new FlowMatch();
        Match.ExpandTo(match);
        text.Append(' ');
        MatchPrinter.Append(text, match, printer.Ports);
    }

    private OfError Take10(ref OfReader reader, FlowMatch match)
    {
        new Match10(ref reader).CopyTo(match);
        TableId = reader.Take8();
        reader.Skip(1);
        OutPort = new OfPort(reader.Take16());
        return OfError.None;
    }

    private OfError Take11(ref OfReader reader, TunnelOptionTable? options, FlowMatch match)
    {
        TableId = reader.Take8();
        reader.Skip(3);
        var isPort = OfPorts.TryTake32(ref reader, out var port);
        OutPort = port;
        OutGroup = reader.Take32();
        reader.Skip(4);
        Cookie = reader.Take64();
        CookieMask = reader.Take64();
        return isPort ? Match11.Take(ref reader, options, match) : OfError.BadActionBadOutPort;
    }

    private OfError TakeNx(ref OfReader reader, TunnelOptionTable? options, FlowMatch match)
    {
        OutPort = new OfPort(reader.Take16());
        var length = reader.Take16();
        TableId = reader.Take8();
        reader.Skip(3);
        var error = OxmMatch.TakeNxm(
            ref reader, length, OxmReading.AllowCookie, options, match, out var cookie, out var cookieMask);
        Cookie = cookie;
        CookieMask = cookieMask;
        return error == OfError.None && !reader.IsAtEnd ? OfError.BadRequestBadLen : error;
    }
}
