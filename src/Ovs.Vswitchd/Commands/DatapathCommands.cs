using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Flow.Fields;
using Ovs.Ofproto.Bundles;
using Ovs.Runtime.Control;
using Ovs.Vswitchd.Reconfigure;

namespace Ovs.Vswitchd.Commands;

/// <summary>`dpif/*`, `dpctl/*` and `ofproto/list`: which bridges and datapaths there are, and their ports.</summary>
internal static class DatapathCommands
{
    public static void Register(ControlCommands commands, SwitchRuntime runtime)
    {
        commands.Register("ofproto/list", () => Lines(SortedNames(runtime), name => name));
        commands.Register("dpif/dump-dps", () => Lines(SortedNames(runtime), name => $"{runtime.Datapath.Type}@{name}"));
        commands.Register("dpctl/dump-dps", () => runtime.IsEmpty ? "" : $"{FullName(runtime)}\n");
        commands.Register("dpif/show", () => ShowBridges(runtime));
        commands.Register("dpctl/show", "[-s] [dp...]", 0, int.MaxValue, request => ShowPorts(runtime, request));
    }

    public static string FullName(SwitchRuntime runtime) => $"{runtime.Datapath.Type}@{runtime.Datapath.Name}";

    /// <summary>True if <paramref name="name"/> is how users call the datapath: with its type, or without.</summary>
    public static bool IsDatapath(SwitchRuntime runtime, string name) =>
        !runtime.IsEmpty && (name == runtime.Datapath.Name || name == FullName(runtime));

    private static List<string> SortedNames(SwitchRuntime runtime)
    {
        var names = new List<string>(runtime.Bridges.Keys);
        names.Sort(StringComparer.Ordinal);
        return names;
    }

    private static string Lines(List<string> names, Func<string, string> format)
    {
        var text = new StringBuilder();
        foreach (var name in names)
        {
            text.Append(format(name)).Append('\n');
        }

        return text.ToString();
    }

    private static string ShowBridges(SwitchRuntime runtime)
    {
        if (runtime.IsEmpty)
        {
            return "";
        }

        var statistics = runtime.Datapath.Statistics;
        var text = new StringBuilder($"{FullName(runtime)}: hit:{statistics.Hit} missed:{statistics.Missed}\n");
        foreach (var name in SortedNames(runtime))
        {
            text.Append($"  {name}:\n");
            var bridge = runtime.Bridges[name];
            var interfaces = new List<InterfaceRuntime>(bridge.Interfaces.Values);
            interfaces.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            foreach (var one in interfaces)
            {
                if (one.IsOpen)
                {
                    text.Append($"    {one.Name} {one.OfPort.Number}/{one.DpPort}: ({DeviceType(one.Type)})\n");
                }
            }
        }

        return text.ToString();
    }

    private static void ShowPorts(SwitchRuntime runtime, ControlRequest request)
    {
        var text = new StringBuilder();
        var withStatistics = false;
        var names = new List<string>();
        foreach (var argument in request.Arguments)
        {
            withStatistics |= argument is "-s" or "--statistics";
            if (!argument.StartsWith('-'))
            {
                names.Add(argument);
            }
        }

        foreach (var name in names)
        {
            if (!IsDatapath(runtime, name))
            {
                request.ReplyError($"ovs-vswitchd: opening datapath {name} failed (No such device)\n");
                return;
            }
        }

        if (!runtime.IsEmpty)
        {
            AppendPorts(text, runtime, withStatistics);
        }

        request.Reply(text.ToString());
    }

    private static void AppendPorts(StringBuilder text, SwitchRuntime runtime, bool withStatistics)
    {
        var statistics = runtime.Datapath.Statistics;
        text.Append($"{FullName(runtime)}:\n");
        text.Append($"  lookups: hit:{statistics.Hit} missed:{statistics.Missed} lost:{statistics.Lost}\n");
        text.Append($"  flows: {statistics.FlowCount}\n");
        foreach (var port in runtime.Datapath.Ports)
        {
            text.Append($"  port {port.Number}: {port.Name}");
            var type = DeviceType(port.Type);
            text.Append(type == "system" ? "\n" : $" ({type})\n");
            if (withStatistics && !port.Netdev.GetStatistics(out var counters).IsError)
            {
                string Value(long? count) => count?.ToString() ?? "?";
                text.Append($"    RX packets:{Value(counters.RxPackets)} errors:{Value(counters.RxErrors)} "
                    + $"dropped:{Value(counters.RxDropped)} overruns:{Value(counters.RxOverErrors)} "
                    + $"frame:{Value(counters.RxFrameErrors)}\n");
                text.Append($"    TX packets:{Value(counters.TxPackets)} errors:{Value(counters.TxErrors)} "
                    + $"dropped:{Value(counters.TxDropped)} aborted:? carrier:?\n");
                text.Append($"    collisions:{Value(counters.Collisions)}\n");
                text.Append($"    RX bytes:{Bytes(counters.RxBytes)}  TX bytes:{Bytes(counters.TxBytes)}\n");
            }
        }
    }

    private static string Bytes(long? count)
    {
        if (count is not { } bytes)
        {
            return "?";
        }

        var (size, unit) = bytes switch
        {
            >= 1L << 40 => (1L << 40, "TiB"),
            >= 1L << 30 => (1L << 30, "GiB"),
            >= 1L << 20 => (1L << 20, "MiB"),
            >= 1L << 10 => (1L << 10, "KiB"),
            _ => (0L, ""),
        };
        return size == 0 ? $"{bytes}" : FormattableString.Invariant($"{bytes} ({(double)bytes / size:F1} {unit})");
    }

    /// <summary>The device type by which the userspace datapath opens a port.</summary>
    private static string DeviceType(string type) => type == "internal" ? "tap" : type;
}
