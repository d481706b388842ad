using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Client;

/// <summary>How typed rows read and write their columns; generated properties are one call each.</summary>
public partial class Row
{
    /// <summary>A scalar column's atom.</summary>
    protected Atom GetAtom(ColumnSchema column) => this[column].Key(0);

    /// <summary>An optional column's atom, of type Void when it is empty.</summary>
    protected Atom GetOptionalAtom(ColumnSchema column)
    {
        var datum = this[column];
        return datum.IsEmpty ? default : datum.Key(0);
    }

    protected string? GetOptionalText(ColumnSchema column)
    {
        var atom = GetOptionalAtom(column);
        return atom.Type == AtomicType.Void ? null : atom.Text;
    }

    protected long? GetOptionalInteger(ColumnSchema column)
    {
        var atom = GetOptionalAtom(column);
        return atom.Type == AtomicType.Void ? null : atom.Integer;
    }

    protected double? GetOptionalReal(ColumnSchema column)
    {
        var atom = GetOptionalAtom(column);
        return atom.Type == AtomicType.Void ? null : atom.Real;
    }

    protected bool? GetOptionalBoolean(ColumnSchema column)
    {
        var atom = GetOptionalAtom(column);
        return atom.Type == AtomicType.Void ? null : atom.Boolean;
    }

    protected Uuid? GetOptionalUuid(ColumnSchema column)
    {
        var atom = GetOptionalAtom(column);
        return atom.Type == AtomicType.Void ? null : atom.Uuid;
    }

    /// <summary>The row that a scalar or optional reference names, or null when there is none such.</summary>
    protected TRow? GetReference<TRow>(ColumnSchema column)
        where TRow : Row, ITypedRow
    {
        var atom = GetOptionalAtom(column);
        return atom.Type == AtomicType.Void ? null : Resolve<TRow>(atom);
    }

    protected IReadOnlyList<string> GetTexts(ColumnSchema column) => GetAll(column, static (_, atom) => atom.Text);

    protected IReadOnlyList<long> GetIntegers(ColumnSchema column) => GetAll(column, static (_, atom) => atom.Integer);

    protected IReadOnlyList<double> GetReals(ColumnSchema column) => GetAll(column, static (_, atom) => atom.Real);

    protected IReadOnlyList<bool> GetBooleans(ColumnSchema column) => GetAll(column, static (_, atom) => atom.Boolean);

    protected IReadOnlyList<Uuid> GetUuids(ColumnSchema column) => GetAll(column, static (_, atom) => atom.Uuid);

    /// <summary>The rows that a set of references names; references to rows that are not here are left out.</summary>
    protected IReadOnlyList<TRow> GetReferences<TRow>(ColumnSchema column)
        where TRow : Row, ITypedRow
    {
        var datum = this[column];
        var rows = new List<TRow>(datum.Count);
        for (var i = 0; i < datum.Count; i++)
        {
            if (Resolve<TRow>(datum.Key(i)) is { } row)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>The pairs of a map; those whose value names a row that is not here are left out.</summary>
    protected IReadOnlyList<KeyValuePair<TKey, TValue>> GetPairs<TKey, TValue>(
        ColumnSchema column, Func<Row, Atom, TKey?> toKey, Func<Row, Atom, TValue?> toValue)
    {
        var datum = this[column];
        var pairs = new List<KeyValuePair<TKey, TValue>>(datum.Count);
        for (var i = 0; i < datum.Count; i++)
        {
            if (toKey(this, datum.Key(i)) is { } key && toValue(this, datum.Value(i)) is { } value)
            {
                pairs.Add(new(key, value));
            }
        }

        return pairs;
    }

    protected internal TRow? Resolve<TRow>(Atom reference)
        where TRow : Row, ITypedRow => Table.Replica.Find<TRow>(reference.Uuid);

    /// <summary>Sets a scalar or optional column; an atom of type Void empties it.</summary>
    protected void SetAtom(ColumnSchema column, Atom atom) => Set(column, Datum.Of(atom));

    protected void SetReference(ColumnSchema column, Row? row) =>
        Set(column, row is null ? Datum.Empty : Datum.Of(row.Uuid));

    protected void SetAll<T>(ColumnSchema column, IEnumerable<T> values, Func<T, Atom> toAtom)
    {
        var builder = new DatumBuilder();
        foreach (var value in values)
        {
            builder.Add(toAtom(value));
        }

        Set(column, builder.BuildUnique());
    }

    protected void SetPairs<TKey, TValue>(
        ColumnSchema column,
        IEnumerable<KeyValuePair<TKey, TValue>> pairs,
        Func<TKey, Atom> toKey,
        Func<TValue, Atom> toValue)
    {
        var builder = new DatumBuilder();
        foreach (var (key, value) in pairs)
        {
            builder.Add(toKey(key), toValue(value));
        }

        Set(column, builder.BuildUnique());
    }

    private T[] GetAll<T>(ColumnSchema column, Func<Row, Atom, T> convert)
    {
        var datum = this[column];
        var values = datum.IsEmpty ? [] : new T[datum.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = convert(this, datum.Key(i));
        }

        return values;
    }
}
