using System;

namespace Ovs.Ovsdb.Data;

/// <summary>Collects the elements of a set or the pairs of a map in any order for a <see cref="Datum"/>.</summary>
public sealed class DatumBuilder(int capacity = 4)
{
    private Atom[] _keys = new Atom[Math.Max(1, capacity)];
    private Atom[] _values = [];
    private bool _isAscending = true;

    public int Count { get; private set; }

    private bool IsMap => _values.Length > 0;

    public void Add(Atom key)
    {
        if (Count > 0 && _isAscending)
        {
            _isAscending = _keys[Count - 1].CompareTo(key) < 0;
        }

        if (Count == _keys.Length)
        {
            Array.Resize(ref _keys, Count * 2);
        }

        _keys[Count++] = key;
    }

    public void Add(Atom key, Atom value)
    {
        Add(key);
        if (_values.Length < _keys.Length)
        {
            Array.Resize(ref _values, _keys.Length);
        }

        _values[Count - 1] = value;
    }

    /// <summary>Copies the element or pair at <paramref name="index"/> of <paramref name="source"/>.</summary>
    public void AddFrom(Datum source, int index)
    {
        if (source.IsMap)
        {
            Add(source.Key(index), source.Value(index));
        }
        else
        {
            Add(source.Key(index));
        }
    }

    /// <summary>Makes the datum; an element or key that is there twice is an error.</summary>
    public OvsdbError? Build(out Datum datum)
    {
        Sort();
        for (var i = 1; !_isAscending && i < Count; i++)
        {
            if (_keys[i - 1] == _keys[i])
            {
                datum = Datum.Empty;
                return new OvsdbError(null, IsMap ? "map contains duplicate key" : "set contains duplicate");
            }
        }

        datum = Pack();
        return null;
    }

    /// <summary>Makes the datum; of elements with the same key the one with the least value counts.</summary>
    public Datum BuildUnique()
    {
        Sort();
        if (!_isAscending)
        {
            var kept = 0;
            for (var i = 1; i < Count; i++)
            {
                if (_keys[i] != _keys[kept])
                {
                    kept++;
                    _keys[kept] = _keys[i];
                    if (IsMap)
                    {
                        _values[kept] = _values[i];
                    }
                }
                else if (IsMap && _values[i] < _values[kept])
                {
                    _values[kept] = _values[i];
                }
            }

            Count = kept + 1;
        }

        return Pack();
    }

    private void Sort()
    {
        if (!_isAscending)
        {
            if (IsMap)
            {
                Array.Sort(_keys, _values, 0, Count);
            }
            else
            {
                Array.Sort(_keys, 0, Count);
            }
        }
    }

    private Datum Pack() => Datum.FromSorted(_keys.AsSpan(0, Count), IsMap ? _values.AsSpan(0, Count) : default);
}
