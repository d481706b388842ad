using System.Collections.Generic;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>What fills the server's memory, in the units that `memory/show` knows.</summary>
internal static class MemoryUse
{
    /// <summary>Adds up the counts; most are told only when they are not zero.</summary>
    public static void Count(OvsdbServer server, IDictionary<string, long> counts)
    {
        counts["monitors"] = 0;
        counts["n-weak-refs"] = 0;
        foreach (var session in server.Sessions())
        {
            Add("sessions", 1);
            Add("triggers", session.ParkedCount);
            Add("backlog", session.BacklogBytes);
        }

        foreach (var database in server.Databases)
        {
            Add("monitors", database.Monitors.GroupCount);
            Add("json-caches", database.Monitors.KeptTextCount);
            Add("atoms", database.Database.AtomCount);
            Add("txn-history", database.Database.History?.Count ?? 0);
            Add("txn-history-atoms", database.Database.History?.AtomCount ?? 0);
            foreach (var table in database.Database.Tables)
            {
                Add("cells", (long)table.RowCount * table.Schema.Columns.Count);
                Add("n-weak-refs", CountWeakReferences(table));
            }
        }

        void Add(string name, long count)
        {
            if (count > 0)
            {
                counts[name] = (counts.TryGetValue(name, out var before) ? before : 0) + count;
            }
        }
    }

    private static long CountWeakReferences(Table table)
    {
        var count = 0L;
        foreach (var row in table.Rows)
        {
            if (row.WeakReferrers is not null)
            {
                foreach (var references in row.WeakReferrers.Values)
                {
                    count += references;
                }
            }
        }

        return count;
    }
}
