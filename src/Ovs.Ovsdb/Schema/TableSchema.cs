using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Schema;

/// <summary>A table: its columns, its indexes and how many rows it may have (RFC 7047 3.2).</summary>
public sealed class TableSchema
{
    /// <summary>Columns that every table has: _uuid and _version, at indexes 0 and 1.</summary>
    public const int ImplicitColumns = 2;

    private readonly List<ColumnSchema> _columns = [];
    private readonly Dictionary<string, ColumnSchema> _columnsByName = new(StringComparer.Ordinal);
    private readonly List<ColumnSet> _indexes = [];

    public TableSchema(string name, bool isRoot, uint maxRows = uint.MaxValue, bool isMutable = true)
    {
        Name = name;
        IsRoot = isRoot;
        MaxRows = maxRows;
        IsMutable = isMutable;
        UuidColumn = new ColumnSchema(ColumnSchema.UuidName, ColumnType.Scalar(AtomicType.Uuid), isMutable: false);
        VersionColumn = new ColumnSchema(
            ColumnSchema.VersionName, ColumnType.Scalar(AtomicType.Uuid), isMutable: false, isPersistent: false);
        Add(UuidColumn);
        Add(VersionColumn);
    }

    public string Name { get; }

    /// <summary>The place in the database's tables.</summary>
    public int Index { get; internal set; }

    /// <summary>True when rows live without being referred to.</summary>
    public bool IsRoot { get; internal set; }

    public uint MaxRows { get; }

    public bool IsMutable { get; }

    public ColumnSchema UuidColumn { get; }

    public ColumnSchema VersionColumn { get; }

    /// <summary>All columns, the implicit ones first, by <see cref="ColumnSchema.Index"/>.</summary>
    public IReadOnlyList<ColumnSchema> Columns => _columns;

    /// <summary>Sets of columns whose values together are unique in the table.</summary>
    public IReadOnlyList<ColumnSet> Indexes => _indexes;

    /// <summary>The column with this name, which must exist.</summary>
    public ColumnSchema this[string column] => _columnsByName[column];

    public static OvsdbError? Parse(JsonValue json, string name, out TableSchema? table)
    {
        table = null;
        var members = new MemberReader(json, $"table schema for table {name}");
        var columns = members.Take("columns", MemberKinds.Object) as JsonObject;
        var isMutable = members.TakeBoolean("mutable", MemberKinds.Boolean | MemberKinds.Optional) ?? true;
        var maxRows = members.Take("maxRows", MemberKinds.Integer | MemberKinds.Optional) as JsonInteger;
        var isRoot = members.TakeBoolean("isRoot", MemberKinds.Boolean | MemberKinds.Optional) ?? false;
        var indexes = members.Take("indexes", MemberKinds.Array | MemberKinds.Optional) as JsonArray;
        var error = members.Finish();
        if (error is not null)
        {
            return error;
        }

        if (maxRows is { Value: <= 0 })
        {
            return OvsdbError.Syntax(json, null, "maxRows must be at least 1");
        }

        if (columns!.Count == 0)
        {
            return OvsdbError.Syntax(json, null, "table must have at least one column");
        }

        var parsed = new TableSchema(
            name, isRoot, (uint)Math.Min(maxRows?.Value ?? uint.MaxValue, uint.MaxValue), isMutable);
        error = parsed.ParseColumns(json, columns) ?? parsed.ParseIndexes(json, indexes);
        if (error is null)
        {
            table = parsed;
        }

        return error;
    }

    public bool TryGetColumn(string name, [NotNullWhen(true)] out ColumnSchema? column) =>
        _columnsByName.TryGetValue(name, out column);

    /// <summary>Adds a column with a new name.</summary>
    public ColumnSchema Add(ColumnSchema column)
    {
        column.Index = _columns.Count;
        _columnsByName.Add(column.Name, column);
        _columns.Add(column);
        return column;
    }

    public void AddIndex(ColumnSet index) => _indexes.Add(index);

    /// <param name="defaultIsRoot">What a reader takes "isRoot" for when it is absent; see
    /// <see cref="DatabaseSchema.ToJson"/>.</param>
    public JsonObject ToJson(bool defaultIsRoot)
    {
        var json = new JsonObject();
        if (!IsMutable)
        {
            json["mutable"] = false;
        }

        if (IsRoot != defaultIsRoot)
        {
            json["isRoot"] = IsRoot;
        }

        var columns = new JsonObject();
        foreach (var column in _columns)
        {
            if (!column.IsImplicit)
            {
                columns[column.Name] = column.ToJson();
            }
        }

        json["columns"] = columns;
        if (MaxRows != uint.MaxValue)
        {
            json["maxRows"] = (long)MaxRows;
        }

        if (_indexes.Count > 0)
        {
            var indexes = new JsonArray();
            foreach (var index in _indexes)
            {
                indexes.Add(index.ToJson());
            }

            json["indexes"] = indexes;
        }

        return json;
    }

    public override string ToString() => Name;

    private OvsdbError? ParseColumns(JsonValue json, JsonObject columns)
    {
        foreach (var (name, columnJson) in columns.Members)
        {
            if (DatabaseSchema.CheckName(json, name) is { } nameError)
            {
                return nameError;
            }

            if (ColumnSchema.Parse(columnJson, name, out var column) is { } error)
            {
                return error;
            }

            Add(column!);
        }

        return null;
    }

    private OvsdbError? ParseIndexes(JsonValue json, JsonArray? indexes)
    {
        for (var i = 0; i < (indexes?.Count ?? 0); i++)
        {
            if (ColumnSet.Parse(indexes![i], this, out var index) is { } error)
            {
                return error;
            }

            if (index.Count == 0)
            {
                return OvsdbError.Syntax(json, null, "index must have at least one column");
            }

            foreach (var column in index.Columns)
            {
                if (!column.IsPersistent)
                {
                    return OvsdbError.Syntax(
                        json, null, $"ephemeral columns (such as {column.Name}) may not be indexed");
                }
            }

            AddIndex(index);
        }

        return null;
    }
}
