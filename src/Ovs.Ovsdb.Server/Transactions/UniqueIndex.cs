using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// The rows of a table by the values of some columns, which must be unique at each commit but not in between: a
/// transaction may swap two names. Always describes the table as of now, the open transaction included.
/// </summary>
internal sealed class UniqueIndex(int[] columns)
{
    private readonly Dictionary<Key, Row> _rows = [];

    // Rows beyond the first with the same values; empty but for a moment inside some transactions.
    private readonly Dictionary<Key, List<Row>> _others = [];

    /// <summary>The indexed columns, by their place in a row.</summary>
    public int[] Columns => columns;

    /// <summary>True when both arrays of a row's values are at the same place of this index.</summary>
    public bool HasSameKey(Datum[] left, Datum[] right)
    {
        foreach (var column in columns)
        {
            if (!left[column].Equals(right[column]))
            {
                return false;
            }
        }

        return true;
    }

    public void Add(Row row, Datum[] fields)
    {
        var key = new Key(fields, columns);
        if (_rows.TryAdd(key, row))
        {
            return;
        }

        if (!_others.TryGetValue(key, out var others))
        {
            _others.Add(key, others = []);
        }

        others.Add(row);
    }

    public void Remove(Row row, Datum[] fields)
    {
        var key = new Key(fields, columns);
        if (_others.Count == 0 || !_others.TryGetValue(key, out var others))
        {
            _rows.Remove(key);
            return;
        }

        if (!others.Remove(row))
        {
            _rows[key] = others[^1];
            others.RemoveAt(others.Count - 1);
        }

        if (others.Count == 0)
        {
            _others.Remove(key);
        }
    }

    /// <summary>A row with the values that <paramref name="fields"/> has in the indexed columns, or null.</summary>
    public Row? Find(Datum[] fields) => _rows.GetValueOrDefault(new Key(fields, columns));

    /// <summary>The rows beside the one that <see cref="Find"/> gives; only inside a transaction are there any.</summary>
    public IReadOnlyList<Row> FindOthers(Datum[] fields) =>
        _others.Count > 0 && _others.TryGetValue(new Key(fields, columns), out var others) ? others : [];

    private readonly struct Key : IEquatable<Key>
    {
        private readonly Datum _first;
        private readonly Datum[]? _rest; // Most indexes have one column.

        public Key(Datum[] fields, int[] columns)
        {
            _first = fields[columns[0]];
            if (columns.Length > 1)
            {
                _rest = new Datum[columns.Length - 1];
                for (var i = 0; i < _rest.Length; i++)
                {
                    _rest[i] = fields[columns[i + 1]];
                }
            }
        }

        public bool Equals(Key other) => _first.Equals(other._first)
            && (_rest is null || _rest.AsSpan().SequenceEqual(other._rest));

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = _first.GetHashCode();
            foreach (var datum in _rest ?? [])
            {
                hash = (hash * 31) + datum.GetHashCode();
            }

            return hash;
        }
    }
}
