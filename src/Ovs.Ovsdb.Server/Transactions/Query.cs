using System.Collections.Generic;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>Finds the rows of a table that meet every clause of a condition, by an index where one helps.</summary>
internal static class Query
{
    /// <summary>The rows; the table may be changed while they are walked only by what <see cref="Table.Rows"/> allows.</summary>
    public static IEnumerable<Row> Find(Table table, Condition condition)
    {
        if (condition.IsEmpty)
        {
            return table.Rows;
        }

        var first = condition.Clauses[0];
        if (first is { Function: ConditionFunction.Equal, Column.Index: Table.UuidColumn })
        {
            return table.TryGetRow(first.Argument.Key(0).Uuid, out var row) && condition.MatchesAll(row.Fields)
                ? [row]
                : [];
        }

        return FindByIndex(table, condition) ?? Scan(table, condition);
    }

    private static IEnumerable<Row> Scan(Table table, Condition condition)
    {
        foreach (var row in table.Rows)
        {
            if (condition.MatchesAll(row.Fields))
            {
                yield return row;
            }
        }
    }

    /// <summary>Null when the condition does not say what any index needs to know.</summary>
    private static List<Row>? FindByIndex(Table table, Condition condition)
    {
        Datum[]? key = null;
        foreach (var index in table.Indexes)
        {
            key ??= EqualValues(table, condition);
            if (!IsCovered(index, key))
            {
                continue;
            }

            var found = new List<Row>();
            if (index.Find(key) is { } row)
            {
                AddIfMatch(row);
                foreach (var other in index.FindOthers(key))
                {
                    AddIfMatch(other);
                }
            }

            return found;

            void AddIfMatch(Row candidate)
            {
                if (condition.MatchesAll(candidate.Fields))
                {
                    found.Add(candidate);
                }
            }
        }

        return null;
    }

    private static bool IsCovered(UniqueIndex index, Datum?[] key)
    {
        foreach (var column in index.Columns)
        {
            if (key[column] is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The values that columns must have to meet the condition; null where it does not say.</summary>
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
