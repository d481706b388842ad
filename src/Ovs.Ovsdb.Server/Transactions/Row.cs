using System.Collections.Generic;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// A row, the same object from its insertion to its deletion. Its values are an array by column index that is never changed:
/// a modification puts another array in its place, so whoever holds one may keep it (a transaction to go back, a monitor
/// to tell the difference).
/// </summary>
internal sealed class Row(Table table, Uuid id, Datum[] fields)
{
    public Table Table => table;

    public Uuid Id => id;

    /// <summary>The values as of now, uncommitted changes included.</summary>
    public Datum[] Fields { get; set; } = fields;

    /// <summary>What the open transaction does to this row, or null.</summary>
    public RowChange? Change { get; set; }

    /// <summary>Strong references to this row from others; a reference to itself does not count.</summary>
    public int StrongReferences { get; set; }

    /// <summary>Which columns of which rows name this row weakly, and how many times; as of the last commit.</summary>
    public Dictionary<WeakReferrer, int>? WeakReferrers { get; set; }
}

/// <summary>A column of a row that names another row weakly.</summary>
internal readonly record struct WeakReferrer(Row Row, int Column);
