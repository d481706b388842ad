using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>What the switch commands work with: the root row, and bridges, ports and interfaces by name.</summary>
internal sealed class VsctlContext(CtlDatabase database, Replica replica) : CtlContext(database, replica)
{
    private SwitchConfig? _config;
    private bool _hasVerifiedPorts;

    /// <summary>The only row of the root table; there is none while commands prepare.</summary>
    public OpenVSwitch Root { get; init; } = null!;

    public SwitchConfig Config => _config ??= new SwitchConfig(Root);

    /// <summary>Provisional identifiers of interfaces that the switch must set up without an error.</summary>
    public List<Uuid> NewInterfaces { get; } = [];

    public override void Begin(CtlCommand command, bool isLast)
    {
        base.Begin(command, isLast);
        _hasVerifiedPorts = false;
    }

    public override void NoteRowsChanged() => _config = null;

    /// <summary>The transaction holds only if nobody else adds or removes bridges, ports or interfaces.</summary>
    public void VerifyPorts()
    {
        if (_hasVerifiedPorts)
        {
            return;
        }

        _hasVerifiedPorts = true;
        Root.Verify(OpenVSwitch.BridgesColumn);
        foreach (var bridge in Replica.Rows<Bridge>())
        {
            bridge.Verify(Bridge.PortsColumn);
        }

        foreach (var port in Replica.Rows<Port>())
        {
            port.Verify(Port.InterfacesColumn);
        }
    }

    /// <summary>Finds a bridge that must exist; gives null or what is wrong.</summary>
    public string? RequireBridge(string name, out ConfiguredBridge bridge)
    {
        bridge = FindBridge(name)!;
        return bridge is null ? $"no bridge named {name}" : null;
    }

    /// <summary>The same, and a VLAN bridge is wrong, too.</summary>
    public string? RequireRealBridge(string name, out ConfiguredBridge bridge) =>
        RequireBridge(name, out bridge) ?? (bridge.IsVlanBridge ? $"{name} is a fake bridge" : null);

    public ConfiguredBridge? FindBridge(string name)
    {
        Root.Verify(OpenVSwitch.BridgesColumn);
        return Config.Bridges.GetValueOrDefault(name);
    }

    public string? RequirePort(string name, out ConfiguredPort port)
    {
        port = FindPort(name)!;
        return port is null ? $"no port named {name}" : null;
    }

    /// <summary>A port that is not a bridge's own.</summary>
    public ConfiguredPort? FindPort(string name)
    {
        VerifyPorts();
        return Config.Ports.TryGetValue(name, out var port) && port.Bridge.Name != name ? port : null;
    }

    public string? RequireInterface(string name, out ConfiguredInterface one)
    {
        one = FindInterface(name)!;
        return one is null ? $"no interface named {name}" : null;
    }

    /// <summary>An interface that is not a bridge's own.</summary>
    public ConfiguredInterface? FindInterface(string name)
    {
        VerifyPorts();
        return Config.Interfaces.TryGetValue(name, out var one) && one.Port.Bridge.Name != name ? one : null;
    }

    /// <summary>The error, begun by <paramref name="problem"/>, when something has the name already; otherwise
    /// null.</summary>
    public string? CheckNameIsFree(string name, string problem)
    {
        VerifyPorts();
        if (Config.Bridges.ContainsKey(name))
        {
            return $"{problem} because a bridge named {name} already exists";
        }

        if (Config.Ports.TryGetValue(name, out var port))
        {
            return $"{problem} because a port named {name} already exists on bridge {port.Bridge.Name}";
        }

        return Config.Interfaces.TryGetValue(name, out var one)
            ? $"{problem} because an interface named {name} already exists on bridge {one.Port.Bridge.Name}"
            : null;
    }

    /// <summary>Inserts an interface whose set-up is looked at after the commit.</summary>
    public Interface InsertInterface(string name)
    {
        var row = Transaction.Insert<Interface>();
        row.Name = name;
        NewInterfaces.Add(row.Uuid);
        return row;
    }
}
