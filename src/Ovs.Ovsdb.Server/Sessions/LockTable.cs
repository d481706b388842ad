using System;
using System.Collections.Generic;

namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>
/// The locks of RFC 7047 4.1.8: names that clients own by turns. One space of names for the whole server, whatever the
/// database. A lock exists while someone owns or awaits it.
/// </summary>
internal sealed class LockTable
{
    private readonly Dictionary<string, LinkedList<LockWaiter>> _locks = new(StringComparer.Ordinal);

    /// <summary>Queues <paramref name="session"/> for a lock, in front when it steals; the queue's first one owns it.</summary>
    /// <param name="robbed">Who owned the lock until now, when it was stolen.</param>
    public LockWaiter Add(ClientSession session, string name, bool steals, out ClientSession? robbed)
    {
        if (!_locks.TryGetValue(name, out var queue))
        {
            _locks.Add(name, queue = new LinkedList<LockWaiter>());
        }

        var victim = steals ? queue.First?.Value : null;
        robbed = victim?.Session;
        var waiter = new LockWaiter(session, name, steals);
        waiter.Place = steals ? queue.AddFirst(waiter) : queue.AddLast(waiter);

        // A thief that is robbed does not get the lock back: both act for the same client, which took it over.
        if (victim is { Steals: true })
        {
            queue.Remove(victim.Place!);
            victim.Place = null;
        }

        return waiter;
    }

    /// <summary>Takes a waiter out of its queue; gives the session to which to say that it owns the lock, if any.</summary>
    /// <remarks>The owner is told again when one that waits behind it leaves. Clients of the original are used to that, and
    /// print what they are told.</remarks>
    public ClientSession? Remove(LockWaiter waiter)
    {
        if (waiter.Place is not { List: { } queue } place)
        {
            return null;
        }

        queue.Remove(place);
        waiter.Place = null;
        if (queue.Count == 0)
        {
            _locks.Remove(waiter.Name);
        }

        return queue.First?.Value.Session;
    }
}

/// <summary>A client that owns or awaits a lock, or lost it to a thief and has not yet said "unlock".</summary>
internal sealed class LockWaiter(ClientSession session, string name, bool steals)
{
    public ClientSession Session => session;

    public string Name => name;

    public bool Steals => steals;

    public bool IsOwner => Place?.List is { } queue && queue.First == Place;

    /// <summary>The place in the queue; null once the lock was lost.</summary>
    public LinkedListNode<LockWaiter>? Place { get; set; }
}
