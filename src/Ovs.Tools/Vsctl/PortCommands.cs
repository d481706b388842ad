using System.Collections.Generic;
using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands about ports and interfaces.</summary>
internal static class PortCommands
{
    public static readonly CtlCommandRow[] Rows =
    [
        VsctlCommands.Reading("list-ports", 1, 1, "BRIDGE", "", SwitchColumns.Prepare, ListPorts),
        VsctlCommands.Writing(
            "add-port",
            2,
            int.MaxValue,
            "BRIDGE NEW-PORT [COLUMN[:KEY]=VALUE]...",
            "--may-exist",
            SwitchColumns.Prepare,
            Add),
        VsctlCommands.Writing(
            "del-port", 1, 2, "[BRIDGE] PORT|IFACE", "--if-exists,--with-iface", SwitchColumns.Prepare, Delete),
        VsctlCommands.Reading("port-to-br", 1, 1, "PORT", "", SwitchColumns.Prepare, PortToBridge),
        VsctlCommands.Reading("list-ifaces", 1, 1, "BRIDGE", "", SwitchColumns.Prepare, ListInterfaces),
        VsctlCommands.Reading("iface-to-br", 1, 1, "IFACE", "", SwitchColumns.Prepare, InterfaceToBridge),
    ];

    public static void DeletePort(VsctlContext context, ConfiguredPort port)
    {
        var bridge = port.Bridge.RealRow;
        var others = new List<Port>(bridge.Ports);
        others.Remove(port.Row);
        bridge.Ports = others;
        foreach (var one in new List<ConfiguredInterface>(port.Interfaces))
        {
            context.Config.Remove(one);
            one.Row.Delete();
        }

        context.Config.Remove(port);
        port.Row.Delete();
    }

    private static string? Add(VsctlContext context)
    {
        var port = context.Arguments[2];
        var settings = new List<string>();
        for (var i = 3; i < context.Arguments.Count; i++)
        {
            settings.Add(context.Arguments[i]);
        }

        return new NewPort(context.Arguments[1], port, [port], settings, HasFakeInterface: false).AddTo(context);
    }

    private static string? Delete(VsctlContext context)
    {
        var target = context.Arguments[^1];
        var mustExist = !context.HasOption("--if-exists");
        if (context.FindBridge(target) is not null)
        {
            return mustExist
                ? $"cannot delete port {target} because it is the local port for bridge {target} "
                    + "(deleting this port requires deleting the entire bridge)"
                : null;
        }

        var withInterface = context.HasOption("--with-iface");
        var port = context.FindPort(target);
        if (port is null && withInterface)
        {
            port = context.FindInterface(target)?.Port;
        }

        if (port is null)
        {
            return !mustExist ? null
                : withInterface ? $"no port or interface named {target}"
                : $"no port named {target}";
        }

        if (context.Arguments.Count == 3 && CheckBridge(context, port) is { } error)
        {
            return error;
        }

        DeletePort(context, port);
        return null;
    }

    private static string? CheckBridge(VsctlContext context, ConfiguredPort port)
    {
        var (bridgeName, target) = (context.Arguments[1], context.Arguments[2]);
        var error = context.RequireBridge(bridgeName, out var bridge);
        if (error is not null || port.Bridge == bridge)
        {
            return error;
        }

        var child = port.Bridge.Parent == bridge ? $" (although its child bridge {port.Bridge.Name} does)" : "";
        return $"bridge {bridgeName} does not have a port {target}{child}";
    }

    private static string? ListPorts(VsctlContext context)
    {
        if (context.RequireBridge(context.Arguments[1], out var bridge) is { } error)
        {
            return error;
        }

        bridge.RealRow.Verify(Bridge.PortsColumn);
        var names = new List<string>();
        foreach (var port in bridge.Ports)
        {
            if (port.Name != bridge.Name)
            {
                names.Add(port.Name);
            }
        }

        context.AppendSorted(names);
        return null;
    }

    private static string? ListInterfaces(VsctlContext context)
    {
        if (context.RequireBridge(context.Arguments[1], out var bridge) is { } error)
        {
            return error;
        }

        context.VerifyPorts();
        var names = new List<string>();
        foreach (var port in bridge.Ports)
        {
            foreach (var one in port.Interfaces)
            {
                if (one.Name != bridge.Name)
                {
                    names.Add(one.Name);
                }
            }
        }

        context.AppendSorted(names);
        return null;
    }

    private static string? PortToBridge(VsctlContext context)
    {
        var error = context.RequirePort(context.Arguments[1], out var port);
        if (error is null)
        {
            context.Output.Append(port.Bridge.Name).Append('\n');
        }

        return error;
    }

    private static string? InterfaceToBridge(VsctlContext context)
    {
        var error = context.RequireInterface(context.Arguments[1], out var one);
        if (error is null)
        {
            context.Output.Append(one.Port.Bridge.Name).Append('\n');
        }

        return error;
    }
}
