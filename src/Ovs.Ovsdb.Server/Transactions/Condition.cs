using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>A &lt;condition&gt; of RFC 7047 5.1: clauses that operations join by "and", monitors by "or".</summary>
internal sealed class Condition
{
    /// <summary>No clause, which every row meets.</summary>
    public static readonly Condition Empty = new([]);

    // The clauses that are "column == value", by column, to find whether any of very many holds.
    private Dictionary<int, HashSet<Datum>>? _equalities;
    private bool _areGathered;

    private Condition(Clause[] clauses)
    {
        // Cheap and selective ones first; and conditions that say the same are told in the same words.
        if (clauses.Length > 1)
        {
            Array.Sort(clauses);
        }

        Clauses = clauses;
    }

    public Clause[] Clauses { get; }

    public bool IsEmpty => Clauses.Length == 0;

    /// <summary>True when, joined by "or", it holds for every row, without looking at one.</summary>
    public bool IsAlwaysTrue => IsEmpty
        || Clauses[0].Function == ConditionFunction.True
        || (Clauses.Length > 1 && Clauses[1].Function == ConditionFunction.True);

    /// <summary>A text that only an equal condition has.</summary>
    public string CanonicalText => JsonWriter.ToText(ToJson(), JsonStyle.Compact);

    public static OvsdbError? Parse(TableSchema table, JsonArray json, SymbolTable? symbols, out Condition condition)
    {
        condition = Empty;
        if (json.Count == 0)
        {
            return null;
        }

        var clauses = new Clause[json.Count];
        for (var i = 0; i < clauses.Length; i++)
        {
            var error = Clause.Parse(table, json[i], symbols, out var clause);
            if (error is not null)
            {
                return error;
            }

            clauses[i] = clause!;
        }

        condition = new Condition(clauses);
        return null;
    }

    public JsonArray ToJson()
    {
        var json = new JsonArray();
        foreach (var clause in Clauses)
        {
            json.Add(clause.ToJson());
        }

        return json;
    }

    /// <summary>Whether a row with these values meets every clause.</summary>
    public bool MatchesAll(Datum[] fields)
    {
        foreach (var clause in Clauses)
        {
            if (!clause.Matches(fields))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a row with these values meets any clause, or there is none.</summary>
    public bool MatchesAny(Datum[] fields)
    {
        if (IsAlwaysTrue)
        {
            return true;
        }

        if (!_areGathered)
        {
            _areGathered = true;
            _equalities = GatherEqualities(Clauses);
        }

        if (_equalities is not null)
        {
            foreach (var (column, values) in _equalities)
            {
                if (values.Contains(fields[column]))
                {
                    return true;
                }
            }

            return false;
        }

        foreach (var clause in Clauses)
        {
            if (clause.Matches(fields))
            {
                return true;
            }
        }

        return false;
    }

    private static Dictionary<int, HashSet<Datum>>? GatherEqualities(Clause[] clauses)
    {
        var columns = new Dictionary<int, HashSet<Datum>>();
        foreach (var clause in clauses)
        {
            if (clause.Function > ConditionFunction.Equal)
            {
                return null;
            }

            if (clause.Function == ConditionFunction.Equal)
            {
                if (!columns.TryGetValue(clause.Column.Index, out var values))
                {
                    columns.Add(clause.Column.Index, values = []);
                }

                values.Add(clause.Argument);
            }
        }

        return columns;
    }
}
