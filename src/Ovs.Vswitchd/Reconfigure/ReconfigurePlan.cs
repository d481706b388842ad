using System;
using System.Collections.Generic;
using Ovs.Vswitchd.Desired;

namespace Ovs.Vswitchd.Reconfigure;

/// <summary>An interface as it is: its type, and whether its device is open.</summary>
internal readonly record struct ActualInterface(string Type, bool IsOpen);

/// <summary>
/// The way from what is to what is wanted, as an ordered list of steps: a pure function, so tests read it like a story.
/// </summary>
/// <remarks>Removals come first, so that a name or a device is free before somebody else takes it. An interface whose device
/// could not be opened is tried again. Settings need no steps: they are in the snapshot that is published afterwards.</remarks>
internal static class ReconfigurePlan
{
    public static IReadOnlyList<ReconfigureStep> Make(
        SwitchConfig wanted, IReadOnlyDictionary<string, IReadOnlyDictionary<string, ActualInterface>> actual)
    {
        var steps = new List<ReconfigureStep>();
        var wantedBridges = new Dictionary<string, BridgeConfig>(StringComparer.Ordinal);
        foreach (var bridge in wanted.Bridges)
        {
            wantedBridges.Add(bridge.Name, bridge);
        }

        foreach (var (name, interfaces) in actual)
        {
            var wantedInterfaces = wantedBridges.TryGetValue(name, out var config) ? Interfaces(config) : null;
            foreach (var (one, state) in interfaces)
            {
                if (wantedInterfaces is null || !wantedInterfaces.TryGetValue(one, out var wantedOne) || wantedOne.Type != state.Type)
                {
                    steps.Add(new RemoveInterface(name, one));
                }
            }

            if (config is null)
            {
                steps.Add(new RemoveBridge(name));
            }
        }

        foreach (var bridge in wanted.Bridges)
        {
            var isThere = actual.TryGetValue(bridge.Name, out var interfaces);
            if (!isThere)
            {
                steps.Add(new AddBridge(bridge.Name, bridge));
            }

            foreach (var one in Interfaces(bridge).Values)
            {
                if (!isThere || !interfaces!.TryGetValue(one.Name, out var state) || state.Type != one.Type || !state.IsOpen)
                {
                    steps.Add(new AddInterface(bridge.Name, one));
                }
            }
        }

        return steps;
    }

    private static Dictionary<string, InterfaceConfig> Interfaces(BridgeConfig bridge)
    {
        var interfaces = new Dictionary<string, InterfaceConfig>(StringComparer.Ordinal);
        foreach (var port in bridge.Ports)
        {
            foreach (var one in port.Interfaces)
            {
                interfaces.TryAdd(one.Name, one);
            }
        }

        return interfaces;
    }
}
