using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>The rows of one table as of now, the open transaction included, by identifier and by unique index.</summary>
internal sealed class Table
{
    /// <summary>Where the columns that every table has are in a row.</summary>
    public const int UuidColumn = 0;
    public const int VersionColumn = 1;

    private readonly Dictionary<Uuid, Row> _rows = [];
    private References[] _references = [];

    public Table(TableSchema schema)
    {
        Schema = schema;
        Indexes = new UniqueIndex[schema.Indexes.Count];
        for (var i = 0; i < Indexes.Length; i++)
        {
            Indexes[i] = new UniqueIndex(PlacesOf(schema.Indexes[i]));
        }
    }

    public TableSchema Schema { get; }

    public string Name => Schema.Name;

    public UniqueIndex[] Indexes { get; }

    public int RowCount => _rows.Count;

    /// <summary>May be walked while rows are modified or removed, not while rows are added.</summary>
    public Dictionary<Uuid, Row>.ValueCollection Rows => _rows.Values;

    /// <summary>The table that references in key or value of column <c>[index]</c> lead to, or null.</summary>
    public References[] References
    {
        get => _references;
        set
        {
            _references = value;
            HasStrongReferences = Array.Exists(value, static column => column.HasStrong);
            HasWeakReferences = Array.Exists(value, static column => column.HasWeak);
        }
    }

    /// <summary>Whether some column refers to rows strongly.</summary>
    public bool HasStrongReferences { get; private set; }

    /// <summary>Whether some column refers to rows weakly.</summary>
    public bool HasWeakReferences { get; private set; }

    /// <summary>Rows that the open transaction deleted and that existed before it; null when there are none.</summary>
    public Dictionary<Uuid, RowChange>? DeletedRows { get; set; }

    /// <summary>Whether each commit says in the log what it does to this table (`ovsdb-server/tlog-set`).</summary>
    public bool IsLogged { get; set; }

    public bool TryGetRow(Uuid id, [NotNullWhen(true)] out Row? row) => _rows.TryGetValue(id, out row);

    /// <summary>Puts a row, new or deleted before, into the table and its indexes.</summary>
    public void Add(Row row)
    {
        _rows.Add(row.Id, row);
        foreach (var index in Indexes)
        {
            index.Add(row, row.Fields);
        }
    }

    public void Remove(Row row)
    {
        _rows.Remove(row.Id);
        foreach (var index in Indexes)
        {
            index.Remove(row, row.Fields);
        }
    }

    /// <summary>Gives a row other values and keeps the indexes right.</summary>
    public void Replace(Row row, Datum[] fields)
    {
        foreach (var index in Indexes)
        {
            if (!index.HasSameKey(row.Fields, fields))
            {
                index.Remove(row, row.Fields);
                index.Add(row, fields);
            }
        }

        row.Fields = fields;
    }

    private static int[] PlacesOf(ColumnSet columns)
    {
        var places = new int[columns.Count];
        for (var i = 0; i < places.Length; i++)
        {
            places[i] = columns[i].Index;
        }

        return places;
    }
}

/// <summary>The tables that the keys and values of a column refer to, with the strength of the reference.</summary>
internal readonly record struct References(Table? Key, bool IsKeyStrong, Table? Value, bool IsValueStrong)
{
    public bool HasStrong => (Key is not null && IsKeyStrong) || (Value is not null && IsValueStrong);

    public bool HasWeak => (Key is not null && !IsKeyStrong) || (Value is not null && !IsValueStrong);
}
