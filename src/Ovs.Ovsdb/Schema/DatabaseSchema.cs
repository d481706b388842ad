using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Schema;

/// <summary>A &lt;database-schema&gt; of RFC 7047 3.2: what tables there are and what holds for their rows.</summary>
public sealed class DatabaseSchema(string name, string version = "", string checksum = "")
{
    private readonly List<TableSchema> _tables = [];
    private readonly Dictionary<string, TableSchema> _tablesByName = new(StringComparer.Ordinal);

    public string Name => name;

    /// <summary>"x.y.z", or empty in a schema that has none.</summary>
    public string Version => version;

    /// <summary>The "cksum" member, "CRC LENGTH" of the schema file, or empty.</summary>
    public string Checksum => checksum;

    public IReadOnlyList<TableSchema> Tables => _tables;

    /// <summary>The table with this name, which must exist.</summary>
    public TableSchema this[string table] => _tablesByName[table];

    public static OvsdbError? Parse(JsonValue json, out DatabaseSchema? schema)
    {
        schema = null;
        var members = new MemberReader(json, "database schema");
        var name = members.TakeText("name", MemberKinds.Id);
        var version = members.TakeText("version", MemberKinds.String | MemberKinds.Optional);
        var checksum = members.TakeText("cksum", MemberKinds.String | MemberKinds.Optional);
        var tables = members.Take("tables", MemberKinds.Object) as JsonObject;
        var error = members.Finish();
        if (error is not null)
        {
            return error;
        }

        if (version is not null && !IsVersion(version))
        {
            return OvsdbError.Syntax(json, null, $"schema version \"{version}\" not in format x.y.z");
        }

        var parsed = new DatabaseSchema(name!, version ?? "", checksum ?? "");
        error = parsed.ParseTables(json, tables!) ?? parsed.Complete();
        if (error is null)
        {
            schema = parsed;
        }

        return error;
    }

    /// <summary>Reads a schema file.</summary>
    public static OvsdbError? ReadFile(string path, out DatabaseSchema? schema)
    {
        schema = null;
        return JsonParser.TryParseFile(path, out var json, out var error)
            ? Parse(json, out schema)?.Wrap($"failed to parse \"{path}\" as ovsdb schema")
            : new OvsdbError("failed to read schema", $"\"{path}\" could not be read as JSON ({error})");
    }

    /// <summary>True for three unsigned numbers with dots between them.</summary>
    public static bool IsVersion(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 3 && Array.TrueForAll(parts, part => uint.TryParse(
            part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out _));
    }

    public bool TryGetTable(string name, [NotNullWhen(true)] out TableSchema? table) =>
        _tablesByName.TryGetValue(name, out table);

    /// <summary>Adds a table with a new name.</summary>
    public void Add(TableSchema table)
    {
        table.Index = _tables.Count;
        _tablesByName.Add(table.Name, table);
        _tables.Add(table);
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject(("name", Name));
        if (Version.Length > 0)
        {
            json["version"] = Version;
        }

        if (Checksum.Length > 0)
        {
            json["cksum"] = Checksum;
        }

        // Schemas older than "isRoot" mean every table; one whose tables are all roots is written as they were.
        var defaultIsRoot = _tables.TrueForAll(table => table.IsRoot);
        var tables = new JsonObject();
        foreach (var table in _tables)
        {
            tables[table.Name] = table.ToJson(defaultIsRoot);
        }

        json["tables"] = tables;
        return json;
    }

    /// <summary>True when both say the same, whatever the order of tables and columns.</summary>
    public bool IsEquivalentTo(DatabaseSchema other) => ToJson().Equals(other.ToJson());

    /// <summary>The error of a clustered database, which keeps every column, when a column is ephemeral.</summary>
    public OvsdbError? CheckForEphemeralColumns()
    {
        foreach (var (table, column) in EphemeralColumns())
        {
            return OvsdbError.Syntax(null, null, $"Table {table.Name} column {column.Name} is ephemeral but "
                + "clustered databases do not support ephemeral columns.");
        }

        return null;
    }

    /// <summary>Makes every column persistent and returns those that were not.</summary>
    public IReadOnlyList<(TableSchema Table, ColumnSchema Column)> PersistEphemeralColumns()
    {
        var changed = new List<(TableSchema, ColumnSchema)>(EphemeralColumns());
        foreach (var (_, column) in changed)
        {
            column.IsPersistent = true;
        }

        return changed;
    }

    internal static OvsdbError? CheckName(JsonValue json, string name)
    {
        if (name.StartsWith('_'))
        {
            return OvsdbError.Syntax(json, null, "names beginning with \"_\" are reserved");
        }

        return MemberReader.IsId(name) ? null : OvsdbError.Syntax(json, null, "name must be a valid id");
    }

    private OvsdbError? ParseTables(JsonValue json, JsonObject tables)
    {
        foreach (var (name, tableJson) in tables.Members)
        {
            if (CheckName(json, name) is { } nameError)
            {
                return nameError;
            }

            if (TableSchema.Parse(tableJson, name, out var table) is { } error)
            {
                return error;
            }

            Add(table!);
        }

        return null;
    }

    /// <summary>Settles what one table's columns say about another table.</summary>
    internal OvsdbError? Complete()
    {
        if (!_tables.Exists(table => table.IsRoot))
        {
            _tables.ForEach(table => table.IsRoot = true);
        }

        foreach (var table in _tables)
        {
            foreach (var column in table.Columns)
            {
                var error = CheckReference(column, column.Type.Key, "key")
                    ?? CheckReference(column, column.Type.Value, "value");
                if (error is not null)
                {
                    return error;
                }
            }
        }

        return null;
    }

    private OvsdbError? CheckReference(ColumnSchema column, BaseType type, string part)
    {
        if (type.RefTable is null)
        {
            return null;
        }

        if (!TryGetTable(type.RefTable, out var target))
        {
            return OvsdbError.Syntax(
                null, null, $"column {column.Name} {part} refers to undefined table {type.RefTable}");
        }

        // An ephemeral reference that alone keeps a row would lose it when the log is read again.
        if (type.IsStrongReference && !target.IsRoot)
        {
            column.IsPersistent = true;
        }

        return null;
    }

    private IEnumerable<(TableSchema Table, ColumnSchema Column)> EphemeralColumns()
    {
        foreach (var table in _tables)
        {
            foreach (var column in table.Columns)
            {
                if (!column.IsImplicit && !column.IsPersistent)
                {
                    yield return (table, column);
                }
            }
        }
    }
}
