using System;
using System.Numerics;
using System.Threading;
using Ovs.Flow.Key;

namespace Ovs.Datapath.Userspace;

/// <summary>The megaflows of one mask, in an open-addressing hash table that is read without a lock.</summary>
/// <remarks>
/// Writers hold the <see cref="MegaflowTable"/>'s lock. A reader sees each slot either as it was or as it became: slots are
/// written once with a finished flow, or replaced whole; a removed flow stays in its slot, dead, so that probing does not
/// stop short, until the table is rebuilt and published anew.
/// </remarks>
internal sealed class Subtable
{
    private const int LeastCapacity = 16;

    private readonly FlowMask _mask;
    private readonly byte[] _words;
    private readonly ulong[] _bits;
    private Megaflow?[] _slots = new Megaflow?[LeastCapacity];
    private int _usedSlots;

    public Subtable(in FlowMask mask)
    {
        _mask = mask;
        _words = mask.UsedWords();
        _bits = new ulong[_words.Length];
        for (var i = 0; i < _words.Length; i++)
        {
            _bits[i] = FlowKey.Word(in mask.Bits, _words[i]);
        }
    }

    public ref readonly FlowMask Mask => ref _mask;

    /// <summary>Flows that live.</summary>
    public int Count { get; private set; }

    /// <summary>Packets that found a flow here since the tables were last put in order; the poll thread only.</summary>
    public long RecentHits { get; set; }

    /// <summary>The hash of what the mask looks at in <paramref name="key"/>.</summary>
    public uint HashOf(in FlowKey key)
    {
        var hash = (uint)_words.Length;
        for (var i = 0; i < _words.Length; i++)
        {
            hash = FlowHash.Add(hash, FlowKey.Word(in key, _words[i]) & _bits[i]);
        }

        return hash;
    }

    public ulong[] MaskedWords(in FlowKey key)
    {
        var masked = new ulong[_words.Length];
        for (var i = 0; i < masked.Length; i++)
        {
            masked[i] = FlowKey.Word(in key, _words[i]) & _bits[i];
        }

        return masked;
    }

    /// <summary>The live flow that <paramref name="key"/> matches; any thread.</summary>
    public Megaflow? Find(in FlowKey key)
    {
        var hash = HashOf(in key);
        var slots = Volatile.Read(ref _slots);
        var last = slots.Length - 1;
        for (var at = (int)hash & last; ; at = (at + 1) & last)
        {
            var flow = Volatile.Read(ref slots[at]);
            if (flow is null)
            {
                return null;
            }

            if (flow.Hash == hash && Matches(flow, in key) && !flow.IsDead)
            {
                return flow;
            }
        }
    }

    /// <summary>Adds a flow whose key is not here; under the lock.</summary>
    public void Insert(Megaflow flow)
    {
        // At least half the slots stay empty, so that probing is short and always ends.
        if (2 * (_usedSlots + 1) > _slots.Length)
        {
            Rebuild();
        }

        Place(_slots, flow);
        _usedSlots++;
        Count++;
    }

    /// <summary>Notes that a flow died; under the lock.</summary>
    public void Removed()
    {
        Count--;
        if (_slots.Length > LeastCapacity && 8 * Count < _usedSlots)
        {
            Rebuild();
        }
    }

    /// <summary>Calls <paramref name="visit"/> with each live flow; any thread.</summary>
    public void ForEach(Action<Megaflow> visit)
    {
        foreach (var flow in Volatile.Read(ref _slots))
        {
            if (flow is not null && !flow.IsDead)
            {
                visit(flow);
            }
        }
    }

    private static void Place(Megaflow?[] slots, Megaflow flow)
    {
        var last = slots.Length - 1;
        var at = (int)flow.Hash & last;
        while (slots[at] is not null)
        {
            at = (at + 1) & last;
        }

        Volatile.Write(ref slots[at], flow);
    }

    private bool Matches(Megaflow flow, in FlowKey key)
    {
        var masked = flow.Masked;
        var difference = 0UL;
        for (var i = 0; i < _words.Length; i++)
        {
            difference |= (FlowKey.Word(in key, _words[i]) & _bits[i]) ^ masked[i];
        }

        return difference == 0;
    }

    private void Rebuild()
    {
        var capacity = Math.Max(LeastCapacity, (int)BitOperations.RoundUpToPowerOf2((uint)(4 * (Count + 1))));
        var slots = new Megaflow?[capacity];
        var used = 0;
        foreach (var flow in _slots)
        {
            if (flow is not null && !flow.IsDead)
            {
                Place(slots, flow);
                used++;
            }
        }

        _usedSlots = used;
        Volatile.Write(ref _slots, slots);
    }
}
