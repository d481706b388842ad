using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Logging;

namespace Ovs.Tools.DbCtl;

/// <summary>The commands about who may configure the database from outside: rows of a table that the root row refers
/// to.</summary>
/// <param name="root">The table of one row, and its column of references.</param>
/// <param name="log">Where doubtful targets are complained about.</param>
internal sealed class ManagerCommands(
    TableSchema root,
    ColumnSchema references,
    TableSchema table,
    ColumnSchema target,
    ColumnSchema probe,
    LogModule log)
{
    public IReadOnlyList<CtlCommandRow> Rows(string setUsage) =>
    [
        new("get-manager", 0, 0, "", "", CtlAccess.ReadOnly, Prepare, Get),
        new("del-manager", 0, 0, "", "", CtlAccess.ReadWrite, Prepare, Delete),
        new("set-manager", 1, int.MaxValue, setUsage, "--inactivity-probe=", CtlAccess.ReadWrite, Prepare, Set),
    ];

    private string? Prepare(CtlContext context)
    {
        context.Monitor(root, references);
        context.Monitor(table, target);
        context.Monitor(table, probe);
        return null;
    }

    private string? Get(CtlContext context)
    {
        var targets = new SortedSet<string>(System.StringComparer.Ordinal);
        foreach (var manager in Managers(context))
        {
            targets.Add(manager[target].Key(0).Text);
        }

        foreach (var one in targets)
        {
            context.Output.Append(one).Append('\n');
        }

        return null;
    }

    private string? Delete(CtlContext context)
    {
        foreach (var manager in Managers(context))
        {
            manager.Delete();
        }

        RootRow(context)[references] = Datum.Empty;
        return null;
    }

    private string? Set(CtlContext context)
    {
        _ = Delete(context);
        var managers = new List<Uuid>();
        for (var i = 1; i < context.Arguments.Count; i++)
        {
            Targets.Check(context.Arguments[i], log);
            var row = context.Transaction.Insert(table);
            row[target] = Datum.Of(context.Arguments[i]);
            if (context.Option("--inactivity-probe") is { } milliseconds)
            {
                row[probe] = Datum.Of(CNumber.Atoll(milliseconds));
            }

            managers.Add(row.Uuid);
        }

        RootRow(context)[references] = Datum.SetOf(managers);
        return null;
    }

    private Row RootRow(CtlContext context) => context.Replica[root].First!;

    /// <summary>The managers, none of which may change before the commit.</summary>
    private List<Row> Managers(CtlContext context)
    {
        var managers = new List<Row>();
        var row = RootRow(context);
        row.Verify(references);
        var uuids = row[references];
        for (var i = 0; i < uuids.Count; i++)
        {
            if (context.Replica[table].Find(uuids.Key(i).Uuid) is { } manager)
            {
                manager.Verify(target);
                managers.Add(manager);
            }
        }

        return managers;
    }
}
