using System;
using System.Collections.Generic;
using System.Threading;
using Ovs.Datapath.Actions;
using Ovs.Flow.Key;
using Ovs.Native;

namespace Ovs.Datapath.Userspace;

/// <summary>
/// The megaflows of one poll thread: a subtable per mask, those that were hit most first.
/// </summary>
/// <remarks>The poll thread looks up without a lock. All changes, its own on a miss included, happen under one lock, which is
/// held for the change only, never while translating, and under which no other lock is taken.</remarks>
internal sealed class MegaflowTable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<FlowMask, Subtable> _byMask = [];
    private Subtable[] _subtables = [];
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public int MaskCount => Volatile.Read(ref _subtables).Length;

    /// <summary>Finds flows for those keys whose index is in <paramref name="pending"/>, writes them to
    /// <paramref name="flows"/> at the same index, and gives the number of masks looked at. Indexes without a flow are left
    /// at the front of <paramref name="pending"/>, in order. Poll thread only.</summary>
    public int Find(ReadOnlySpan<FlowKey> keys, Span<Megaflow?> flows, Span<byte> pending, ref int pendingCount)
    {
        var lookups = 0;
        foreach (var subtable in Volatile.Read(ref _subtables))
        {
            var left = 0;
            lookups += pendingCount;
            for (var i = 0; i < pendingCount; i++)
            {
                var index = pending[i];
                var flow = subtable.Find(in keys[index]);
                flows[index] = flow;
                if (flow is null)
                {
                    pending[left++] = index;
                }
            }

            subtable.RecentHits += pendingCount - left;
            pendingCount = left;
            if (left == 0)
            {
                break;
            }
        }

        return lookups;
    }

    /// <summary>Finds the flow for one key; any thread.</summary>
    public Megaflow? Find(in FlowKey key)
    {
        foreach (var subtable in Volatile.Read(ref _subtables))
        {
            if (subtable.Find(in key) is { } flow)
            {
                return flow;
            }
        }

        return null;
    }

    /// <summary>Adds a flow; EEXIST gives the one that is there, EFBIG if <paramref name="limit"/> flows are.</summary>
    public Errno Install(
        in FlowKey key, in FlowMask mask, DpActions actions, object? owner, int limit, out Megaflow? flow)
    {
        lock (_lock)
        {
            if (!_byMask.TryGetValue(mask, out var subtable))
            {
                subtable = new Subtable(in mask);
            }

            flow = subtable.Find(in key);
            if (flow is not null)
            {
                return Errno.EEXIST;
            }

            if (_count >= limit)
            {
                return Errno.EFBIG;
            }

            flow = new Megaflow(subtable, in key, subtable.HashOf(in key), actions, owner);
            subtable.Insert(flow);
            if (_byMask.TryAdd(mask, subtable))
            {
                Volatile.Write(ref _subtables, [.. _subtables, subtable]);
            }

            Volatile.Write(ref _count, _count + 1);
            return Errno.None;
        }
    }

    public bool Delete(Megaflow flow)
    {
        lock (_lock)
        {
            return Remove(flow);
        }
    }

    public bool Replace(Megaflow flow, DpActions actions)
    {
        lock (_lock)
        {
            if (flow.IsDead)
            {
                return false;
            }

            flow.Replace(actions);
            return true;
        }
    }

    public void Flush()
    {
        lock (_lock)
        {
            foreach (var subtable in _subtables)
            {
                subtable.ForEach(flow => flow.Kill());
            }

            _byMask.Clear();
            Volatile.Write(ref _subtables, []);
            Volatile.Write(ref _count, 0);
        }
    }

    /// <summary>Calls <paramref name="visit"/> with each live flow; any thread.</summary>
    public void ForEach(Action<Megaflow> visit)
    {
        foreach (var subtable in Volatile.Read(ref _subtables))
        {
            subtable.ForEach(visit);
        }
    }

    /// <summary>Puts the masks that were hit most since the last call first. Poll thread only.</summary>
    public void SortByHits()
    {
        lock (_lock)
        {
            var sorted = (Subtable[])_subtables.Clone();
            Array.Sort(sorted, static (a, b) => b.RecentHits.CompareTo(a.RecentHits));
            foreach (var subtable in sorted)
            {
                subtable.RecentHits = 0;
            }

            Volatile.Write(ref _subtables, sorted);
        }
    }

    private bool Remove(Megaflow flow)
    {
        if (flow.IsDead)
        {
            return false;
        }

        flow.Kill();
        var subtable = flow.Subtable;
        subtable.Removed();
        Volatile.Write(ref _count, _count - 1);
        if (subtable.Count == 0)
        {
            _byMask.Remove(subtable.Mask);
            Volatile.Write(ref _subtables, Array.FindAll(_subtables, other => other != subtable));
        }

        return true;
    }
}
