using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>Rows as some of their columns show them: two that agree in those are the same (`select`, `wait`).</summary>
internal sealed class RowSet(ColumnSet columns) : IEqualityComparer<Datum[]>
{
    private HashSet<Datum[]>? _rows;

    public int Count => _rows?.Count ?? 0;

    public bool Add(Datum[] row) => (_rows ??= new HashSet<Datum[]>(this)).Add(row);

    public bool Contains(Datum[] row) => _rows is not null && _rows.Contains(row);

    public bool Equals(Datum[]? left, Datum[]? right)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            var column = columns[i].Index;
            if (!left![column].Equals(right![column]))
            {
                return false;
            }
        }

        return true;
    }

    public int GetHashCode(Datum[] row)
    {
        var hash = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            hash = (hash * 31) + row[columns[i].Index].GetHashCode();
        }

        return hash;
    }
}
