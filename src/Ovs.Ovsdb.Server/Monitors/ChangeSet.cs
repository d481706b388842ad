using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Ovsdb.Server.Monitors;

/// <summary>
/// What happened to the rows of a group of monitors since some moment, however many transactions ago: at most one change
/// per row. So what a slow client has yet to hear never grows beyond the size of the database.
/// </summary>
internal sealed class ChangeSet(Uuid since)
{
    private readonly Dictionary<MonitorTable, Dictionary<Uuid, Change>> _tables = [];
    private readonly Dictionary<(MonitorVersion, string), ReadOnlyMemory<byte>> _encoded = [];

    /// <summary>The transaction before the first that is in here.</summary>
    public Uuid Since => since;

    /// <summary>How many clients have yet to hear of this.</summary>
    public int UserCount { get; set; }

    public IReadOnlyDictionary<MonitorTable, Dictionary<Uuid, Change>> Tables => _tables;

    public void Add(MonitorTable table, in RowDelta row)
    {
        _encoded.Clear();
        if (!_tables.TryGetValue(table, out var changes))
        {
            _tables.Add(table, changes = []);
        }

        var isKnown = changes.TryGetValue(row.Id, out var earlier);
        if (isKnown && earlier.Old is null && row.New is null)
        {
            // It came and went before anyone was told.
            changes.Remove(row.Id);
        }
        else
        {
            changes[row.Id] = new Change(isKnown ? earlier.Old : row.Old, row.New);
        }
    }

    /// <summary>The text of the changes as told before to a client with the same version and conditions.</summary>
    public bool TryGetEncoded(MonitorVersion version, string conditionsKey, out ReadOnlyMemory<byte> text) =>
        _encoded.TryGetValue((version, conditionsKey), out text);

    public void KeepEncoded(MonitorVersion version, string conditionsKey, ReadOnlyMemory<byte> text) =>
        _encoded[(version, conditionsKey)] = text;

    /// <summary>A row before and after; null means that it was not, or is no longer.</summary>
    internal readonly record struct Change(Datum[]? Old, Datum[]? New);
}
