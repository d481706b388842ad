using System.Collections.Generic;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

// Weak references: they vanish with the row they name (RFC 7047 3.2, "refType"). Each row knows which columns of which
// rows name it, so deleting it costs as much as there are references to it, not as there are rows.
internal sealed partial class Transaction
{
    /// <summary>Drops each weak reference to a row that is not there, whether it went or never was.</summary>
    private OvsdbError? DropWeakReferences()
    {
        // Columns that name a deleted row; their rows may be no part of the transaction yet.
        HashSet<WeakReferrer>? bereft = null;
        var count = _changes.Count;
        for (var i = 0; i < count; i++)
        {
            if (_changes[i].IsDeletion && _changes[i].Row.WeakReferrers is { } referrers)
            {
                foreach (var referrer in referrers.Keys)
                {
                    if (referrer.Row.Change is not { IsDeleted: true })
                    {
                        Touch(referrer.Row);
                        (bereft ??= []).Add(referrer);
                    }
                }
            }
        }

        foreach (var change in _changes)
        {
            if (change.New is not null && DropWeakReferences(change, bereft) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private static OvsdbError? DropWeakReferences(RowChange change, HashSet<WeakReferrer>? bereft)
    {
        var row = change.Row;
        if (!row.Table.HasWeakReferences)
        {
            return null;
        }

        var references = row.Table.References;
        for (var column = 0; column < references.Length; column++)
        {
            if (!references[column].HasWeak
                || (!change.IsChanged(column) && bereft?.Contains(new WeakReferrer(row, column)) != true))
            {
                continue;
            }

            var before = row.Fields[column];
            var after = WithoutMissing(before, references[column], out var zero);
            if (after.Count == before.Count)
            {
                continue;
            }

            var fields = (Datum[])row.Fields.Clone();
            fields[column] = after;
            row.Table.Replace(row, fields);
            if (change.IsModification)
            {
                change.MarkChanged(column);
            }

            if (after.Count < row.Table.Schema.Columns[column].Type.Min)
            {
                return EmptiedColumn(change, column, before.Count - after.Count, zero);
            }
        }

        return null;
    }

    private static Datum WithoutMissing(Datum datum, in References references, out bool zero)
    {
        zero = false;
        DatumBuilder? kept = null;
        for (var i = 0; i < datum.Count; i++)
        {
            var missing = (references is { Key: { } keyTable, IsKeyStrong: false }
                    && IsMissing(keyTable, datum.Key(i).Uuid, ref zero))
                || (references is { Value: { } valueTable, IsValueStrong: false }
                    && IsMissing(valueTable, datum.Value(i).Uuid, ref zero));
            if (missing && kept is null)
            {
                kept = new DatumBuilder(datum.Count);
                for (var j = 0; j < i; j++)
                {
                    kept.AddFrom(datum, j);
                }
            }
            else if (!missing)
            {
                kept?.AddFrom(datum, i);
            }
        }

        return kept?.BuildUnique() ?? datum;
    }

    private static bool IsMissing(Table table, Uuid id, ref bool zero)
    {
        if (table.TryGetRow(id, out _))
        {
            return false;
        }

        zero |= id.IsZero;
        return true;
    }

    private static OvsdbError EmptiedColumn(RowChange change, int column, int count, bool zero)
    {
        var table = change.Row.Table;
        var name = table.Schema.Columns[column].Name;
        return OvsdbError.ConstraintViolation(zero && change.Old is null
            ? $"Weak reference column \"{name}\" in \"{table.Name}\" row {change.Row.Id} (inserted within this transaction) "
                + "contained all-zeros UUID (probably as the default value for this column) but deleting this value caused "
                + "a constraint volation because this column is not allowed to be empty."
            : $"Deletion of {count} weak reference(s) to deleted (or never-existing) rows from column \"{name}\" in "
                + $"\"{table.Name}\" row {change.Row.Id} {(change.Old is null ? "(inserted within this transaction) " : "")}"
                + "caused this column to become empty, but constraints on this column disallow an empty column.");
    }

    /// <summary>Tells the rows that are referred to of references that are new or gone; at the end of a commit.</summary>
    private void UpdateWeakReferrers()
    {
        foreach (var change in _changes)
        {
            var references = change.Row.Table.References;
            for (var column = 0; column < references.Length && change.Row.Table.HasWeakReferences; column++)
            {
                if (references[column].HasWeak && change.IsChanged(column))
                {
                    CountReferrers(change.Row, column, references[column], change.Old?[column], -1);
                    CountReferrers(change.Row, column, references[column], change.New?[column], 1);
                }
            }
        }
    }

    private static void CountReferrers(Row row, int column, in References references, Datum? datum, int step)
    {
        for (var i = 0; datum is not null && i < datum.Count; i++)
        {
            if (references is { Key: { } keyTable, IsKeyStrong: false })
            {
                CountReferrer(row, column, keyTable, datum.Key(i).Uuid, step);
            }

            if (references is { Value: { } valueTable, IsValueStrong: false })
            {
                CountReferrer(row, column, valueTable, datum.Value(i).Uuid, step);
            }
        }
    }

    private static void CountReferrer(Row row, int column, Table table, Uuid id, int step)
    {
        // A row takes its own references with it, and those to it of rows that stay were dropped before it went.
        if (id == row.Id || !table.TryGetRow(id, out var target))
        {
            return;
        }

        var referrers = target.WeakReferrers ??= [];
        var key = new WeakReferrer(row, column);
        var count = referrers.GetValueOrDefault(key) + step;
        if (count == 0)
        {
            referrers.Remove(key);
        }
        else
        {
            referrers[key] = count;
        }
    }
}
