using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// Puts what another server tells of its copy of a database into an open transaction on ours. The other server checked it
/// all when it was committed there; what does not fit ours is a "consistency violation".
/// </summary>
internal static class ForeignChanges
{
    public const string Inconsistent = "consistency violation";

    /// <summary>Applies the changes that an update tells.</summary>
    public static OvsdbError? Apply(Transaction transaction, List<(string Table, List<RowUpdate> Rows)> updates)
    {
        foreach (var (name, rows) in updates)
        {
            if (!transaction.Database.TryGetTable(name, out var table))
            {
                return UnknownTable(name);
            }

            foreach (var row in rows)
            {
                if (Apply(transaction, table, row) is { } error)
                {
                    return error;
                }
            }
        }

        return null;
    }

    /// <summary>Makes the tables hold the rows that are told, and no others; where that is so already nothing changes, so
    /// that clients who followed our copy hear of differences only.</summary>
    /// <param name="excluded">Tables that are ours alone and stay as they are.</param>
    public static OvsdbError? Replace(
        Transaction transaction,
        List<(string Table, List<RowUpdate> Rows)> updates,
        IReadOnlySet<string>? excluded = null)
    {
        var told = new Dictionary<Table, HashSet<Uuid>>();
        foreach (var (name, rows) in updates)
        {
            if (!transaction.Database.TryGetTable(name, out var table))
            {
                return UnknownTable(name);
            }

            var ids = new HashSet<Uuid>(rows.Count);
            told.Add(table, ids);
            foreach (var row in rows)
            {
                ids.Add(row.Uuid);
                if (Put(transaction, table, row) is { } error)
                {
                    return error;
                }
            }
        }

        foreach (var table in transaction.Database.Tables)
        {
            if (excluded?.Contains(table.Name) != true)
            {
                DeleteOthers(transaction, table, told.GetValueOrDefault(table));
            }
        }

        return null;
    }

    private static void DeleteOthers(Transaction transaction, Table table, HashSet<Uuid>? kept)
    {
        foreach (var row in table.Rows)
        {
            if (kept?.Contains(row.Id) != true)
            {
                transaction.Delete(row);
            }
        }
    }

    private static OvsdbError? Put(Transaction transaction, Table table, in RowUpdate update)
    {
        var fields = OperationRunner.DefaultRow(table);
        if (ReadColumns(table, fields, update.Columns, areDifferences: false) is { } error)
        {
            return error;
        }

        if (!table.TryGetRow(update.Uuid, out var row))
        {
            transaction.Insert(table, update.Uuid, fields);
            return null;
        }

        fields[Table.UuidColumn] = row.Fields[Table.UuidColumn];
        fields[Table.VersionColumn] = row.Fields[Table.VersionColumn];
        transaction.Modify(row, fields);
        return null;
    }

    private static OvsdbError? Apply(Transaction transaction, Table table, in RowUpdate update)
    {
        var exists = table.TryGetRow(update.Uuid, out var row);
        if (exists == (update.Kind == RowUpdateKind.Insert))
        {
            var what = update.Kind switch
            {
                RowUpdateKind.Insert => "insert existing",
                RowUpdateKind.Delete => "delete missing",
                _ => "modify missing",
            };
            return new OvsdbError(Inconsistent, $"cannot {what} row {update.Uuid} from table {table.Name}");
        }

        if (update.Kind == RowUpdateKind.Delete)
        {
            transaction.Delete(row!);
            return null;
        }

        var fields = exists ? (Datum[])row!.Fields.Clone() : OperationRunner.DefaultRow(table);
        var error = ReadColumns(table, fields, update.Columns, update.Kind == RowUpdateKind.Modify);
        if (error is null && exists)
        {
            transaction.Modify(row!, fields);
        }
        else if (error is null)
        {
            transaction.Insert(table, update.Uuid, fields);
        }

        return error;
    }

    private static OvsdbError? ReadColumns(Table table, Datum[] fields, JsonObject? columns, bool areDifferences)
    {
        if (columns is null)
        {
            return new OvsdbError(Inconsistent, $"row without columns in table {table.Name}");
        }

        foreach (var (name, json) in columns.Members)
        {
            if (!table.Schema.TryGetColumn(name, out var column))
            {
                return OvsdbError.Syntax(columns, "unknown column", $"No column {name} in table {table.Name}.");
            }

            if (column.IsImplicit)
            {
                // Versions are each server's own.
                continue;
            }

            // A difference need not be a value that the column may hold.
            var type = areDifferences ? column.Type.WithoutConstraints : column.Type;
            var error = Datum.Parse(json, type, null, out var datum);
            if (error is null && areDifferences)
            {
                error = fields[column.Index].ApplyDiff(datum, column.Type, out datum);
            }

            if (error is not null)
            {
                return error;
            }

            fields[column.Index] = datum;
        }

        return null;
    }

    private static OvsdbError UnknownTable(string name) => new("unknown table", $"unknown table {name}");
}
