using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>What the open transaction does to one row, from before it to now.</summary>
internal sealed class RowChange
{
    private ColumnMask _changed;

    private RowChange(Row row, Datum[]? old)
    {
        Row = row;
        Old = old;
        OldStrongReferences = row.StrongReferences;
    }

    public Row Row { get; }

    /// <summary>The values before the transaction; null for a row that it inserted.</summary>
    public Datum[]? Old { get; }

    /// <summary>The values now; null for a row that was deleted.</summary>
    public Datum[]? New => IsDeleted ? null : Row.Fields;

    public int OldStrongReferences { get; }

    /// <summary>Set when the row left its table.</summary>
    public bool IsDeleted { get; set; }

    public bool IsInsertion => Old is null && !IsDeleted;

    public bool IsDeletion => Old is not null && IsDeleted;

    /// <summary>A row that is there before and after, possibly unchanged.</summary>
    public bool IsModification => Old is not null && !IsDeleted;

    /// <summary>For a modification: whether <see cref="MarkChanged"/> was called at all.</summary>
    public bool HasChangedColumns => !_changed.IsEmpty;

    /// <summary>For a row that was put into its table in this transaction.</summary>
    public static RowChange OfNew(Row row) => new(row, null);

    /// <summary>For a row that was there before; as yet nothing of it has changed.</summary>
    public static RowChange OfExisting(Row row) => new(row, row.Fields);

    /// <summary>Whether column <paramref name="index"/> may differ; every column of an inserted or deleted row does.</summary>
    public bool IsChanged(int index) => !IsModification || _changed[index];

    public void MarkChanged(int index) => _changed.Add(index);

    /// <summary>This change as others see it after the commit.</summary>
    public RowDelta ToDelta() => new(Row.Id, Old, New, _changed);
}
