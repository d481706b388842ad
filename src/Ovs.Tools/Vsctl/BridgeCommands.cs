using System.Collections.Generic;
using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands about bridges.</summary>
internal static class BridgeCommands
{
    private const int MaxVlan = 4095;
    private const int NotThereStatus = 2;

    public static readonly CtlCommandRow[] Rows =
    [
        VsctlCommands.Writing(
            "add-br", 1, 3, "NEW-BRIDGE [PARENT] [NEW-VLAN]", "--may-exist", SwitchColumns.Prepare, Add),
        VsctlCommands.Writing("del-br", 1, 1, "BRIDGE", "--if-exists", SwitchColumns.Prepare, Delete),
        VsctlCommands.Reading("list-br", 0, 0, "", "--real,--fake", SwitchColumns.Prepare, List),
        VsctlCommands.Reading("br-exists", 1, 1, "BRIDGE", "", SwitchColumns.Prepare, Exists),
        VsctlCommands.Reading("br-to-vlan", 1, 1, "BRIDGE", "", SwitchColumns.Prepare, ToVlan),
        VsctlCommands.Reading("br-to-parent", 1, 1, "BRIDGE", "", SwitchColumns.Prepare, ToParent),
        VsctlCommands.Writing(
            "br-set-external-id", 2, 3, "BRIDGE KEY [VALUE]", "", ExternalIds.Prepare, ExternalIds.Set),
        VsctlCommands.Reading("br-get-external-id", 1, 2, "BRIDGE [KEY]", "", ExternalIds.Prepare, ExternalIds.Get),
    ];

    private static string? Add(VsctlContext context)
    {
        var arguments = context.Arguments;
        var name = arguments[1];
        if (name.Length == 0)
        {
            return "bridge name must not be empty string";
        }

        if (arguments.Count == 3)
        {
            return $"'{arguments[0]}' command takes exactly 1 or 3 arguments";
        }

        var parent = arguments.Count == 4 ? arguments[2] : null;
        var vlan = parent is null ? 0 : CNumber.Atoi(arguments[3]);
        if (vlan is < 0 or > MaxVlan)
        {
            return $"{arguments[0]}: vlan must be between 0 and {MaxVlan}";
        }

        if (context.HasOption("--may-exist") && context.FindBridge(name) is { } existing)
        {
            return CheckExisting(existing, parent, vlan);
        }

        return context.CheckNameIsFree(name, $"cannot create a bridge named {name}")
            ?? (parent is null ? AddReal(context, name) : AddVlanBridge(context, name, parent, vlan));
    }

    private static string? CheckExisting(ConfiguredBridge bridge, string? parent, int vlan)
    {
        var name = bridge.Name;
        if (parent is null)
        {
            return bridge.IsVlanBridge
                ? $"\"--may-exist add-br {name}\" but {name} is a VLAN bridge for VLAN {bridge.Vlan}"
                : null;
        }

        var wrong = $"\"--may-exist add-br {name} {parent} {vlan}\" but {name}";
        if (bridge.Parent is null)
        {
            return $"{wrong} is not a VLAN bridge";
        }

        if (bridge.Parent.Name != parent)
        {
            return $"{wrong} has the wrong parent {bridge.Parent.Name}";
        }

        return bridge.Vlan != vlan ? $"{wrong} is a VLAN bridge for the wrong VLAN {bridge.Vlan}" : null;
    }

    private static string? AddReal(VsctlContext context, string name)
    {
        var port = InsertLocalPort(context, name);
        var bridge = context.Transaction.Insert<Bridge>();
        bridge.Name = name;
        bridge.Ports = [port];
        context.Root.Bridges = [.. context.Root.Bridges, bridge];
        context.NoteRowsChanged();
        return null;
    }

    private static string? AddVlanBridge(VsctlContext context, string name, string parentName, int vlan)
    {
        var parent = context.FindBridge(parentName);
        if (parent is null)
        {
            return $"parent bridge {parentName} does not exist";
        }

        if (parent.IsVlanBridge)
        {
            return "cannot create bridge with fake bridge as parent";
        }

        if (parent.Children.TryGetValue(vlan, out var other))
        {
            return $"bridge {parentName} already has a child VLAN bridge {other.Name} on VLAN {vlan}";
        }

        var port = InsertLocalPort(context, name);
        port.FakeBridge = true;
        port.Tag = vlan;
        parent.RealRow.Ports = [.. parent.RealRow.Ports, port];
        context.NoteRowsChanged();
        return null;
    }

    private static Port InsertLocalPort(VsctlContext context, string name)
    {
        var local = context.InsertInterface(name);
        local.Type = "internal";
        var port = context.Transaction.Insert<Port>();
        port.Name = name;
        port.Interfaces = [local];
        return port;
    }

    private static string? Delete(VsctlContext context)
    {
        var name = context.Arguments[1];
        if (context.FindBridge(name) is { } bridge)
        {
            DeleteBridge(context, bridge);
            return null;
        }

        return context.HasOption("--if-exists") ? null : $"no bridge named {name}";
    }

    private static void DeleteBridge(VsctlContext context, ConfiguredBridge bridge)
    {
        foreach (var child in new List<ConfiguredBridge>(bridge.Children.Values))
        {
            DeleteBridge(context, child);
        }

        foreach (var port in new List<ConfiguredPort>(bridge.Ports))
        {
            PortCommands.DeletePort(context, port);
        }

        context.Config.Remove(bridge);
        if (bridge.IsVlanBridge)
        {
            return;
        }

        var row = bridge.RealRow;
        foreach (var set in new List<FlowSampleCollectorSet>(context.Replica.Rows<FlowSampleCollectorSet>()))
        {
            if (set.Bridge == row)
            {
                set.Delete();
            }
        }

        var others = new List<Bridge>(context.Root.Bridges);
        others.Remove(row);
        row.Delete();
        context.Root.Bridges = others;
    }

    private static string? List(VsctlContext context)
    {
        var real = context.HasOption("--real");
        var fake = context.HasOption("--fake");
        var names = new List<string>();
        foreach (var bridge in context.Config.Bridges.Values)
        {
            // Asked for neither, it lists both.
            if (real == fake || bridge.IsVlanBridge == fake)
            {
                names.Add(bridge.Name);
            }
        }

        context.AppendSorted(names);
        return null;
    }

    private static string? Exists(VsctlContext context)
    {
        context.ExitStatus = context.FindBridge(context.Arguments[1]) is null ? NotThereStatus : null;
        return null;
    }

    private static string? ToVlan(VsctlContext context)
    {
        var error = context.RequireBridge(context.Arguments[1], out var bridge);
        if (error is null)
        {
            context.Output.Append(bridge.Vlan).Append('\n');
        }

        return error;
    }

    private static string? ToParent(VsctlContext context)
    {
        var error = context.RequireBridge(context.Arguments[1], out var bridge);
        if (error is null)
        {
            context.Output.Append(bridge.Real.Name).Append('\n');
        }

        return error;
    }
}
