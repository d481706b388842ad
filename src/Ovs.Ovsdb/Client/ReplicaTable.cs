using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Client;

/// <summary>A table of a replica: its rows, and which columns the client wants to know.</summary>
public sealed class ReplicaTable
{
    private readonly Func<ReplicaTable, Uuid, Row> _factory;
    private readonly Dictionary<Uuid, Row> _rows = [];
    private readonly ColumnMode[] _modes;
    private readonly Datum[] _defaults;
    private HashSet<string>? _serverColumns;
    private bool _isWanted;

    internal ReplicaTable(Replica replica, TableSchema schema, Func<ReplicaTable, Uuid, Row> factory)
    {
        Replica = replica;
        Schema = schema;
        _factory = factory;
        _modes = new ColumnMode[schema.Columns.Count];
        _defaults = new Datum[schema.Columns.Count - TableSchema.ImplicitColumns];
        for (var i = 0; i < _defaults.Length; i++)
        {
            _defaults[i] = schema.Columns[i + TableSchema.ImplicitColumns].Type.Default;
        }
    }

    [Flags]
    private enum ColumnMode : byte
    {
        None = 0,
        Monitored = 1,
        Alerting = 2,
        WrittenWhenChanged = 4,
    }

    public Replica Replica { get; }

    public TableSchema Schema { get; }

    /// <summary>The rows as the open transaction sees them.</summary>
    public IEnumerable<Row> Rows
    {
        get
        {
            foreach (var row in _rows.Values)
            {
                if (row.Exists)
                {
                    yield return row;
                }
            }
        }
    }

    /// <summary>Rows in the database, and those that the open transaction inserts.</summary>
    public int Count => _rows.Count;

    /// <summary>The only row of a table that has one, or null.</summary>
    public Row? First
    {
        get
        {
            foreach (var row in _rows.Values)
            {
                if (row.Exists)
                {
                    return row;
                }
            }

            return null;
        }
    }

    /// <summary>False when the connected server's database lacks the table.</summary>
    public bool IsInServerSchema => _serverColumns is not null;

    /// <summary>The replica's sequence number when a row last came, went or changed in a column that alerts.</summary>
    public long ChangedAt { get; internal set; }

    /// <summary>
    /// What changed since the last <see cref="RowChanges.Clear"/>; null unless <see cref="Track"/> was called.
    /// </summary>
    public RowChanges? Changes { get; private set; }

    /// <summary>True when some column, or only the rows' existence, is monitored.</summary>
    internal bool IsMonitoredAtAll => _isWanted || Array.Exists(_modes, mode => (mode & ColumnMode.Monitored) != 0);

    internal IEnumerable<Row> AllRows => _rows.Values;

    /// <summary>Wants to know the rows, though perhaps none of their columns.</summary>
    public void Monitor() => _isWanted = true;

    /// <summary>
    /// Wants to know a column. Changes of one that does not alert come quietly: it is for the client to write.
    /// </summary>
    public void Monitor(ColumnSchema column, bool alert = true)
    {
        _isWanted = true;
        if (!column.IsImplicit)
        {
            _modes[column.Index] |= ColumnMode.Monitored | (alert ? ColumnMode.Alerting : 0);
        }
    }

    public void MonitorAllColumns()
    {
        foreach (var column in Schema.Columns)
        {
            Monitor(column);
        }
    }

    /// <summary>Takes back what <see cref="Monitor(ColumnSchema, bool)"/> wanted.</summary>
    public void Omit(ColumnSchema column) => _modes[column.Index] = ColumnMode.None;

    /// <summary>Keeps the column monitored but quiet.</summary>
    public void OmitAlert(ColumnSchema column) => _modes[column.Index] &= ~ColumnMode.Alerting;

    /// <summary>Does not send a value that is what the replica has, even of columns that alert.</summary>
    public void WriteOnlyChanges(ColumnSchema column) => _modes[column.Index] |= ColumnMode.WrittenWhenChanged;

    /// <summary>Begins to collect <see cref="Changes"/>.</summary>
    public RowChanges Track() => Changes ??= new RowChanges();

    public bool IsMonitored(ColumnSchema column) => (_modes[column.Index] & ColumnMode.Monitored) != 0;

    public bool HasServerColumn(ColumnSchema column) => _serverColumns?.Contains(column.Name) ?? false;

    /// <summary>The row with this identifier as the open transaction sees it, or null.</summary>
    public Row? Find(Uuid uuid) => _rows.TryGetValue(uuid, out var row) && row.Exists ? row : null;

    internal bool IsAlerting(ColumnSchema column) => (_modes[column.Index] & ColumnMode.Alerting) != 0;

    internal bool SkipsUnchanged(ColumnSchema column) =>
        (_modes[column.Index] & ColumnMode.WrittenWhenChanged) != 0
        || (_modes[column.Index] & (ColumnMode.Monitored | ColumnMode.Alerting)) == ColumnMode.Monitored;

    internal void SetServerColumns(HashSet<string>? columns) => _serverColumns = columns;

    internal Datum[] NewValues() => (Datum[])_defaults.Clone();

    internal Row Make(Uuid uuid)
    {
        var row = _factory(this, uuid);
        _rows.Add(uuid, row);
        return row;
    }

    /// <summary>A row that a transaction inserts. When the identifier is taken, the row stays out of the table, and it is
    /// for the server to refuse it.</summary>
    internal Row MakeInserted(Uuid uuid)
    {
        var row = _factory(this, uuid);
        _ = _rows.TryAdd(uuid, row);
        return row;
    }

    /// <summary>The row in the database with this identifier, whatever the open transaction does to it.</summary>
    internal Row? FindCommitted(Uuid uuid) => _rows.GetValueOrDefault(uuid);

    internal void Remove(Row row)
    {
        if (_rows.TryGetValue(row.Uuid, out var held) && ReferenceEquals(held, row))
        {
            _rows.Remove(row.Uuid);
        }
    }

    internal void Clear()
    {
        foreach (var row in _rows.Values)
        {
            row.Unload();
            Changes?.NoteDeleted(row);
        }

        _rows.Clear();
    }
}
