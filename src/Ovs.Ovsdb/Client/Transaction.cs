using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Client;

/// <summary>
/// Changes to a database that happen together or not at all (RFC 7047 4.1.3). Rows are changed through their own
/// members while it is open; <see cref="Commit"/> sends it.
/// </summary>
public sealed partial class Transaction
{
    private readonly List<Row> _rows = [];
    private readonly HashSet<Row> _touched = [];
    private readonly Dictionary<Uuid, Row> _inserted = [];
    private readonly StringBuilder _comment = new();
    private (Row Row, ColumnSchema Column, bool Always)? _increment;

    internal Transaction(Replica replica) => Replica = replica;

    public Replica Replica { get; }

    public TransactionStatus Status { get; private set; }

    /// <summary>Asks the server to check everything and change nothing.</summary>
    public bool IsDryRun { get; set; }

    /// <summary>The incremented column's value after the commit; see <see cref="Increment"/>.</summary>
    public long IncrementedValue { get; private set; }

    /// <summary>The server's error as JSON text, or the status in words.</summary>
    public string ErrorText => Status != TransactionStatus.Error
        ? Status.Text()
        : _error ?? "no error details available";

    internal JsonValue? RequestId { get; set; }

    /// <summary>Adds a line to the note that the database's log keeps of the transaction.</summary>
    public void AddComment(string text)
    {
        if (_comment.Length > 0)
        {
            _comment.Append('\n');
        }

        _comment.Append(text);
    }

    /// <summary>Inserts a row, whose identifier is provisional.</summary>
    public TRow Insert<TRow>()
        where TRow : Row, ITypedRow => (TRow)Insert(TRow.TableSchema);

    /// <summary>Inserts a row.</summary>
    /// <param name="table">The row's table.</param>
    /// <param name="uuid">An identifier that nothing has, or null for a random one.</param>
    /// <param name="keepUuid">False: the identifier is provisional, and the server chooses another.</param>
    public Row Insert(TableSchema table, Uuid? uuid = null, bool keepUuid = false)
    {
        RequireOpen();
        var row = Replica[table].MakeInserted(uuid ?? Uuid.NewRandom());
        row.KeepsUuid = keepUuid;
        row.BeginInsert();
        Touch(row);
        _ = _inserted.TryAdd(row.Uuid, row);
        return row;
    }

    /// <summary>
    /// Adds 1 to an integer column when the commit changes anything else, or <paramref name="always"/>. Two clients
    /// that do it at once do not disturb each other.
    /// </summary>
    public void Increment(Row row, ColumnSchema column, bool always)
    {
        RequireOpen();
        _increment = (row, column, always);
    }

    /// <summary>
    /// Sends the changes, the first time; gives the status, which is Incomplete until the reply has come. The replica
    /// is what it was before, until the server's update comes.
    /// </summary>
    public TransactionStatus Commit()
    {
        if (Replica.Transaction != this)
        {
            return Status;
        }

        if (!Replica.MaySendTransaction)
        {
            Status = TransactionStatus.TryAgain;
        }
        else
        {
            var operations = Compose(out var hasChanges);
            Status = !hasChanges ? TransactionStatus.Unchanged
                : Replica.Send(this, operations) ? TransactionStatus.Incomplete
                : TransactionStatus.TryAgain;
        }

        Disassemble();
        return Status;
    }

    /// <summary>Commits and runs the loop until the reply is here or the time is up.</summary>
    public TransactionStatus CommitAndWait(Runtime.Loop.EventLoop loop, long deadlineMs = long.MaxValue)
    {
        if (Commit() == TransactionStatus.Incomplete)
        {
            loop.RunUntil(() => Status != TransactionStatus.Incomplete, deadlineMs);
        }

        return Status;
    }

    /// <summary>Gives up: nothing is sent, or the reply no longer matters.</summary>
    public void Abort()
    {
        if (Replica.Transaction == this)
        {
            Disassemble();
        }

        Replica.Forget(this);
        if (Status is TransactionStatus.Uncommitted or TransactionStatus.Incomplete)
        {
            Status = TransactionStatus.Aborted;
        }
    }

    /// <summary>The identifier that the server gave to a row that this transaction inserted, or null.</summary>
    public Uuid? InsertedUuid(Uuid provisional) =>
        _insertReplies.TryGetValue(provisional, out var reply) && !reply.Real.IsZero ? reply.Real : null;

    /// <summary>Remembers that a row has a part in this transaction.</summary>
    internal void Touch(Row row)
    {
        if (_touched.Add(row))
        {
            _rows.Add(row);
        }
    }

    /// <summary>A row that was inserted is deleted: it never was.</summary>
    internal void Forget(Row row)
    {
        _touched.Remove(row);
        _rows.Remove(row);
        _inserted.Remove(row.Uuid);
    }

    /// <summary>The connection is gone, and the answer with it.</summary>
    internal void Abandon() => Status = TransactionStatus.TryAgain;

    private void RequireOpen()
    {
        if (Replica.Transaction != this)
        {
            throw new InvalidOperationException("the transaction is over");
        }
    }

    private void Disassemble()
    {
        foreach (var row in _rows)
        {
            if (row.IsInserted)
            {
                Replica[row.Table.Schema].Remove(row);
            }

            row.EndTransaction();
        }

        _rows.Clear();
        _touched.Clear();
        Replica.EndTransaction();
    }
}
