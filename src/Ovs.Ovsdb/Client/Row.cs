using System;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Client;

/// <summary>
/// A row of a replica. Reading shows what the open transaction made of it; setting belongs to the open transaction.
/// The typed rows of <c>Ovs.Ovsdb.Rows</c> derive from it.
/// </summary>
public partial class Row
{
    private Datum[]? _committed;
    private Datum[]? _current;
    private bool[]? _written;
    private bool[]? _verified;

    /// <summary>A row that a transaction inserts, or that an update is about to fill.</summary>
    public Row(ReplicaTable table, Uuid uuid)
    {
        Table = table;
        Uuid = uuid;
    }

    public ReplicaTable Table { get; }

    /// <summary>The row's identifier; provisional while a transaction inserts it.</summary>
    public Uuid Uuid { get; }

    /// <summary>False once the row is gone, or deleted by the open transaction.</summary>
    public bool Exists => _current is not null;

    /// <summary>True while the row is not in the database but inserted by the open transaction.</summary>
    public bool IsInserted => _committed is null && _current is not null;

    /// <summary>The replica's sequence number when the row came.</summary>
    public long InsertedAt { get; private set; }

    /// <summary>The replica's sequence number when a column that alerts last changed.</summary>
    public long ModifiedAt { get; private set; }

    internal Datum[]? Committed => _committed;

    internal Datum[]? Current => _current;

    /// <summary>True when the identifier is to be kept in the database.</summary>
    internal bool KeepsUuid { get; set; }

    /// <summary>The value of a column; of one that is not monitored, the default.</summary>
    public Datum this[ColumnSchema column]
    {
        get
        {
            if (column.IsImplicit)
            {
                return Datum.Of(column.Index == 0 ? Uuid : default);
            }

            return (_current ?? _committed)![column.Index - TableSchema.ImplicitColumns];
        }
        set => Set(column, value);
    }

    /// <summary>The value in the database, whatever the open transaction made of it.</summary>
    public Datum CommittedValue(ColumnSchema column) =>
        (_committed ?? _current)![column.Index - TableSchema.ImplicitColumns];

    /// <summary>True when the open transaction set the column.</summary>
    public bool IsWritten(ColumnSchema column) => _written is not null && _written[column.Index];

    /// <summary>
    /// Sets a column in the open transaction. Columns that the client only writes (that do not alert) are left alone
    /// when they have the value already; others are sent, so that a change by someone else in between is undone.
    /// </summary>
    public void Set(ColumnSchema column, Datum value)
    {
        var transaction = Writable(column);
        var place = column.Index - TableSchema.ImplicitColumns;
        if (Table.SkipsUnchanged(column) && _current![place].Equals(value))
        {
            return;
        }

        transaction.Touch(this);
        if (ReferenceEquals(_current, _committed))
        {
            _current = (Datum[])_committed!.Clone();
        }

        _current![place] = value;
        _mutations?.Remove(column.Index); // The whole value is new, whatever was to happen to its elements.
        _written ??= new bool[Table.Schema.Columns.Count];
        _written[column.Index] = true;
    }

    /// <summary>Makes the commit fail, to be tried again, when the column changed since it was read. Call it before
    /// setting the column.</summary>
    public void Verify(ColumnSchema column)
    {
        var transaction = Table.Replica.RequireTransaction();
        if (_committed is null || IsWritten(column))
        {
            return;
        }

        RequireMonitored(column);
        transaction.Touch(this);
        _verified ??= new bool[Table.Schema.Columns.Count];
        _verified[column.Index] = true;
    }

    /// <summary>Deletes the row in the open transaction. Of a table that is not root, the server deletes what nobody
    /// refers to.</summary>
    public void Delete()
    {
        var transaction = Table.Replica.RequireTransaction();
        transaction.Touch(this);
        _current = null;
        _written = null;
        _mutations = null;
        if (_committed is null)
        {
            transaction.Forget(this);
            Table.Remove(this);
        }
    }

    public override string ToString() => $"{Table.Schema.Name} {Uuid}";

    internal bool IsVerified(ColumnSchema column) => _verified is not null && _verified[column.Index];

    internal bool HasVerified => _verified is not null;

    /// <summary>Makes this a row that the open transaction inserts.</summary>
    internal void BeginInsert() => _current = Table.NewValues();

    /// <summary>Takes the values of a row that came with an update.</summary>
    internal void Load(Datum[] values, long sequence)
    {
        _committed = values;
        _current = values;
        InsertedAt = sequence;
        ModifiedAt = sequence;
    }

    internal void NoteModified(long sequence) => ModifiedAt = sequence;

    /// <summary>The row went from the database. Its values stay readable for whoever still holds it.</summary>
    internal void Unload() => _current = null;

    /// <summary>Ends the part of the row in a transaction: what is in the database counts again.</summary>
    internal void EndTransaction()
    {
        _current = _committed;
        _written = null;
        _verified = null;
        _mutations = null;
    }

    private Transaction Writable(ColumnSchema column)
    {
        var transaction = Table.Replica.RequireTransaction();
        if (column.IsImplicit || _current is null)
        {
            throw new InvalidOperationException($"{this}: column {column.Name} cannot be set");
        }

        RequireMonitored(column);
        return transaction;
    }

    private void RequireMonitored(ColumnSchema column)
    {
        if (_committed is not null && !Table.IsMonitored(column))
        {
            throw new InvalidOperationException($"{this}: column {column.Name} is not monitored");
        }
    }
}
