using System.Collections.Generic;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.VtepCtl;

/// <summary>The commands about logical switches.</summary>
internal static class LogicalSwitchCommands
{
    public static readonly CtlCommandRow[] Rows =
    [
        VtepCommands.Writing("add-ls", 1, 1, "--may-exist", Add),
        VtepCommands.Writing("del-ls", 1, 1, "--if-exists", Delete),
        VtepCommands.Reading("list-ls", 0, 0, "", List),
        VtepCommands.Reading("ls-exists", 1, 1, "", Exists),
        VtepCommands.Writing("set-replication-mode", 2, 2, "", SetReplicationMode) with { Usage = "LS MODE" },
        VtepCommands.Reading("get-replication-mode", 1, 1, "", GetReplicationMode) with { Usage = "LS" },
    ];

    private static string? Add(VtepContext context)
    {
        var name = context.Arguments[1];
        if (context.FindLogicalSwitch(name) is not null)
        {
            return context.HasOption("--may-exist")
                ? null
                : $"cannot create logical switch {name} because it already exists";
        }

        context.Transaction.Insert<LogicalSwitch>().Name = name;
        return null;
    }

    private static string? Delete(VtepContext context)
    {
        var name = context.Arguments[1];
        if (context.FindLogicalSwitch(name) is not { } row)
        {
            return context.HasOption("--if-exists") ? null : $"no logical switch named {name}";
        }

        row.Delete();
        return null;
    }

    private static string? List(VtepContext context)
    {
        var names = new List<string>();
        foreach (var one in context.Replica.Rows<LogicalSwitch>())
        {
            names.Add(one.Name);
        }

        context.AppendSorted(names);
        return null;
    }

    private static string? Exists(VtepContext context)
    {
        var isThere = context.FindLogicalSwitch(context.Arguments[1]) is not null;
        context.ExitStatus = isThere ? null : VtepCommands.NotThereStatus;
        return null;
    }

    private static string? SetReplicationMode(VtepContext context)
    {
        var mode = context.Arguments[2];
        if (mode is not ("service_node" or "source_node"))
        {
            return "Replication mode must be 'service_node' or 'source_node'";
        }

        var error = context.RequireLogicalSwitch(context.Arguments[1], out var row);
        if (error is null)
        {
            row.ReplicationMode = mode;
        }

        return error;
    }

    private static string? GetReplicationMode(VtepContext context)
    {
        var error = context.RequireLogicalSwitch(context.Arguments[1], out var row);
        if (error is null)
        {
            // A mode that nobody set is what C's library prints for no text.
            context.Output.Append(row.ReplicationMode ?? "(null)").Append('\n');
        }

        return error;
    }
}
