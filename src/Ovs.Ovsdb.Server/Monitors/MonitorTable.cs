using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Ovsdb.Server.Monitors;

/// <summary>A column that a monitor tells of, or only looks at for its condition.</summary>
/// <param name="Kinds">The changes for which the column's value is told.</param>
internal readonly record struct MonitorColumn(ColumnSchema Column, ChangeKinds Kinds, bool IsTold);

/// <summary>A table as a monitor sees it.</summary>
internal sealed class MonitorTable(Table table)
{
    private readonly HashSet<int> _places = [];
    private readonly List<MonitorColumn> _columns = [];

    public Table Table => table;

    /// <summary>All kinds of change that some column is told for.</summary>
    public ChangeKinds Kinds { get; private set; }

    /// <summary>Those that are told, in the order of the schema, then those that conditions only look at.</summary>
    public IReadOnlyList<MonitorColumn> Columns => _columns;

    public void AddKinds(ChangeKinds kinds) => Kinds |= kinds;

    /// <summary>Adds a column; false when it is there already.</summary>
    public bool TryAdd(ColumnSchema column, ChangeKinds kinds, bool isTold)
    {
        if (!_places.Add(column.Index))
        {
            return false;
        }

        Kinds |= kinds;
        _columns.Add(new MonitorColumn(column, kinds, isTold));
        return true;
    }

    /// <summary>Sees to it that a change of what <paramref name="condition"/> looks at is noticed.</summary>
    public void AddColumnsOf(Condition condition)
    {
        foreach (var clause in condition.Clauses)
        {
            TryAdd(clause.Column, ChangeKinds.None, isTold: false);
        }
    }

    public void SortColumns() => _columns.Sort((left, right) => left.Column.Index.CompareTo(right.Column.Index));

    /// <summary>True when the row's change is in a column that matters here.</summary>
    public bool IsConcernedBy(in RowDelta row)
    {
        foreach (var column in _columns)
        {
            if (row.IsChanged(column.Column.Index))
            {
                return true;
            }
        }

        // A row that comes or goes matters even to a monitor without columns.
        return row.Old is null || row.New is null;
    }

    /// <summary>Says in a text what is monitored; the same for monitors that can share their work.</summary>
    public void AppendKey(StringBuilder text)
    {
        text.Append(table.Name).Append('/').Append((int)Kinds).Append(':');
        foreach (var column in _columns)
        {
            text.Append(column.Column.Index).Append('/').Append((int)column.Kinds).Append(',');
        }

        text.Append(';');
    }
}
