using System;
using System.Threading;

namespace Ovs.Flow.Classifier;

/// <summary>How many rules of a subtable have a certain hash up to some stage. One writer; readers need no lock.</summary>
/// <remarks>Open addressing with linear probing: the hash in the upper half of a slot, the count in the lower one, zero for a
/// slot that was never used. A hash that nothing has any more keeps its slot until the table is made anew.</remarks>
internal sealed class StageIndex
{
    private const int MinSlots = 8;

    private ulong[] _slots = new ulong[MinSlots];
    private int _used;

    public bool Contains(uint hash)
    {
        var slots = Volatile.Read(ref _slots);
        var key = Mix(hash);
        for (var i = key & (slots.Length - 1); ; i = (i + 1) & (slots.Length - 1))
        {
            var slot = Volatile.Read(ref slots[i]);
            if (slot == 0)
            {
                return false;
            }

            if (slot >> 32 == (uint)key)
            {
                return (uint)slot != 0;
            }
        }
    }

    public void Add(uint hash)
    {
        if (_used * 4 >= _slots.Length * 3)
        {
            Rebuild();
        }

        Change(_slots, Mix(hash), 1);
    }

    public void Remove(uint hash) => Change(_slots, Mix(hash), -1);

    /// <summary>Never zero, so that a used slot is not zero either.</summary>
    private static long Mix(uint hash) => hash == 0 ? 1 : hash;

    private void Change(ulong[] slots, long key, int difference)
    {
        for (var i = key & (slots.Length - 1); ; i = (i + 1) & (slots.Length - 1))
        {
            var slot = slots[i];
            if (slot == 0)
            {
                _used++;
                slot = (ulong)key << 32;
            }
            else if (slot >> 32 != (uint)key)
            {
                continue;
            }

            Volatile.Write(ref slots[i], slot + (ulong)difference);
            return;
        }
    }

    private void Rebuild()
    {
        var live = 0;
        foreach (var slot in _slots)
        {
            live += (uint)slot != 0 ? 1 : 0;
        }

        var size = MinSlots;
        while (size < (live + 1) * 2)
        {
            size *= 2;
        }

        var slots = new ulong[size];
        var old = _slots;
        _used = 0;
        foreach (var slot in old)
        {
            if ((uint)slot != 0)
            {
                Change(slots, (long)(slot >> 32), (int)(uint)slot);
            }
        }

        Volatile.Write(ref _slots, slots);
    }
}
