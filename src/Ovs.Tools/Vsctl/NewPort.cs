using System.Collections.Generic;
using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>A port to be added, with one interface or, as a bond, with several.</summary>
/// <param name="Settings">"COLUMN[:KEY]=VALUE" for the port's row.</param>
internal sealed record NewPort(
    string Bridge,
    string Name,
    IReadOnlyList<string> Interfaces,
    IReadOnlyList<string> Settings,
    bool HasFakeInterface)
{
    /// <summary>Gives null or what is wrong.</summary>
    public string? AddTo(VsctlContext context)
    {
        if (CheckNames() is { } nameError)
        {
            return nameError;
        }

        if (context.HasOption("--may-exist") && context.FindPort(Name) is { } existing)
        {
            return CheckExisting(context, existing);
        }

        return CheckConflicts(context) ?? context.RequireBridge(Bridge, out var bridge) ?? Insert(context, bridge);
    }

    private string? CheckNames()
    {
        if (Name.Length == 0)
        {
            return "port name must not be empty string";
        }

        foreach (var name in Interfaces)
        {
            if (name.Length == 0)
            {
                return "interface name must not be empty string";
            }
        }

        return null;
    }

    private string? CheckExisting(VsctlContext context, ConfiguredPort existing)
    {
        if (existing.Bridge.Name != Bridge)
        {
            return $"\"{context.Command.Text}\" but {Name} is actually attached to bridge {existing.Bridge.Name}";
        }

        var wanted = new List<string>(Interfaces);
        wanted.Sort(string.CompareOrdinal);
        var have = new List<string>();
        foreach (var one in existing.Row.Interfaces)
        {
            have.Add(one.Name);
        }

        have.Sort(string.CompareOrdinal);
        return wanted.Count == have.Count && !wanted.Exists(name => !have.Contains(name))
            ? null
            : $"\"{context.Command.Text}\" but {Name} actually has interface(s) {string.Join(", ", have)}";
    }

    private string? CheckConflicts(VsctlContext context)
    {
        var error = context.CheckNameIsFree(Name, $"cannot create a port named {Name}");
        for (var i = 0; error is null && i < Interfaces.Count; i++)
        {
            error = context.CheckNameIsFree(Interfaces[i], $"cannot create an interface named {Interfaces[i]}");
        }

        return error;
    }

    private string? Insert(VsctlContext context, ConfiguredBridge bridge)
    {
        var interfaces = new List<Interface>();
        foreach (var name in Interfaces)
        {
            interfaces.Add(context.InsertInterface(name));
        }

        var port = context.Transaction.Insert<Port>();
        port.Name = Name;
        port.Interfaces = interfaces;
        port.BondFakeIface = HasFakeInterface;
        if (bridge.IsVlanBridge)
        {
            port.Tag = bridge.Vlan;
        }

        foreach (var setting in Settings)
        {
            if (WriteCommands.SetColumn(port, setting, context.Symbols, asMutation: false) is { } error)
            {
                return error;
            }
        }

        bridge.RealRow.Ports = [.. bridge.RealRow.Ports, port];
        var added = context.Config.AddPort(bridge, port);
        foreach (var one in interfaces)
        {
            context.Config.AddInterface(added, one);
        }

        return null;
    }
}
