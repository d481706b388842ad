using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands about bonds: ports with several interfaces.</summary>
internal static class BondCommands
{
    private const int LeastInterfaces = 2;

    public static readonly CtlCommandRow[] Rows =
    [
        VsctlCommands.Writing(
            "add-bond",
            4,
            int.MaxValue,
            "BRIDGE BOND IFACE... [COLUMN[:KEY]=VALUE]...",
            "--may-exist,--fake-iface",
            SwitchColumns.Prepare,
            Add),
        VsctlCommands.Writing(
            "add-bond-iface", 2, 2, "BOND IFACE", "--may-exist", SwitchColumns.Prepare, AddInterface),
        VsctlCommands.Writing(
            "del-bond-iface", 1, 2, "[BOND] IFACE", "--if-exists", SwitchColumns.Prepare, DeleteInterface),
    ];

    private static string? Add(VsctlContext context)
    {
        var interfaces = new List<string>();
        var settings = new List<string>();
        for (var i = 3; i < context.Arguments.Count; i++)
        {
            // The first setting ends the interfaces.
            var argument = context.Arguments[i];
            var isSetting = settings.Count > 0 || argument.Contains('=', StringComparison.Ordinal);
            (isSetting ? settings : interfaces).Add(argument);
        }

        if (interfaces.Count < LeastInterfaces)
        {
            return $"add-bond requires at least {LeastInterfaces} interfaces, "
                + $"but only {interfaces.Count} were specified";
        }

        var hasFakeInterface = context.HasOption("--fake-iface");
        return new NewPort(context.Arguments[1], context.Arguments[2], interfaces, settings, hasFakeInterface)
            .AddTo(context);
    }

    private static string? AddInterface(VsctlContext context)
    {
        var name = context.Arguments[2];
        if (context.RequirePort(context.Arguments[1], out var port) is { } error)
        {
            return error;
        }

        if (context.HasOption("--may-exist") && context.FindInterface(name) is { } existing)
        {
            return existing.Port == port
                ? null
                : $"\"{context.Command.Text}\" but {name} is actually attached to port {existing.Port.Name}";
        }

        if (context.CheckNameIsFree(name, $"cannot create an interface named {name}") is { } conflict)
        {
            return conflict;
        }

        var row = context.InsertInterface(name);
        port.Row.AddElement(Port.InterfacesColumn, new Atom(row.Uuid));
        context.Config.AddInterface(port, row);
        return null;
    }

    private static string? DeleteInterface(VsctlContext context)
    {
        var name = context.Arguments[^1];
        if (context.FindInterface(name) is not { } one)
        {
            return context.HasOption("--if-exists") ? null : $"no interface named {name}";
        }

        if (context.Arguments.Count > 2)
        {
            if (context.RequirePort(context.Arguments[1], out var port) is { } error)
            {
                return error;
            }

            if (one.Port != port)
            {
                return $"port {context.Arguments[1]} does not have an interface {name}";
            }
        }

        if (one.Port.Interfaces.Count == 1)
        {
            return $"cannot delete last interface from port {one.Port.Name}";
        }

        one.Port.Row.RemoveElement(Port.InterfacesColumn, new Atom(one.Row.Uuid));
        context.Config.Remove(one);
        one.Row.Delete();
        return null;
    }
}
