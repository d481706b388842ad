using System;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// Transactions as database files hold them (ovsdb(5)): by table and identifier, null for a deleted row, else the columns
/// that changed; and `_date`, `_comment`, and `_is_diff` when modified columns are told as differences.
/// </summary>
public static class TransactionRecord
{
    /// <summary>Whether modified columns are written as differences; servers before 2.15 read whole values only.</summary>
    public static bool WritesDiffs { get; set; } = true;

    /// <summary>The time of day for `_date`, in milliseconds since 1970.</summary>
    public static Func<long> WallClockMs { get; set; } =
        static () => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What to store of a prepared transaction; null when it changes nothing that is kept.</summary>
    internal static JsonObject? Compose(Transaction transaction)
    {
        JsonObject? record = null;
        foreach (var table in transaction.CollectChanges())
        {
            var rows = new JsonObject();
            foreach (var row in table.Rows)
            {
                if (RowJson(table.Table, row) is { } json)
                {
                    rows[row.Id.ToString()] = json;
                }
            }

            if (rows.Count > 0)
            {
                record ??= new JsonObject();
                record[table.Table.Name] = rows;
            }
        }

        return record is null ? null : Annotate(record, transaction.Comment);
    }

    /// <summary>All the data as one transaction, as a compacted file holds it.</summary>
    public static JsonObject Snapshot(Database database, string? comment)
    {
        var record = new JsonObject();
        foreach (var table in database.Tables)
        {
            if (table.RowCount == 0)
            {
                continue;
            }

            var rows = new JsonObject();
            foreach (var row in table.Rows)
            {
                rows[row.Id.ToString()] = RowJson(table, new RowDelta(row.Id, null, row.Fields, null))!;
            }

            record[table.Name] = rows;
        }

        return Annotate(record, comment);
    }

    /// <summary>Makes an open transaction of a record; with an error, it is aborted already.</summary>
    /// <param name="isConverting">Whether tables and columns that the schema does not have are passed over.</param>
    internal static OvsdbError? Parse(
        Database database, JsonValue json, bool isConverting, out Transaction? transaction)
    {
        transaction = null;
        if (json is not JsonObject members)
        {
            return OvsdbError.Syntax(json, null, "object expected");
        }

        var areDiffs = members["_is_diff"]?.Kind == JsonKind.True;
        var open = new Transaction(database);
        foreach (var (name, value) in members.Members)
        {
            OvsdbError? error = null;
            if (database.TryGetTable(name, out var table))
            {
                error = ParseTable(open, table, value, isConverting, areDiffs);
            }
            else if (!isConverting && !IsAnnotation(name, value))
            {
                error = OvsdbError.Syntax(json, "unknown table", $"No table named {name}.");
            }

            if (error is not null)
            {
                open.Abort();
                return error;
            }
        }

        transaction = open;
        return null;
    }

    private static bool IsAnnotation(string name, JsonValue value) => name switch
    {
        "_date" => value is JsonInteger,
        "_is_diff" => value.Kind is JsonKind.True or JsonKind.False,
        _ => name == "_comment",
    };

    private static OvsdbError? ParseTable(
        Transaction transaction, Table table, JsonValue json, bool isConverting, bool areDiffs)
    {
        if (json is not JsonObject rows)
        {
            return OvsdbError.Syntax(json, null, "object expected");
        }

        foreach (var (name, value) in rows.Members)
        {
            if (!Uuid.TryParse(name, out var id))
            {
                return OvsdbError.Syntax(json, null, $"\"{name}\" is not a valid UUID");
            }

            if (ParseRow(transaction, table, id, value, isConverting, areDiffs) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private static OvsdbError? ParseRow(
        Transaction transaction, Table table, Uuid id, JsonValue json, bool isConverting, bool areDiffs)
    {
        var exists = table.TryGetRow(id, out var row);
        if (json.Kind == JsonKind.Null)
        {
            if (!exists)
            {
                return OvsdbError.Syntax(null, null, $"transaction deletes row {id} that does not exist");
            }

            transaction.Delete(row!);
            return null;
        }

        var fields = exists ? (Datum[])row!.Fields.Clone() : OperationRunner.DefaultRow(table);
        var error = ParseColumns(table, fields, json, isConverting, exists && areDiffs);
        if (error is null && exists)
        {
            transaction.Modify(row!, fields);
        }
        else if (error is null)
        {
            transaction.Insert(table, id, fields);
        }

        return error;
    }

    private static OvsdbError? ParseColumns(
        Table table, Datum[] fields, JsonValue json, bool isConverting, bool areDiffs)
    {
        if (json is not JsonObject members)
        {
            return OvsdbError.Syntax(json, null, "row must be JSON object");
        }

        foreach (var (name, value) in members.Members)
        {
            if (!table.Schema.TryGetColumn(name, out var column))
            {
                if (isConverting)
                {
                    continue;
                }

                return OvsdbError.Syntax(json, "unknown column", $"No column {name} in table {table.Name}.");
            }

            // A difference need not be a value that the column may hold.
            var type = areDiffs ? column.Type.WithoutConstraints : column.Type;
            var error = Datum.Parse(value, type, null, out var datum);
            if (error is null && areDiffs)
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

    /// <summary>Null when nothing that is kept changed.</summary>
    private static JsonValue? RowJson(Table table, in RowDelta row)
    {
        if (row.New is not { } fields)
        {
            return JsonValue.Null;
        }

        var json = row.Old is null ? new JsonObject() : null;
        foreach (var column in table.Schema.Columns)
        {
            if (column.Index == Table.UuidColumn || !column.IsPersistent)
            {
                continue;
            }

            var value = fields[column.Index];
            if (row.Old is null ? value.IsDefault(column.Type) : !row.IsChanged(column.Index))
            {
                continue;
            }

            var told = row.Old is not null && WritesDiffs ? row.Old[column.Index].Diff(value, column.Type) : value;
            (json ??= new JsonObject())[column.Name] = told.ToJson(column.Type);
        }

        return json;
    }

    /// <summary>Adds what every record says of itself: a comment, when it was made, and how to read it.</summary>
    public static JsonObject Annotate(JsonObject record, string? comment)
    {
        if (comment is not null)
        {
            record["_comment"] = comment;
        }

        if (WritesDiffs)
        {
            record["_is_diff"] = true;
        }

        record["_date"] = WallClockMs();
        return record;
    }
}
