using System.Collections.Generic;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// The last transactions of a database, so that a client that was away for a moment gets what it missed instead of
/// everything (`monitor_cond_since`).
/// </summary>
internal sealed class TransactionHistory
{
    private const int MaxCount = 100;

    private readonly Queue<CommittedChanges> _transactions = new();

    public int Count => _transactions.Count;

    public long AtomCount { get; private set; }

    public Uuid LastId { get; private set; }

    public void Add(CommittedChanges transaction)
    {
        _transactions.Enqueue(transaction);
        AtomCount += transaction.AtomCount;
        LastId = transaction.Id;
    }

    /// <summary>Forgets the oldest: more than a hundred are kept by nobody, and more data than the database itself has would
    /// be no gain over sending that. The last one stays, for its identifier.</summary>
    public void Trim(long databaseAtomCount)
    {
        while (_transactions.Count > 1 && (_transactions.Count > MaxCount || AtomCount > databaseAtomCount))
        {
            AtomCount -= _transactions.Dequeue().AtomCount;
        }
    }

    /// <summary>The transactions after the one named <paramref name="id"/>; null when that is not known here.</summary>
    public List<CommittedChanges>? After(Uuid id)
    {
        List<CommittedChanges>? found = null;
        foreach (var transaction in _transactions)
        {
            found?.Add(transaction);
            if (found is null && transaction.Id == id)
            {
                found = [];
            }
        }

        return found;
    }
}
