using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Rows;
using Ovs.Runtime.Logging;

namespace Ovs.Tools.Vsctl;

/// <summary>
/// The bridges, ports and interfaces of the database by name, VLAN ("fake") bridges among the real ones. It is a
/// snapshot: commands that change rows change it along or throw it away.
/// </summary>
/// <remarks>A VLAN bridge is a port of another bridge, with fake_bridge set and a tag; the ports of that bridge with
/// the same tag belong to it.</remarks>
internal sealed class SwitchConfig
{
    private const int MaxTag = 4095;

    private static readonly LogModule s_log = LogModule.Define("vsctl");

    private readonly Dictionary<string, ConfiguredBridge> _bridges = [];
    private readonly Dictionary<string, ConfiguredPort> _ports = [];
    private readonly Dictionary<string, ConfiguredInterface> _interfaces = [];

    public SwitchConfig(OpenVSwitch root)
    {
        AddBridges(root);
        AddPorts(root);
    }

    public IReadOnlyDictionary<string, ConfiguredBridge> Bridges => _bridges;

    public IReadOnlyDictionary<string, ConfiguredPort> Ports => _ports;

    public IReadOnlyDictionary<string, ConfiguredInterface> Interfaces => _interfaces;

    public ConfiguredPort AddPort(ConfiguredBridge bridge, Port row)
    {
        var owner = bridge;
        if (ValidTag(row) is { } tag && bridge.Children.TryGetValue(tag, out var child))
        {
            owner = child;
        }

        var port = new ConfiguredPort(row.Name, row, owner);
        owner.Ports.Add(port);
        _ports[port.Name] = port;
        return port;
    }

    public void AddInterface(ConfiguredPort port, Interface row)
    {
        var added = new ConfiguredInterface(row.Name, row, port);
        port.Interfaces.Add(added);
        _interfaces[added.Name] = added;
    }

    public void Remove(ConfiguredBridge bridge)
    {
        bridge.Parent?.Children.Remove(bridge.Vlan);
        _bridges.Remove(bridge.Name);
    }

    public void Remove(ConfiguredPort port)
    {
        port.Bridge.Ports.Remove(port);
        _ports.Remove(port.Name);
    }

    public void Remove(ConfiguredInterface one)
    {
        one.Port.Interfaces.Remove(one);
        _interfaces.Remove(one.Name);
    }

    private static int? ValidTag(Port port) => port.Tag is >= 0 and <= MaxTag and var tag ? (int)tag : null;

    private static bool IsVlanBridge(Port port) => port.FakeBridge && ValidTag(port) is not null;

    private void AddBridges(OpenVSwitch root)
    {
        var names = new HashSet<string>();
        var ports = new HashSet<string>();
        foreach (var row in root.Bridges)
        {
            if (!names.Add(row.Name))
            {
                s_log.Warn($"{row.Name}: database contains duplicate bridge name");
                continue;
            }

            var bridge = new ConfiguredBridge(row.Name, row, null, 0);
            _bridges[row.Name] = bridge;
            foreach (var port in row.Ports)
            {
                if (ports.Add(port.Name) && IsVlanBridge(port) && names.Add(port.Name))
                {
                    AddVlanBridge(bridge, port);
                }
            }
        }
    }

    private void AddVlanBridge(ConfiguredBridge parent, Port port)
    {
        var vlan = (int)port.Tag!.Value;
        var bridge = new ConfiguredBridge(port.Name, null, parent, vlan);
        if (parent.Children.TryGetValue(vlan, out var conflict))
        {
            s_log.Warn($"{parent.Name}: bridge has multiple VLAN bridges ({port.Name} and {conflict.Name}) "
                + $"for VLAN {vlan}, but only one is allowed");
        }
        else
        {
            parent.Children.Add(vlan, bridge);
        }

        _bridges[port.Name] = bridge;
    }

    private void AddPorts(OpenVSwitch root)
    {
        var names = new HashSet<string>();
        foreach (var row in root.Bridges)
        {
            if (!names.Add(row.Name))
            {
                continue;
            }

            var bridge = _bridges[row.Name];
            foreach (var port in row.Ports)
            {
                if (_ports.TryGetValue(port.Name, out var other))
                {
                    WarnOfPort(port, bridge, other);
                }
                else if (!IsVlanBridge(port) || names.Add(port.Name))
                {
                    AddInterfaces(AddPort(bridge, port), port);
                }
            }
        }
    }

    private static void WarnOfPort(Port port, ConfiguredBridge bridge, ConfiguredPort other)
    {
        if (port == other.Row)
        {
            s_log.Warn($"{port.Name}: port is in multiple bridges ({bridge.Name} and {other.Bridge.Name})");
        }
        else
        {
            // The database's own constraints forbid it.
            s_log.Err($"{port.Name}: database contains duplicate port name");
        }
    }

    private void AddInterfaces(ConfiguredPort port, Port row)
    {
        foreach (var one in row.Interfaces)
        {
            if (!_interfaces.TryGetValue(one.Name, out var other))
            {
                AddInterface(port, one);
            }
            else if (one == other.Row)
            {
                s_log.Warn($"{one.Name}: interface is in multiple ports ({other.Port.Name} and {port.Name})");
            }
            else
            {
                s_log.Err($"{one.Name}: database contains duplicate interface name");
            }
        }
    }
}

/// <summary>A bridge, or a VLAN bridge.</summary>
/// <param name="row">Null for a VLAN bridge.</param>
/// <param name="parent">Null for a real bridge.</param>
internal sealed class ConfiguredBridge(string name, Bridge? row, ConfiguredBridge? parent, int vlan)
{
    public string Name => name;

    public ConfiguredBridge? Parent => parent;

    public int Vlan => vlan;

    /// <summary>The real bridge: this or the parent.</summary>
    public ConfiguredBridge Real => parent ?? this;

    /// <summary>The row of the real bridge.</summary>
    public Bridge RealRow => row ?? parent!.RealRow;

    public bool IsVlanBridge => parent is not null;

    public List<ConfiguredPort> Ports { get; } = [];

    /// <summary>VLAN bridges by VLAN.</summary>
    public SortedDictionary<int, ConfiguredBridge> Children { get; } = [];
}

internal sealed class ConfiguredPort(string name, Port row, ConfiguredBridge bridge)
{
    public string Name => name;

    public Port Row => row;

    public ConfiguredBridge Bridge => bridge;

    public List<ConfiguredInterface> Interfaces { get; } = [];
}

internal sealed record ConfiguredInterface(string Name, Interface Row, ConfiguredPort Port);
