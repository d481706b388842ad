using System.Collections.Generic;
using Ovs.Ovsdb.Rows;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Vsctl;

/// <summary>The commands about auto-attach: which VLAN a service (I-SID) goes by.</summary>
internal static class AutoAttachCommands
{
    public static readonly CtlCommandRow[] Rows =
    [
        VsctlCommands.Writing("add-aa-mapping", 3, 3, "BRIDGE ARG ARG", "", Prepare, Add),
        VsctlCommands.Writing("del-aa-mapping", 3, 3, "BRIDGE ARG ARG", "", Prepare, Delete),
        VsctlCommands.Reading("get-aa-mapping", 1, 1, "BRIDGE", "", Prepare, Get),
    ];

    private static string? Prepare(CtlContext context)
    {
        context.Monitor(Bridge.TableSchema, Bridge.AutoAttachColumn);
        context.Monitor(AutoAttach.TableSchema, AutoAttach.MappingsColumn);
        return SwitchColumns.Prepare(context);
    }

    private static string? Add(VsctlContext context)
    {
        if (Parse(context, out var service, out var vlan, out var bridge) is { } error)
        {
            return error;
        }

        var row = bridge.AutoAttach;
        if (row is null)
        {
            row = context.Transaction.Insert<AutoAttach>();
            bridge.AutoAttach = row;
        }

        row.Mappings = [.. row.Mappings, new(service, vlan)];
        return null;
    }

    private static string? Delete(VsctlContext context)
    {
        if (Parse(context, out var service, out var vlan, out var bridge) is { } error)
        {
            return error;
        }

        if (bridge.AutoAttach is not { } row)
        {
            return null;
        }

        var others = new List<KeyValuePair<long, long>>();
        var isThere = false;
        foreach (var mapping in row.Mappings)
        {
            isThere |= mapping.Key == service && mapping.Value == vlan;

            // As in the original, whatever shares the service or the VLAN goes along.
            if (mapping.Key != service && mapping.Value != vlan)
            {
                others.Add(mapping);
            }
        }

        if (isThere)
        {
            row.Mappings = others;
        }

        return null;
    }

    private static string? Get(VsctlContext context)
    {
        if (context.RequireBridge(context.Arguments[1], out var bridge) is { } error)
        {
            return error;
        }

        bridge.RealRow.Verify(Bridge.AutoAttachColumn);
        if (bridge.RealRow.AutoAttach is { } row)
        {
            row.Verify(AutoAttach.MappingsColumn);
            foreach (var (service, vlan) in row.Mappings)
            {
                context.Output.Append(service).Append(' ').Append(vlan).Append('\n');
            }
        }

        return null;
    }

    private static string? Parse(VsctlContext context, out long service, out long vlan, out Bridge row)
    {
        vlan = 0;
        row = null!;
        if (!CNumber.TryStrtoull(context.Arguments[2], out service))
        {
            return $"Invalid argument {context.Arguments[2]}";
        }

        if (!CNumber.TryStrtoull(context.Arguments[3], out vlan))
        {
            return $"Invalid argument {context.Arguments[3]}";
        }

        var error = context.RequireBridge(context.Arguments[1], out var bridge);
        row = bridge?.RealRow!;
        return error;
    }
}
