using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Datapath.Interface;
using Ovs.Runtime.Control;
using Ovs.Vswitchd.Reconfigure;

namespace Ovs.Vswitchd.Commands;

/// <summary>Commands about megaflows: `dpif/dump-flows`, `dpctl/dump-flows`, `upcall/*`, `revalidator/*`.</summary>
internal static class FlowCommands
{
    public static void Register(ControlCommands commands, SwitchRuntime runtime)
    {
        commands.Register(
            "dpif/dump-flows", "[-m] [--names | --no-names] bridge", 1, int.MaxValue, request => DumpBridge(runtime, request));
        commands.Register(
            "dpctl/dump-flows",
            "[-m] [--names] [dp] [filter=..] [type=..] [pmd=..]",
            0,
            6,
            request => DumpDatapath(runtime, request));
        commands.Register("upcall/show", () => Show(runtime));
        commands.Register("upcall/set-flow-limit", "flow-limit-number", 1, 1, request => SetLimit(runtime, request));
        commands.Register("revalidator/wait", "", 0, 0, request =>
        {
            runtime.Settle();
            request.Reply("");
        });
        commands.Register("revalidator/purge", "", 0, 0, request =>
        {
            runtime.Revalidator.Purge();
            request.Reply("");
        });
    }

    private static void DumpBridge(SwitchRuntime runtime, ControlRequest request)
    {
        var (verbose, names) = (false, false);
        for (var i = 0; i < request.Arguments.Count - 1; i++)
        {
            verbose |= request.Arguments[i] == "-m";
            names = request.Arguments[i] switch { "--names" => true, "--no-names" => false, _ => names || verbose };
        }

        if (!runtime.Bridges.TryGetValue(request.Arguments[^1], out var bridge))
        {
            request.ReplyError("no such bridge");
            return;
        }

        var ports = new HashSet<uint>();
        foreach (var one in bridge.Interfaces.Values)
        {
            if (one.IsOpen)
            {
                ports.Add(one.DpPort.Number);
            }
        }

        request.Reply(Dump(runtime, verbose, names, flow => ports.Contains(flow.FullKey.InPort)));
    }

    private static void DumpDatapath(SwitchRuntime runtime, ControlRequest request)
    {
        var (verbose, names) = (false, false);
        foreach (var argument in request.Arguments)
        {
            switch (argument)
            {
                case "-m" or "--more":
                    verbose = true;
                    break;
                case "--names":
                    names = true;
                    break;
                case "--no-names":
                    names = false;
                    break;
                default:
                    if (!DatapathCommands.IsDatapath(runtime, argument))
                    {
                        request.ReplyError($"ovs-vswitchd: opening datapath {argument} failed (No such device)\n");
                        return;
                    }

                    break;
            }
        }

        if (runtime.IsEmpty)
        {
            request.ReplyError("ovs-vswitchd: no datapaths exist\n");
            return;
        }

        var flows = Dump(runtime, verbose, names, _ => true);
        request.Reply(flows.Length == 0 ? "" : "flow-dump from the main thread:\n" + flows);
    }

    private static string Dump(SwitchRuntime runtime, bool verbose, bool names, Func<DpFlow, bool> isWanted)
    {
        Func<DpPort, string?>? nameOf = null;
        if (names)
        {
            var byNumber = new Dictionary<DpPort, string>();
            foreach (var port in runtime.Datapath.Ports)
            {
                byNumber.Add(port.Number, port.Name);
            }

            nameOf = port => byNumber.GetValueOrDefault(port);
        }

        var text = new StringBuilder();
        var flows = new List<DpFlow>();
        runtime.Datapath.DumpFlows(flows);
        foreach (var flow in flows)
        {
            if (isWanted(flow))
            {
                text.Append(DpFlowText.Format(flow, runtime.NowMs, nameOf, verbose)).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Show(SwitchRuntime runtime)
    {
        if (runtime.IsEmpty)
        {
            return "";
        }

        var revalidator = runtime.Revalidator;
        var current = runtime.Datapath.Statistics.FlowCount;
        return $"""
            {DatapathCommands.FullName(runtime)}:
              flows         : (current {current}) (avg {revalidator.AverageFlowCount}) (max {Math.Max(current, revalidator.MaxFlowCount)}) (limit {runtime.Datapath.FlowLimit})
              dump duration : {revalidator.LastPassMs}ms
              ufid enabled : true

              1: (keys {current})

            """;
    }

    private static void SetLimit(SwitchRuntime runtime, ControlRequest request)
    {
        _ = int.TryParse(request.Arguments[0], out var limit);
        runtime.Datapath.FlowLimit = Math.Max(0, limit);
        request.Reply($"set flow_limit to {limit}\n");
    }
}
