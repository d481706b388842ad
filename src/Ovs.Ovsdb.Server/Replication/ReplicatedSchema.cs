using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Replication;

/// <summary>Whether a database can hold what another with a different schema holds.</summary>
internal static class ReplicatedSchema
{
    private static readonly LogModule s_log = LogModule.Define("replication");

    /// <summary>True when <paramref name="local"/> has every table and column of <paramref name="active"/>, alike; the log
    /// is told of the first that it has not.</summary>
    public static bool Fits(DatabaseSchema local, DatabaseSchema active)
    {
        foreach (var table in active.Tables)
        {
            if (!local.TryGetTable(table.Name, out var localTable))
            {
                s_log.Info($"Table {table.Name} not present in the local db schema");
                return false;
            }

            foreach (var column in table.Columns)
            {
                if (!localTable.TryGetColumn(column.Name, out var localColumn))
                {
                    s_log.Info($"Column {column.Name} not present in the local db schema table {table.Name}.");
                    return false;
                }

                if (!localColumn.ToJson().Equals(column.ToJson()))
                {
                    s_log.Info($"Column {column.Name} mismatch in local db schema table {table.Name}.");
                    return false;
                }
            }
        }

        return true;
    }
}
