using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Ofproto.Tables;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;

namespace Ovs.Ofproto.Connections;

/// <content>Flows: changing, listing, summing them up.</content>
public sealed partial class SwitchSession
{
    private readonly List<FlowRule> _rules = [];

    private OfError ModifyFlows(in RawMessage message)
    {
        var error = FlowModCodec.Decode(
            in message, _protocol, null, new OfPort(OfPort.Limit), FlowTables.TableCount, out var mod);
        return error == OfError.None ? _switch.Tables.Apply(mod) : error;
    }

    private OfError ListFlows(in RawMessage message)
    {
        var error = FlowStatsRequest.Decode(in message, null, out var request);
        if (error != OfError.None)
        {
            return error;
        }

        var id = message.Id switch
        {
            MessageId.Ofpst10FlowRequest => MessageId.Ofpst10FlowReply,
            MessageId.NxstFlowRequest => MessageId.NxstFlowReply,
            _ => message.Version switch
            {
                <= OfVersion.OpenFlow12 => MessageId.Ofpst11FlowReply,
                <= OfVersion.OpenFlow14 => MessageId.Ofpst13FlowReply,
                _ => MessageId.Ofpst15FlowReply,
            },
        };
        Collect(request);
        var reply = new MultipartWriter(id, message.Version, message.Header.Xid);
        var nowMs = _loop.Clock.NowMs;
        foreach (var rule in _rules)
        {
            FlowStatsCodec.Put(reply, id, message.Version, StatsOf(rule, nowMs));
        }

        Send(reply);
        return OfError.None;
    }

    private OfError SumFlows(in RawMessage message)
    {
        var error = FlowStatsRequest.Decode(in message, null, out var request);
        if (error != OfError.None)
        {
            return error;
        }

        Collect(request);
        var (packets, bytes) = (0UL, 0UL);
        foreach (var rule in _rules)
        {
            packets += (ulong)rule.Packets;
            bytes += (ulong)rule.Bytes;
        }

        new AggregateStats(packets, bytes, (uint)_rules.Count)
            .EncodeReply(_writer, message.Id, message.Version, message.Header.Xid);
        return OfError.None;
    }

    private void Collect(FlowStatsRequest request)
    {
        _switch.Settle();
        _rules.Clear();
        _switch.Tables.Collect(
            new FlowCriteria(request.TableId, request.Match, 0, IsStrict: false)
            {
                Cookie = request.Cookie,
                CookieMask = request.CookieMask,
                OutPort = request.OutPort,
                OutGroup = request.OutGroup,
                IncludesReadOnly = request.TableId == FlowTables.InternalTable,
            },
            _rules,
            out _);
    }

    private static FlowStats StatsOf(FlowRule rule, long nowMs) => new()
    {
        Match = rule.Match,
        Cookie = rule.Cookie,
        TableId = rule.TableId,
        Priority = (ushort)rule.Priority,
        IdleTimeout = rule.IdleTimeout,
        HardTimeout = rule.HardTimeout,
        DurationSeconds = (uint)((nowMs - rule.CreatedMs) / 1000),
        DurationNanoseconds = (uint)((nowMs - rule.CreatedMs) % 1000 * 1_000_000),
        IdleAge = (int)((nowMs - rule.UsedMs) / 1000),
        HardAge = (int)((nowMs - rule.ModifiedMs) / 1000),
        PacketCount = (ulong)rule.Packets,
        ByteCount = (ulong)rule.Bytes,
        Flags = rule.Flags,
        Importance = rule.Importance,
        Actions = rule.Actions,
    };
}
