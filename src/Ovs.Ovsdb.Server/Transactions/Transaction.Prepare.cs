using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Server.Transactions;

// The checks of a commit, in the order of RFC 7047 4.1.3 and of the original, which decides what a transaction with
// several faults is told.
internal sealed partial class Transaction
{
    /// <summary>Checks what RFC 7047 checks at commit; on an error the caller aborts.</summary>
    public OvsdbError? Prepare()
    {
        FindChanges();
        if (IsEmpty)
        {
            return null;
        }

        if ((CountReferences() ?? CheckNoDanglingReferences()) is { } error)
        {
            return error;
        }

        CollectGarbage();
        error = CheckRowCounts() ?? DropWeakReferences() ?? CheckIndexes();
        if (error is null)
        {
            CountAtomsAndMakeVersions();
        }

        return error;
    }

    /// <summary>Finds the columns that differ; rows of which none does are no part of the transaction any more.</summary>
    private void FindChanges() => _changes.RemoveAll(change =>
    {
        if (change.IsModification)
        {
            MarkDifferences(change);
            if (!change.HasChangedColumns)
            {
                change.Row.Table.Replace(change.Row, change.Old!);
                change.Row.Change = null;
                return true;
            }
        }

        return change is { Old: null, IsDeleted: true };
    });

    private static void MarkDifferences(RowChange change)
    {
        var old = change.Old!;
        var fields = change.Row.Fields;
        for (var i = 0; i < fields.Length; i++)
        {
            if (!old[i].Equals(fields[i]))
            {
                change.MarkChanged(i);
            }
        }
    }

    private OvsdbError? CheckRowCounts()
    {
        Table? last = null;
        foreach (var change in _changes)
        {
            var table = change.Row.Table;
            if (table != last && (uint)table.RowCount > table.Schema.MaxRows)
            {
                return OvsdbError.ConstraintViolation(
                    $"transaction causes \"{table.Name}\" table to contain {table.RowCount} rows, greater than the "
                        + $"schema-defined limit of {table.Schema.MaxRows} row(s)");
            }

            last = table;
        }

        return null;
    }

    private OvsdbError? CheckIndexes()
    {
        foreach (var change in _changes)
        {
            if (change.New is not { } fields)
            {
                continue;
            }

            foreach (var index in change.Row.Table.Indexes)
            {
                if (index.FindOthers(fields) is { Count: > 0 } others)
                {
                    return DuplicateRows(index, index.Find(fields)!, others[0]);
                }
            }
        }

        return null;
    }

    private static OvsdbError DuplicateRows(UniqueIndex index, Row first, Row second)
    {
        // The same order at each time and place, so that messages can be compared.
        if (CompareRows(first, second) < 0)
        {
            (first, second) = (second, first);
        }

        var table = first.Table.Schema;
        var columns = new ColumnSet(Array.ConvertAll(index.Columns, column => table.Columns[column]));
        return OvsdbError.ConstraintViolation(
            $"Transaction causes multiple rows in \"{table.Name}\" table to have identical values "
                + $"({ValuesText(first, first.Fields, index)}) for index on {columns.ToEnglish()}.  "
                + $"First row, {History(first, index)}  Second row, {History(second, index)}");
    }

    private static string History(Row row, UniqueIndex index)
    {
        var text = $"with UUID {row.Id}, ";
        return row.Change switch
        {
            { IsInsertion: true } => text + "was inserted by this transaction.",
            { HasChangedColumns: true, Old: { } old } when index.HasSameKey(old, row.Fields) => text
                + "existed in the database before this transaction, which modified some of the row's columns but not any "
                + "columns in this index.",
            { HasChangedColumns: true, Old: { } old } => text
                + $"had the following index values before the transaction: {ValuesText(row, old, index)}.",
            _ => text
                + "existed in the database before this transaction and was not modified by the transaction.",
        };
    }

    private static string ValuesText(Row row, Datum[] fields, UniqueIndex index)
    {
        var texts = new List<string>();
        foreach (var column in index.Columns)
        {
            texts.Add(fields[column].ToText(row.Table.Schema.Columns[column].Type));
        }

        return EnglishList(texts);
    }

    private static string EnglishList(List<string> items)
    {
        var text = new StringBuilder();
        for (var i = 0; i < items.Count; i++)
        {
            text.Append(i == 0 ? "" : i < items.Count - 1 ? ", " : items.Count > 2 ? ", and " : " and ").Append(items[i]);
        }

        return text.ToString();
    }

    /// <summary>Compares by all columns in the order of their names, but for identifiers, whose order is random.</summary>
    private static int CompareRows(Row left, Row right)
    {
        var columns = new List<ColumnSchema>(left.Table.Schema.Columns);
        columns.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        foreach (var column in columns)
        {
            if (column.Type.Key.Type != AtomicType.Uuid && column.Type.Value.Type != AtomicType.Uuid)
            {
                var order = left.Fields[column.Index].CompareTo(right.Fields[column.Index]);
                if (order != 0)
                {
                    return order;
                }
            }
        }

        return 0;
    }

    private void CountAtomsAndMakeVersions()
    {
        foreach (var change in _changes)
        {
            if (change.IsModification)
            {
                if (!change.HasChangedColumns)
                {
                    continue;
                }

                // The array was made by this transaction, and nobody has seen it yet.
                change.Row.Fields[Table.VersionColumn] = Datum.Of(Uuid.NewRandom());
                change.MarkChanged(Table.VersionColumn);
            }

            var before = AtomsIn(change.Old);
            var after = AtomsIn(change.New);
            _atomCount += before + after;
            _atomCountChange += after - before;
        }
    }

    private static long AtomsIn(Datum[]? fields)
    {
        if (fields is null)
        {
            return 0;
        }

        var count = 0L;
        foreach (var datum in fields)
        {
            count += datum.IsMap ? 2 * datum.Count : datum.Count;
        }

        return count;
    }
}
