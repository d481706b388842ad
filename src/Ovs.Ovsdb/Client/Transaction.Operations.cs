using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Client;

public sealed partial class Transaction
{
    private readonly Dictionary<Uuid, InsertReply> _insertReplies = [];
    private int _incrementIndex;

    /// <summary>
    /// An atom as the server must see it: a row that this transaction inserts has a name, not an identifier.
    /// </summary>
    internal JsonValue ToJson(Atom atom) => atom.Type == AtomicType.Uuid && IsNamed(atom.Uuid)
        ? new JsonArray("named-uuid", Datum.RowName(atom.Uuid))
        : atom.ToJson();

    private bool IsNamed(Uuid uuid) => _inserted.TryGetValue(uuid, out var row) && !row.KeepsUuid;

    /// <summary>The parameters of "transact": the database, then operations (RFC 7047 5.2).</summary>
    private JsonArray Compose(out bool hasChanges)
    {
        var operations = new JsonArray(Replica.Schema.Name);
        AddVerifications(operations);
        AddSingletonChecks(operations);
        hasChanges = false;
        foreach (var row in _rows)
        {
            hasChanges |= AddRow(operations, row);
            if (row.HasMutations)
            {
                hasChanges |= AddMutations(operations, row);
            }
        }

        if (_increment is { } increment && (hasChanges || increment.Always))
        {
            hasChanges = true;
            AddIncrement(operations, increment.Row, increment.Column);
        }

        if (_comment.Length > 0)
        {
            operations.Add(new JsonObject(("op", "comment"), ("comment", _comment.ToString())));
        }

        if (IsDryRun)
        {
            operations.Add(new JsonObject(("op", "abort")));
        }

        return operations;
    }

    /// <summary>A "wait" for each row with verified columns: they must be what they were when read.</summary>
    private void AddVerifications(JsonArray operations)
    {
        foreach (var row in _rows)
        {
            if (!row.HasVerified)
            {
                continue;
            }

            var columns = new JsonArray();
            var values = new JsonObject();
            foreach (var column in row.Table.Schema.Columns)
            {
                if (row.IsVerified(column))
                {
                    columns.Add(column.Name);
                    values[column.Name] = row.CommittedValue(column).ToJson(column.Type);
                }
            }

            operations.Add(new JsonObject(
                ("op", "wait"),
                ("table", row.Table.Schema.Name),
                ("timeout", 0L),
                ("where", WhereUuid(row.Uuid)),
                ("until", "=="),
                ("columns", columns),
                ("rows", new JsonArray(values))));
        }
    }

    /// <summary>
    /// When the one row of a table is inserted, the table must be empty: two clients may race to be first.
    /// </summary>
    private void AddSingletonChecks(JsonArray operations)
    {
        foreach (var table in Replica.Tables)
        {
            if (table.Schema.MaxRows != 1)
            {
                continue;
            }

            var before = 0;
            var after = 0;
            foreach (var row in table.AllRows)
            {
                before += row.Committed is null ? 0 : 1;
                after += row.Exists ? 1 : 0;
            }

            if (before == 0 && after == 1)
            {
                operations.Add(new JsonObject(
                    ("op", "wait"),
                    ("table", table.Schema.Name),
                    ("where", new JsonArray()),
                    ("timeout", 0L),
                    ("until", "=="),
                    ("rows", new JsonArray())));
            }
        }
    }

    private bool AddRow(JsonArray operations, Row row)
    {
        var table = row.Table.Schema;
        if (!row.Exists)
        {
            // What is not root the server deletes when nothing refers to it any more.
            if (table.IsRoot)
            {
                operations.Add(new JsonObject(
                    ("op", "delete"), ("table", table.Name), ("where", WhereUuid(row.Uuid))));
            }

            return table.IsRoot;
        }

        if (row.IsInserted)
        {
            var insert = new JsonObject(("op", "insert"), ("table", table.Name));
            if (row.KeepsUuid)
            {
                insert["uuid"] = row.Uuid.ToString();
            }
            else
            {
                insert["uuid-name"] = Datum.RowName(row.Uuid);
            }

            insert["row"] = ComposeRow(row, out _);
            _insertReplies[row.Uuid] = new InsertReply { Index = operations.Count - 1 };
            operations.Add(insert);
            return true;
        }

        var values = ComposeRow(row, out var isChanged);
        if (values.Count > 0)
        {
            operations.Add(new JsonObject(
                ("op", "update"), ("table", table.Name), ("where", WhereUuid(row.Uuid)), ("row", values)));
        }

        return isChanged;
    }

    private JsonObject ComposeRow(Row row, out bool isChanged)
    {
        var values = new JsonObject();
        isChanged = false;
        foreach (var column in row.Table.Schema.Columns)
        {
            if (!row.IsWritten(column))
            {
                continue;
            }

            var value = row[column];
            if (!row.IsInserted || !value.IsDefault(column.Type))
            {
                values[column.Name] = ToJson(value, column.Type);
                isChanged |= row.IsInserted || !row.CommittedValue(column).Equals(value);
            }
        }

        return values;
    }

    private bool AddMutations(JsonArray operations, Row row)
    {
        var mutations = row.ComposeMutations(this);
        if (mutations.Count > 0)
        {
            operations.Add(new JsonObject(
                ("op", "mutate"),
                ("table", row.Table.Schema.Name),
                ("where", WhereUuid(row.Uuid)),
                ("mutations", mutations)));
        }

        return mutations.Count > 0;
    }

    private void AddIncrement(JsonArray operations, Row row, ColumnSchema column)
    {
        _incrementIndex = operations.Count - 1;
        var where = new JsonArray(new JsonArray("_uuid", "==", ToJson(new Atom(row.Uuid))));
        operations.Add(new JsonObject(
            ("op", "mutate"),
            ("table", row.Table.Schema.Name),
            ("where", where),
            ("mutations", new JsonArray(new JsonArray(column.Name, "+=", 1L)))));
        operations.Add(new JsonObject(
            ("op", "select"),
            ("table", row.Table.Schema.Name),
            ("where", where),
            ("columns", new JsonArray(column.Name))));
    }

    private static JsonArray WhereUuid(Uuid uuid) => new(new JsonArray("_uuid", "==", new Atom(uuid).ToJson()));

    private JsonValue ToJson(Datum datum, ColumnType type) =>
        _inserted.Count > 0 && (type.Key.Type == AtomicType.Uuid || type.Value.Type == AtomicType.Uuid)
            ? datum.ToJson(type, ToJson)
            : datum.ToJson(type);

    private sealed class InsertReply
    {
        /// <summary>The operation's place, not counting the database's name.</summary>
        public required int Index { get; init; }

        public Uuid Real { get; set; }
    }
}
