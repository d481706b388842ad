using System.Collections.Generic;
using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Client;

/// <summary>The rows of a table that came, changed or went since somebody last looked.</summary>
public sealed class RowChanges
{
    private readonly Dictionary<Row, bool[]?> _rows = [];
    private readonly HashSet<Row> _inserted = [];
    private readonly HashSet<Row> _deleted = [];

    /// <summary>Rows that are new and still there.</summary>
    public IReadOnlyCollection<Row> Inserted => _inserted;

    /// <summary>Rows that went; their last values can be read.</summary>
    public IReadOnlyCollection<Row> Deleted => _deleted;

    /// <summary>Rows that were there before and changed.</summary>
    public IReadOnlyCollection<Row> Modified => _rows.Keys;

    /// <summary>True when the column of a modified row changed.</summary>
    public bool IsUpdated(Row row, ColumnSchema column) =>
        _rows.TryGetValue(row, out var columns) && columns is not null && columns[column.Index];

    /// <summary>Says that all has been looked at.</summary>
    public void Clear()
    {
        _rows.Clear();
        _inserted.Clear();
        _deleted.Clear();
    }

    internal void NoteInserted(Row row) => _inserted.Add(row);

    internal void NoteModified(Row row, ColumnSchema column)
    {
        if (_inserted.Contains(row))
        {
            return;
        }

        if (!_rows.TryGetValue(row, out var columns) || columns is null)
        {
            columns = new bool[row.Table.Schema.Columns.Count];
            _rows[row] = columns;
        }

        columns[column.Index] = true;
    }

    internal void NoteDeleted(Row row)
    {
        _rows.Remove(row);
        if (!_inserted.Remove(row))
        {
            _deleted.Add(row);
        }
    }
}
