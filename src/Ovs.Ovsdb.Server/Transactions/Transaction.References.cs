using System.Collections.Generic;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

// Strong references: each row counts those that others make to it. A row that is referred to cannot be deleted; one that
// is not, in a table that is no root, is garbage (RFC 7047 3.2, "isRoot").
internal sealed partial class Transaction
{
    private OvsdbError? CountReferences()
    {
        // Rows that are touched on the way come to the end of the list; they have no changed columns.
        var count = _changes.Count;
        for (var i = 0; i < count; i++)
        {
            var change = _changes[i];
            var references = change.Row.Table.References;
            for (var column = 0; column < references.Length && change.Row.Table.HasStrongReferences; column++)
            {
                if (references[column].HasStrong && change.IsChanged(column)
                    && CountReferences(change, column, references[column]) is { } error)
                {
                    return error;
                }
            }
        }

        return null;
    }

    private OvsdbError? CountReferences(RowChange change, int column, in References references)
    {
        var old = change.Old?[column];
        var now = change.New?[column];
        if (old is not null && now is not null)
        {
            (now, old) = old.Changes(now, change.Row.Table.Schema.Columns[column].Type);
        }

        return (old is null ? null : CountReferences(change.Row, column, references, old, -1))
            ?? (now is null ? null : CountReferences(change.Row, column, references, now, 1));
    }

    private OvsdbError? CountReferences(Row row, int column, in References references, Datum datum, int step)
    {
        OvsdbError? error = null;
        for (var i = 0; i < datum.Count && error is null; i++)
        {
            if (references is { Key: { } keyTable, IsKeyStrong: true })
            {
                error = CountReference(row, column, keyTable, datum.Key(i).Uuid, step);
            }

            if (error is null && references is { Value: { } valueTable, IsValueStrong: true })
            {
                error = CountReference(row, column, valueTable, datum.Value(i).Uuid, step);
            }
        }

        return error;
    }

    private OvsdbError? CountReference(Row row, int column, Table table, Uuid id, int step)
    {
        if (id == row.Id)
        {
            return null;
        }

        if (table.TryGetRow(id, out var target))
        {
            Touch(target);
        }
        else if (table.DeletedRows is { } deleted && deleted.TryGetValue(id, out var deletion))
        {
            target = deletion.Row;
        }
        else
        {
            return new OvsdbError(
                "referential integrity violation",
                $"Table {row.Table.Name} column {row.Table.Schema.Columns[column].Name} row {row.Id} references "
                    + $"nonexistent row {id} in table {table.Name}.");
        }

        target.StrongReferences += step;
        return null;
    }

    private OvsdbError? CheckNoDanglingReferences()
    {
        foreach (var change in _changes)
        {
            if (change.IsDeleted && change.Row.StrongReferences > 0)
            {
                return new OvsdbError(
                    "referential integrity violation",
                    $"cannot delete {change.Row.Table.Name} row {change.Row.Id} because of "
                        + $"{change.Row.StrongReferences} remaining reference(s)");
            }
        }

        return null;
    }

    /// <summary>Deletes rows to which no reference is left, and what only they referred to; a work list, because chains of
    /// rows may be longer than any stack.</summary>
    private void CollectGarbage()
    {
        Stack<Row>? garbage = null;
        var count = _changes.Count;
        for (var i = 0; i < count; i++)
        {
            if (IsGarbage(_changes[i].Row))
            {
                garbage ??= new Stack<Row>();
                garbage.Push(_changes[i].Row);
                while (garbage.TryPop(out var row))
                {
                    DeleteGarbage(row, garbage);
                }
            }
        }
    }

    private static bool IsGarbage(Row row) =>
        row.StrongReferences == 0 && !row.Table.Schema.IsRoot && row.Change is not { IsDeleted: true };

    private void DeleteGarbage(Row row, Stack<Row> garbage)
    {
        if (row.Change is not { IsDeleted: false })
        {
            return;
        }

        Delete(row);
        var references = row.Table.References;
        for (var column = 0; column < references.Length; column++)
        {
            var datum = row.Fields[column];
            for (var i = 0; references[column].HasStrong && i < datum.Count; i++)
            {
                if (references[column] is { Key: { } keyTable, IsKeyStrong: true })
                {
                    ReleaseReference(row, keyTable, datum.Key(i).Uuid, garbage);
                }

                if (references[column] is { Value: { } valueTable, IsValueStrong: true })
                {
                    ReleaseReference(row, valueTable, datum.Value(i).Uuid, garbage);
                }
            }
        }
    }

    private void ReleaseReference(Row row, Table table, Uuid id, Stack<Row> garbage)
    {
        // The counts were right a moment ago, so the target exists, unless it went the same way already.
        if (id != row.Id && table.TryGetRow(id, out var target))
        {
            Touch(target);
            target.StrongReferences--;
            if (IsGarbage(target))
            {
                garbage.Push(target);
            }
        }
    }
}
