using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.Ofproto.Tables;
using Ovs.OpenFlow.Flows;
using Ovs.Runtime.Control;
using Ovs.Vswitchd.Reconfigure;

namespace Ovs.Vswitchd.Commands;

/// <summary>`bridge/*`: what a bridge has that controllers need not see.</summary>
internal static class BridgeCommands
{
    public static void Register(ControlCommands commands, SwitchRuntime runtime) =>
        commands.Register("bridge/dump-flows", "[--offload-stats] bridge", 1, 2, request => DumpFlows(runtime, request));

    private static void DumpFlows(SwitchRuntime runtime, ControlRequest request)
    {
        if (!runtime.Bridges.TryGetValue(request.Arguments[^1], out var bridge))
        {
            request.ReplyError("Unknown bridge");
            return;
        }

        runtime.Settle();
        var rules = new List<FlowRule>();
        bridge.Tables.Collect(
            new FlowCriteria(FlowMod.AnyTable, CompactMatch.Any, 0, IsStrict: false)
            {
                IncludesHidden = true,
                IncludesReadOnly = true,
            },
            rules,
            out _);
        var text = new TextBuffer();
        var match = new FlowMatch();
        foreach (var rule in rules)
        {
            text.Append(rule.TableId != 0 ? $"table_id={rule.TableId}, " : "")
                .Append($"duration={(runtime.NowMs - rule.CreatedMs) / 1000}s, n_packets={rule.Packets}, n_bytes={rule.Bytes}, ");
            rule.Match.ExpandTo(match);
            MatchPrinter.Append(text, match, null, rule.Priority);
            text.Append(",actions=").Append(rule.Actions.ToString()).Append('\n');
        }

        request.Reply(text.ToString());
    }
}
