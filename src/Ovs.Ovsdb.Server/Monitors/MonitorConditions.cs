using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Ovsdb.Server.Monitors;

/// <summary>The conditions of one client's monitor, by table; a table without one is told whole.</summary>
internal sealed class MonitorConditions
{
    private readonly Dictionary<Table, Condition> _conditions = [];
    private string? _key;

    /// <summary>A text that only equal conditions have; empty when every row of every table is told.</summary>
    public string Key => _key ??= MakeKey();

    public Condition this[Table table]
    {
        get => _conditions.GetValueOrDefault(table, Condition.Empty);
        set
        {
            _conditions[table] = value;
            _key = null;
        }
    }

    /// <summary>Whether a condition was given for <paramref name="table"/>, be it one that all rows meet.</summary>
    public bool Contains(Table table) => _conditions.ContainsKey(table);

    public bool Matches(Table table, Datum[] fields) =>
        !_conditions.TryGetValue(table, out var condition) || condition.MatchesAny(fields);

    private string MakeKey()
    {
        var texts = new List<string>();
        foreach (var (table, condition) in _conditions)
        {
            if (!condition.IsAlwaysTrue)
            {
                texts.Add($"{table.Name}{condition.CanonicalText}");
            }
        }

        texts.Sort(string.CompareOrdinal);
        return string.Join('\n', texts);
    }
}
