using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// An open transaction: it changes the tables in place and remembers each row as it was, so reads see its own writes and
/// <see cref="Abort"/> puts everything back. A database has at most one at a time, on the database's thread.
/// </summary>
/// <remarks>
/// <see cref="Prepare"/> makes the checks of a commit and their consequences (vanishing rows, vanishing references).
/// If it finds nothing wrong, <see cref="ToRecord"/> is what to store, and once that is stored, <see cref="Complete"/>.
/// Otherwise <see cref="Abort"/>; one of the two must end every transaction.
/// </remarks>
internal sealed partial class Transaction(Database database)
{
    // In the order in which rows were first touched. The checks add to it while they walk it.
    private readonly List<RowChange> _changes = [];
    private HashSet<Table>? _tablesWithDeletions;
    private StringBuilder? _comment;
    private List<TableChanges>? _collected;
    private long _atomCount;
    private long _atomCountChange;

    public Database Database => database;

    /// <summary>Where transactions have identifiers, this one's.</summary>
    public Uuid Id { get; set; }

    /// <summary>What the transaction's comments say, one a line; null when there are none.</summary>
    public string? Comment => _comment?.ToString();

    /// <summary>True when nothing was touched or, after <see cref="Prepare"/>, nothing changed.</summary>
    public bool IsEmpty => _changes.Count == 0;

    public void AddComment(string line)
    {
        _comment = _comment is null ? new StringBuilder(line) : _comment.Append('\n').Append(line);
    }

    /// <summary>Whether a new row may be named <paramref name="id"/>: no row is, nor was before this transaction.</summary>
    public static bool MayInsert(Table table, Uuid id) =>
        !table.TryGetRow(id, out _) && !(table.DeletedRows?.ContainsKey(id) ?? false);

    /// <summary>Adds a row with these values, to which it adds the identifier and a version.</summary>
    public Row Insert(Table table, Uuid id, Datum[] fields)
    {
        fields[Table.UuidColumn] = Datum.Of(id);
        fields[Table.VersionColumn] = Datum.Of(Uuid.NewRandom());
        var row = new Row(table, id, fields);
        row.Change = RowChange.OfNew(row);
        _changes.Add(row.Change);
        table.Add(row);
        return row;
    }

    /// <summary>Gives a row other values; the array belongs to the row from now on.</summary>
    public void Modify(Row row, Datum[] fields)
    {
        Touch(row);
        row.Table.Replace(row, fields);
    }

    public void Delete(Row row)
    {
        var change = Touch(row);
        row.Table.Remove(row);
        change.IsDeleted = true;
        if (change.IsDeletion)
        {
            (row.Table.DeletedRows ??= []).Add(row.Id, change);
            (_tablesWithDeletions ??= []).Add(row.Table);
        }
        else
        {
            // It came and went: nobody outside the transaction ever hears of it.
            row.Change = null;
        }
    }

    /// <summary>What <see cref="Prepare"/> found, by table.</summary>
    public IReadOnlyList<TableChanges> CollectChanges()
    {
        if (_collected is not null)
        {
            return _collected;
        }

        var inOrder = new List<TableChanges>();
        TableChanges? table = null;
        foreach (var change in _changes)
        {
            if (change is { IsInsertion: false, IsDeletion: false, HasChangedColumns: false }
                || change is { Old: null, IsDeleted: true })
            {
                continue;
            }

            // Few tables take part, and mostly the one of the row before.
            if (table?.Table != change.Row.Table)
            {
                table = Of(change.Row.Table, inOrder);
            }

            table.Rows.Add(change.ToDelta());
        }

        _collected = inOrder;
        return inOrder;
    }

    /// <summary>Puts the database back to where it was.</summary>
    public void Abort()
    {
        // Deleted rows come back last, when nothing inserted can be in their place.
        foreach (var change in _changes)
        {
            if (change.IsInsertion)
            {
                change.Row.Table.Remove(change.Row);
            }
            else if (change.IsModification)
            {
                change.Row.Table.Replace(change.Row, change.Old!);
            }
        }

        foreach (var change in _changes)
        {
            change.Row.StrongReferences = change.OldStrongReferences;
            change.Row.Change = null;
            if (change.IsDeletion)
            {
                change.Row.Fields = change.Old!;
                change.Row.Table.Add(change.Row);
            }
        }

        Close();
    }

    /// <summary>Makes the changes final and tells everyone. Only after <see cref="Prepare"/> found no error.</summary>
    public CommittedChanges Complete()
    {
        var changes = new CommittedChanges(Id, CollectChanges(), _atomCount, _atomCountChange);
        database.Remember(changes);
        if (!IsEmpty)
        {
            UpdateWeakReferrers();
            foreach (var change in _changes)
            {
                change.Row.Change = null;
                Log(change);
            }

            Close();
            database.OnCommitted(changes);
        }

        return changes;
    }

    private static TableChanges Of(Table table, List<TableChanges> known)
    {
        foreach (var changes in known)
        {
            if (changes.Table == table)
            {
                return changes;
            }
        }

        known.Add(new TableChanges(table));
        return known[^1];
    }

    private RowChange Touch(Row row)
    {
        if (row.Change is null)
        {
            row.Change = RowChange.OfExisting(row);
            _changes.Add(row.Change);
        }

        return row.Change;
    }

    private void Close()
    {
        _changes.Clear();
        if (_tablesWithDeletions is not null)
        {
            foreach (var table in _tablesWithDeletions)
            {
                table.DeletedRows = null;
            }

            _tablesWithDeletions = null;
        }
    }
}
