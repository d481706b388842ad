using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Ovsdb.Server.Monitors;

/// <summary>
/// All monitors of one database.
/// </summary>
/// <remarks>
/// <para>A commit is handed to each <see cref="MonitorGroup"/> once; that notes the changed rows in its
/// <see cref="ChangeSet"/>s. A <see cref="Monitor"/> is one client's place in that: it asks for its update when its
/// connection can take one, and then all that came meanwhile is told as one change per row. Values are never copied: rows
/// before and after are the transaction's own arrays.</para>
/// <para>The text of an update is made once for all clients of a group with the same conditions and the same place.</para>
/// </remarks>
internal sealed class DatabaseMonitors : IDisposable
{
    private readonly Database _database;
    private readonly Dictionary<string, MonitorGroup> _groups = new(StringComparer.Ordinal);

    public DatabaseMonitors(Database database)
    {
        _database = database;
        database.Committed += OnCommitted;
    }

    public int GroupCount => _groups.Count;

    public int KeptTextCount
    {
        get
        {
            var count = 0;
            foreach (var group in _groups.Values)
            {
                count += group.KeptTextCount;
            }

            return count;
        }
    }

    /// <summary>The group of monitors that ask for what <paramref name="tables"/> say.</summary>
    public MonitorGroup Join(List<MonitorTable> tables)
    {
        var group = new MonitorGroup(_database, tables);
        if (_groups.TryGetValue(group.Key, out var known))
        {
            group = known;
        }
        else
        {
            _groups.Add(group.Key, group);
        }

        group.UserCount++;
        return group;
    }

    public void Leave(MonitorGroup group)
    {
        if (--group.UserCount == 0)
        {
            _groups.Remove(group.Key);
        }
    }

    public void Dispose() => _database.Committed -= OnCommitted;

    private void OnCommitted(CommittedChanges transaction)
    {
        foreach (var group in _groups.Values)
        {
            group.OnCommitted(transaction);
        }
    }
}
