using System.Collections.Generic;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>What one transaction did, by table; rows that it only touched are left out.</summary>
internal sealed class CommittedChanges(Uuid id, IReadOnlyList<TableChanges> tables, long atomCount, long atomCountChange)
{
    /// <summary>The transaction's identifier; zero where transactions have none.</summary>
    public Uuid Id => id;

    public IReadOnlyList<TableChanges> Tables => tables;

    /// <summary>Atoms in the old and the new values of all rows here: what remembering them costs.</summary>
    public long AtomCount => atomCount;

    /// <summary>How many atoms more the database has.</summary>
    public long AtomCountChange => atomCountChange;
}

/// <summary>The changed rows of one table.</summary>
internal sealed class TableChanges(Table table)
{
    public Table Table => table;

    public List<RowDelta> Rows { get; } = [];
}

/// <summary>A row before and after: null before means inserted, null after means deleted.</summary>
internal readonly struct RowDelta(Uuid id, Datum[]? old, Datum[]? @new, ColumnMask changed)
{
    /// <summary>A row that comes.</summary>
    public RowDelta(Uuid id, Datum[] fields)
        : this(id, null, fields, default)
    {
    }

    public Uuid Id => id;

    public Datum[]? Old => old;

    public Datum[]? New => @new;

    /// <summary>Whether column <paramref name="index"/> may differ.</summary>
    public bool IsChanged(int index) => old is null || @new is null || changed[index];
}
