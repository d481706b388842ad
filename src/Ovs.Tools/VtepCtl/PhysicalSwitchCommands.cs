using System.Collections.Generic;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.VtepCtl;

/// <summary>The commands about physical switches and their ports.</summary>
internal static class PhysicalSwitchCommands
{
    public static readonly CtlCommandRow[] Rows =
    [
        VtepCommands.Writing("add-ps", 1, 1, "--may-exist", Add),
        VtepCommands.Writing("del-ps", 1, 1, "--if-exists", Delete),
        VtepCommands.Reading("list-ps", 0, 0, "", List),
        VtepCommands.Reading("ps-exists", 1, 1, "", Exists),
        VtepCommands.Reading("list-ports", 1, 1, "", ListPorts),
        VtepCommands.Writing("add-port", 2, 2, "--may-exist", AddPort),
        VtepCommands.Writing("del-port", 2, 2, "--if-exists", DeletePort),
    ];

    private static string? Add(VtepContext context)
    {
        var name = context.Arguments[1];
        if (context.FindPhysicalSwitch(name) is not null)
        {
            return context.HasOption("--may-exist")
                ? null
                : $"cannot create physical switch {name} because it already exists";
        }

        var row = context.Transaction.Insert<PhysicalSwitch>();
        row.Name = name;
        context.Root.Switches = [.. context.Root.Switches, row];
        return null;
    }

    private static string? Delete(VtepContext context)
    {
        var name = context.Arguments[1];
        if (context.FindPhysicalSwitch(name) is not { } row)
        {
            return context.HasOption("--if-exists") ? null : $"no physical switch named {name}";
        }

        foreach (var port in row.Ports)
        {
            port.Delete();
        }

        var others = new List<PhysicalSwitch>(context.Root.Switches);
        others.Remove(row);
        row.Delete();
        context.Root.Switches = others;
        return null;
    }

    private static string? List(VtepContext context)
    {
        var names = new List<string>();
        foreach (var one in context.Root.Switches)
        {
            names.Add(one.Name);
        }

        context.AppendSorted(names);
        return null;
    }

    private static string? Exists(VtepContext context)
    {
        var isThere = context.FindPhysicalSwitch(context.Arguments[1]) is not null;
        context.ExitStatus = isThere ? null : VtepCommands.NotThereStatus;
        return null;
    }

    private static string? ListPorts(VtepContext context)
    {
        if (context.RequirePhysicalSwitch(context.Arguments[1], out var owner) is { } error)
        {
            return error;
        }

        owner.Verify(PhysicalSwitch.PortsColumn);
        var names = new List<string>();
        foreach (var port in owner.Ports)
        {
            if (port.Name != owner.Name)
            {
                names.Add(port.Name);
            }
        }

        context.AppendSorted(names);
        return null;
    }

    private static string? AddPort(VtepContext context)
    {
        var (switchName, name) = (context.Arguments[1], context.Arguments[2]);
        if (context.FindPort(switchName, name) is not null)
        {
            return context.HasOption("--may-exist")
                ? null
                : $"cannot create a port named {name} on {switchName} because a port with that name already exists";
        }

        if (context.RequirePhysicalSwitch(switchName, out var owner) is { } error)
        {
            return error;
        }

        var port = context.Transaction.Insert<PhysicalPort>();
        port.Name = name;
        owner.Ports = [.. owner.Ports, port];
        return null;
    }

    private static string? DeletePort(VtepContext context)
    {
        var (switchName, name) = (context.Arguments[1], context.Arguments[2]);
        if (context.FindPort(switchName, name) is not { } port)
        {
            return context.HasOption("--if-exists") ? null : $"no port named {name}";
        }

        var owner = context.FindPhysicalSwitch(switchName)!;
        var others = new List<PhysicalPort>(owner.Ports);
        others.Remove(port);
        owner.Ports = others;
        port.Delete();
        return null;
    }
}
