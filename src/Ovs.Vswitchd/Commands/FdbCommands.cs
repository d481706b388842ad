using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Ovs.Flow.Fields;
using Ovs.Flow.Key;
using Ovs.Ofproto.Learning;
using Ovs.Runtime.Control;
using Ovs.Runtime.Json;
using Ovs.Vswitchd.Reconfigure;

namespace Ovs.Vswitchd.Commands;

/// <summary>`fdb/*`: the MAC tables of bridges (ovs-vswitchd(8), "bridge commands").</summary>
internal static class FdbCommands
{
    private const string NoBridge = "no such bridge";
    private const string BadMac = "bad MAC address";

    public static void Register(ControlCommands commands, SwitchRuntime runtime)
    {
        commands.Register("fdb/show", "bridge", 1, 1, request => Show(runtime, request));
        commands.Register("fdb/flush", "[bridge]", 0, 1, request => Flush(runtime, request));
        commands.Register("fdb/add", "bridge port vlan mac", 4, 4, request => Add(runtime, request));
        commands.Register("fdb/del", "bridge vlan mac", 3, 3, request => Delete(runtime, request));
        commands.Register("fdb/stats-show", "bridge", 1, 1, request => ShowStatistics(runtime, request));
        commands.Register("fdb/stats-clear", "[bridge]", 0, 1, request => ClearStatistics(runtime, request));
    }

    /// <summary>The bridges that a command with an optional name is about; null, and an error sent, for an unknown name.</summary>
    private static IEnumerable<BridgeRuntime>? Chosen(SwitchRuntime runtime, ControlRequest request)
    {
        if (request.Arguments.Count == 0)
        {
            return runtime.Bridges.Values;
        }

        if (runtime.Bridges.TryGetValue(request.Arguments[0], out var bridge))
        {
            return [bridge];
        }

        request.ReplyError(NoBridge);
        return null;
    }

    private static void Show(SwitchRuntime runtime, ControlRequest request)
    {
        if (!runtime.Bridges.TryGetValue(request.Arguments[0], out var bridge))
        {
            request.ReplyError(NoBridge);
        }
        else if (request.WantsJson)
        {
            request.Reply(ToJson(bridge));
        }
        else
        {
            request.Reply(ToText(bridge));
        }
    }

    private static string ToText(BridgeRuntime bridge)
    {
        var text = new StringBuilder(" port  VLAN  MAC                Age\n");
        foreach (var entry in bridge.Macs.List())
        {
            var port = PortText(bridge, entry);
            var age = entry.IsStatic ? "static" : $"{entry.AgeSeconds,3}";
            text.Append($"{port,5}  {entry.Vlan,4}  {entry.Mac}  {age}\n");
        }

        return text.ToString();
    }

    private static JsonArray ToJson(BridgeRuntime bridge)
    {
        var entries = new JsonArray();
        foreach (var entry in bridge.Macs.List())
        {
            entries.Add(new JsonObject(
                ("port", (long)(bridge.FirstInterface(entry.Bundle)?.OfPort.Number ?? 0)),
                ("vlan", (long)entry.Vlan),
                ("mac", entry.Mac.ToString()),
                entry.IsStatic ? ("static", JsonValue.Of(true)) : ("age", (long)entry.AgeSeconds)));
        }

        return entries;
    }

    private static string PortText(BridgeRuntime bridge, in MacEntryInfo entry) =>
        bridge.FirstInterface(entry.Bundle)?.OfPort.ToString() ?? "?";

    private static void Flush(SwitchRuntime runtime, ControlRequest request)
    {
        if (Chosen(runtime, request) is { } bridges)
        {
            foreach (var bridge in bridges)
            {
                bridge.Macs.Flush();
            }

            runtime.Revalidator.Wake();
            request.Reply("table successfully flushed");
        }
    }

    private static void Add(SwitchRuntime runtime, ControlRequest request)
    {
        var (portName, vlan) = (request.Arguments[1], ParseVlan(request.Arguments[2]));
        if (!runtime.Bridges.TryGetValue(request.Arguments[0], out var bridge))
        {
            request.ReplyError(NoBridge);
        }
        else if (!EthAddress.TryParse(request.Arguments[3], out var mac))
        {
            request.ReplyError(BadMac);
        }
        else if (bridge.BundleOf(portName) is not { } bundle)
        {
            request.ReplyError("software error, odp port is present but no ofp port");
        }
        else
        {
            var text = "";
            if (bridge.Macs.TryLookup(mac, vlan, out MacEntryInfo old) && (old.Bundle != bundle || !old.IsStatic))
            {
                text = $"Overriding already existing {(old.IsStatic ? "static" : "dynamic")} entry on {PortText(bridge, old)}\n";
            }

            bridge.Macs.AddStatic(mac, vlan, bundle);
            runtime.Revalidator.Wake();
            request.Reply(text);
        }
    }

    private static void Delete(SwitchRuntime runtime, ControlRequest request)
    {
        if (!runtime.Bridges.TryGetValue(request.Arguments[0], out var bridge))
        {
            request.ReplyError(NoBridge);
        }
        else if (!EthAddress.TryParse(request.Arguments[2], out var mac))
        {
            request.ReplyError(BadMac);
        }
        else if (!bridge.Macs.RemoveStatic(mac, ParseVlan(request.Arguments[1])))
        {
            request.ReplyError("could not find static mac entry\n");
        }
        else
        {
            runtime.Revalidator.Wake();
            request.Reply("");
        }
    }

    private static void ShowStatistics(SwitchRuntime runtime, ControlRequest request)
    {
        if (!runtime.Bridges.TryGetValue(request.Arguments[0], out var bridge))
        {
            request.ReplyError(NoBridge);
            return;
        }

        var statistics = bridge.Macs.Statistics;
        request.Reply($"""
            Statistics for bridge "{bridge.Name}":
              Current/maximum MAC entries in the table: {statistics.Count}/{statistics.MaxCount}
              Current static MAC entries in the table : {statistics.StaticCount}
              Total number of learned MAC entries     : {statistics.Learned}
              Total number of expired MAC entries     : {statistics.Expired}
              Total number of evicted MAC entries     : {statistics.Evicted}
              Total number of port moved MAC entries  : {statistics.Moved}

            """);
    }

    private static void ClearStatistics(SwitchRuntime runtime, ControlRequest request)
    {
        if (Chosen(runtime, request) is { } bridges)
        {
            foreach (var bridge in bridges)
            {
                bridge.Macs.ClearStatistics();
            }

            request.Reply("statistics successfully cleared");
        }
    }

    /// <summary>As C's atoi into 16 bits: what scripts pass has always been taken this way.</summary>
    private static ushort ParseVlan(string text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (end == 0 && text[end] is '-' or '+')))
        {
            end++;
        }

        return long.TryParse(text.AsSpan(0, end), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? unchecked((ushort)value)
            : (ushort)0;
    }
}
