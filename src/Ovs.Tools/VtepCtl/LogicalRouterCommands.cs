using System.Collections.Generic;
using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.VtepCtl;

/// <summary>The commands about logical routers.</summary>
internal static class LogicalRouterCommands
{
    public static readonly CtlCommandRow[] Rows =
    [
        VtepCommands.Writing("add-lr", 1, 1, "--may-exist", Add),
        VtepCommands.Writing("del-lr", 1, 1, "--if-exists", Delete),
        VtepCommands.Reading("list-lr", 0, 0, "", List),
        VtepCommands.Reading("lr-exists", 1, 1, "", Exists),
    ];

    private static string? Add(VtepContext context)
    {
        var name = context.Arguments[1];
        if (context.FindLogicalRouter(name) is not null)
        {
            return context.HasOption("--may-exist")
                ? null
                : $"cannot create logical router {name} because it already exists";
        }

        context.Transaction.Insert<LogicalRouter>().Name = name;
        return null;
    }

    private static string? Delete(VtepContext context)
    {
        var name = context.Arguments[1];
        if (context.FindLogicalRouter(name) is not { } row)
        {
            return context.HasOption("--if-exists") ? null : $"no logical router named {name}";
        }

        row.Delete();
        return null;
    }

    private static string? List(VtepContext context)
    {
        var names = new List<string>();
        foreach (var one in context.Replica.Rows<LogicalRouter>())
        {
            names.Add(one.Name);
        }

        context.AppendSorted(names);
        return null;
    }

    private static string? Exists(VtepContext context)
    {
        var isThere = context.FindLogicalRouter(context.Arguments[1]) is not null;
        context.ExitStatus = isThere ? null : VtepCommands.NotThereStatus;
        return null;
    }
}
