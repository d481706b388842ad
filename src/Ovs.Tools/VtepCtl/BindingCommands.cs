using System.Collections.Generic;
using System.Globalization;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.VtepCtl;

/// <summary>The commands about bindings: which logical switch a VLAN of a port belongs to.</summary>
internal static class BindingCommands
{
    public static readonly CtlCommandRow[] Rows =
    [
        VtepCommands.Reading("list-bindings", 2, 2, "", List),

        // The log takes these two for readers, as in the original.
        VtepCommands.Reading("bind-ls", 4, 4, "", Bind),
        VtepCommands.Reading("unbind-ls", 3, 3, "", Unbind),
    ];

    private static string? List(VtepContext context)
    {
        if (context.RequirePort(context.Arguments[1], context.Arguments[2], out var port) is { } error)
        {
            return error;
        }

        var lines = new List<string>();
        foreach (var (vlan, logical) in port.VlanBindings)
        {
            lines.Add($"{vlan.ToString("D4", CultureInfo.InvariantCulture)} {logical.Name}");
        }

        context.AppendSorted(lines);
        return null;
    }

    private static string? Bind(VtepContext context)
    {
        LogicalSwitch logical = null!;
        var error = context.RequirePort(context.Arguments[1], context.Arguments[2], out var port)
            ?? context.RequireLogicalSwitch(context.Arguments[4], out logical);
        if (error is not null)
        {
            return error;
        }

        var text = context.Arguments[3];
        if (Find(port, text) >= 0)
        {
            return $"multiple bindings for vlan {text}";
        }

        _ = CNumber.TryScan(text, 0, out var vlan);
        port.VlanBindings = [.. port.VlanBindings, new(vlan, logical)];
        return null;
    }

    private static string? Unbind(VtepContext context)
    {
        if (context.RequirePort(context.Arguments[1], context.Arguments[2], out var port) is { } error)
        {
            return error;
        }

        var place = Find(port, context.Arguments[3]);
        if (place < 0)
        {
            return $"no binding for vlan {context.Arguments[3]}";
        }

        var others = new List<KeyValuePair<long, LogicalSwitch>>(port.VlanBindings);
        others.RemoveAt(place);
        port.VlanBindings = others;
        return null;
    }

    /// <summary>The place of a VLAN's binding, or -1. VLANs are compared as they are written, in decimal.</summary>
    private static int Find(PhysicalPort port, string vlan)
    {
        var bindings = port.VlanBindings;
        for (var i = 0; i < bindings.Count; i++)
        {
            if (bindings[i].Key.ToString(CultureInfo.InvariantCulture) == vlan)
            {
                return i;
            }
        }

        return -1;
    }
}
