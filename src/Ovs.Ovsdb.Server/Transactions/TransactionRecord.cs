using System;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;
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

    /// <summary>Appends what to store of a prepared transaction; false, and nothing, when it changes nothing that is
    /// kept.</summary>
    internal static bool Write(Transaction transaction, Utf8Builder output)
    {
        var isEmpty = true;
        output.Append((byte)'{');
        foreach (var table in transaction.CollectChanges())
        {
            var tableStart = output.Count;
            StartMember(output, table.Table.Name, isEmpty);
            output.Append((byte)'{');
            var rowsStart = output.Count;
            foreach (var row in table.Rows)
            {
                WriteRow(output, table.Table, row, output.Count == rowsStart);
            }

            if (output.Count == rowsStart)
            {
                output.Truncate(tableStart);
                continue;
            }

            output.Append((byte)'}');
            isEmpty = false;
        }

        if (!isEmpty)
        {
            WriteAnnotations(output, transaction.Comment, isFirst: false);
            output.Append((byte)'}');
        }

        return !isEmpty;
    }

    /// <summary>The text of all the data as one transaction, as a compacted file holds it.</summary>
    public static RecordText SnapshotText(Database database, string? comment)
    {
        var text = new RecordText();
        var isFirst = true;
        text.Output.Append((byte)'{');
        foreach (var table in database.Tables)
        {
            if (table.RowCount == 0)
            {
                continue;
            }

            StartMember(text.Output, table.Name, isFirst);
            text.Output.Append((byte)'{');
            isFirst = true;
            foreach (var row in table.Rows)
            {
                WriteRow(text.Output, table, new RowDelta(row.Id, row.Fields), isFirst);
                isFirst = false;
                text.EndPiece();
            }

            text.Output.Append((byte)'}');
        }

        WriteAnnotations(text.Output, comment, isFirst);
        text.Output.Append((byte)'}');
        return text;
    }

    /// <summary>The same as a value.</summary>
    public static JsonObject Snapshot(Database database, string? comment)
    {
        var parser = new JsonParser(takesAll: true);
        foreach (var piece in SnapshotText(database, comment).Pieces)
        {
            parser.Feed(piece.Span);
        }

        return (JsonObject)parser.Finish(out _)!;
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

    /// <summary>Writes nothing for a row of which nothing that is kept changed.</summary>
    private static void WriteRow(Utf8Builder output, Table table, in RowDelta row, bool isFirst)
    {
        var start = output.Count;
        if (!isFirst)
        {
            output.Append((byte)',');
        }

        output.Append((byte)'"');
        row.Id.AppendTo(output);
        output.Append("\":"u8);
        if (row.New is not { } fields)
        {
            output.Append("null"u8);
            return;
        }

        output.Append((byte)'{');
        var columnsStart = output.Count;
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
            StartMember(output, column.Name, output.Count == columnsStart);
            told.AppendJson(output, column.Type);
        }

        if (output.Count == columnsStart && row.Old is not null)
        {
            output.Truncate(start);
        }
        else
        {
            output.Append((byte)'}');
        }
    }

    private static void WriteAnnotations(Utf8Builder output, string? comment, bool isFirst)
    {
        if (comment is not null)
        {
            StartMember(output, "_comment", isFirst);
            JsonWriter.AppendString(output, comment);
            isFirst = false;
        }

        if (WritesDiffs)
        {
            StartMember(output, "_is_diff", isFirst);
            output.Append("true"u8);
            isFirst = false;
        }

        StartMember(output, "_date", isFirst);
        output.Append(WallClockMs());
    }

    private static void StartMember(Utf8Builder output, string name, bool isFirst)
    {
        if (!isFirst)
        {
            output.Append((byte)',');
        }

        JsonWriter.AppendString(output, name);
        output.Append((byte)':');
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
