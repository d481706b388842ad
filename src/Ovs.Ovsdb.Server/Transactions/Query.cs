using System.Collections.Generic;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// Finds the rows of a table that meet every clause of a condition, by an index where one helps. What was found may be
/// changed while it is walked.
/// </summary>
internal static class Query
{
    /// <summary>Puts the rows into <paramref name="found"/>, in the place of what is there.</summary>
    public static void Find(Table table, Condition condition, List<Row> found)
    {
        found.Clear();
        if (condition.IsEmpty)
        {
            found.AddRange(table.Rows);
        }
        else if (condition.Clauses[0] is { Function: ConditionFunction.Equal, Column.Index: Table.UuidColumn } first)
        {
            if (table.TryGetRow(first.Argument.Key(0).Uuid, out var row))
            {
                AddIfMatch(row, condition, found);
            }
        }
        else if (!TryIndexes(table, condition, found))
        {
            foreach (var row in table.Rows)
            {
                AddIfMatch(row, condition, found);
            }
        }
    }

    private static void AddIfMatch(Row row, Condition condition, List<Row> found)
    {
        if (condition.MatchesAll(row.Fields))
        {
            found.Add(row);
        }
    }

    /// <summary>False when the condition does not say what any index needs to know.</summary>
    private static bool TryIndexes(Table table, Condition condition, List<Row> found)
    {
        Datum[]? key = null;
        foreach (var index in table.Indexes)
        {
            if (!IsCovered(index, condition))
            {
                continue;
            }

            key ??= EqualValues(table, condition);
            if (index.Find(key) is { } row)
            {
                AddIfMatch(row, condition, found);
                foreach (var other in index.FindOthers(key))
                {
                    AddIfMatch(other, condition, found);
                }
            }

            return true;
        }

        return false;
    }

    private static bool IsCovered(UniqueIndex index, Condition condition)
    {
        foreach (var column in index.Columns)
        {
            if (!SaysEqual(condition, column))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SaysEqual(Condition condition, int column)
    {
        foreach (var clause in condition.Clauses)
        {
            if (clause.Function == ConditionFunction.Equal && clause.Column.Index == column)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The values that columns must have to meet the condition; nothing where it does not say.</summary>
    private static Datum[] EqualValues(Table table, Condition condition)
    {
        var values = new Datum[table.Schema.Columns.Count];
        foreach (var clause in condition.Clauses)
        {
            if (clause.Function == ConditionFunction.Equal)
            {
                values[clause.Column.Index] = clause.Argument;
            }
        }

        return values;
    }
}
