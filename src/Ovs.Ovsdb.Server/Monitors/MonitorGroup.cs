using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Ovsdb.Server.Monitors;

/// <summary>
/// Monitors of one database that ask for the same columns of the same tables. Changes are gathered once for all of them,
/// and told once for all that also have the same conditions and have heard the same.
/// </summary>
internal sealed class MonitorGroup
{
    private readonly Dictionary<Table, MonitorTable> _tables;
    private readonly List<ChangeSet> _changeSets = [];
    private readonly Dictionary<(MonitorVersion, string), ReadOnlyMemory<byte>> _initial = [];
    private ChangeSet? _latest;

    public MonitorGroup(Database database, List<MonitorTable> tables)
    {
        Database = database;
        _tables = [];
        foreach (var table in tables)
        {
            table.SortColumns();
            _tables.Add(table.Table, table);
        }

        Key = MakeKey();
    }

    public Database Database { get; }

    /// <summary>Says in a text what is monitored, but for conditions.</summary>
    public string Key { get; }

    public int UserCount { get; set; }

    public IReadOnlyCollection<MonitorTable> Tables => _tables.Values;

    /// <summary>Texts kept for clients that may ask for the same: what `memory/show` calls json-caches.</summary>
    public int KeptTextCount => _initial.Count;

    /// <summary>The changes from now on: nothing as yet.</summary>
    public ChangeSet Latest
    {
        get
        {
            if (_latest is null)
            {
                _latest = new ChangeSet(Database.LastTransactionId);
                _changeSets.Add(_latest);
            }

            return _latest;
        }
    }

    public bool TryGetTable(Table table, out MonitorTable? monitored) => _tables.TryGetValue(table, out monitored);

    /// <summary>Whether someone who has heard of everything before <paramref name="position"/> has something to hear.</summary>
    public bool IsBehind(ChangeSet position) => position != _latest;

    /// <summary>Conditions that look at further columns make these matter to the whole group.</summary>
    public void AddColumnsOf(MonitorConditions conditions)
    {
        foreach (var table in _tables.Values)
        {
            table.AddColumnsOf(conditions[table.Table]);
        }
    }

    public void Release(ChangeSet position)
    {
        if (--position.UserCount == 0)
        {
            _changeSets.Remove(position);
            if (position == _latest)
            {
                _latest = null;
            }
        }
    }

    /// <summary>The changes after transaction <paramref name="id"/>; null when the database does not remember that far.</summary>
    public ChangeSet? After(Uuid id)
    {
        foreach (var known in _changeSets)
        {
            if (known.Since == id)
            {
                return known;
            }
        }

        if (Database.History?.After(id) is not { } transactions)
        {
            return null;
        }

        var changes = new ChangeSet(id);
        foreach (var transaction in transactions)
        {
            Gather(transaction, [changes]);
        }

        _changeSets.Add(changes);
        return changes;
    }

    public void OnCommitted(CommittedChanges transaction)
    {
        if (Gather(transaction, _changeSets))
        {
            _latest = null;
            _initial.Clear();
        }
    }

    /// <summary>The text of the rows as told before to a client with the same version and conditions.</summary>
    public bool TryGetInitial(MonitorVersion version, string conditionsKey, out ReadOnlyMemory<byte> text) =>
        _initial.TryGetValue((version, conditionsKey), out text);

    public void KeepInitial(MonitorVersion version, string conditionsKey, ReadOnlyMemory<byte> text) =>
        _initial[(version, conditionsKey)] = text;

    private bool Gather(CommittedChanges transaction, List<ChangeSet> changeSets)
    {
        var isConcerned = false;
        foreach (var changes in transaction.Tables)
        {
            if (!_tables.TryGetValue(changes.Table, out var table))
            {
                continue;
            }

            foreach (var row in changes.Rows)
            {
                if (table.IsConcernedBy(row))
                {
                    isConcerned = true;
                    foreach (var changeSet in changeSets)
                    {
                        changeSet.Add(table, row);
                    }
                }
            }
        }

        return isConcerned;
    }

    private string MakeKey()
    {
        var texts = new List<string>();
        foreach (var table in _tables.Values)
        {
            var text = new StringBuilder();
            table.AppendKey(text);
            texts.Add(text.ToString());
        }

        texts.Sort(string.CompareOrdinal);
        return string.Concat(texts);
    }
}
