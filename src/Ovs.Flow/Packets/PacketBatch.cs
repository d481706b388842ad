using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Ovs.Flow.Packets;

/// <summary>Up to <see cref="Capacity"/> packets that travel together; whoever holds the batch owns them.</summary>
/// <remarks>A `ref PacketBatch` parameter consumes: the batch is empty when the call returns. An `in` parameter borrows.</remarks>
public struct PacketBatch
{
    public const int Capacity = 32;

    private Slots _slots;
    private int _count;

    public readonly int Count => _count;

    public readonly bool IsEmpty => _count == 0;

    public readonly bool IsFull => _count == Capacity;

    public readonly Packet this[int index]
    {
        get
        {
            Debug.Assert((uint)index < (uint)_count, "index out of the batch");
            return Packet.FromAddress(_slots[index]);
        }
    }

    public unsafe void Add(Packet packet)
    {
        Debug.Assert(_count < Capacity, "batch is full");
        _slots[_count++] = (nint)packet.Buffer;
    }

    /// <summary>Puts <paramref name="packet"/> where another was; the caller owns the one that was there.</summary>
    public unsafe void Replace(int index, Packet packet)
    {
        Debug.Assert((uint)index < (uint)_count, "index out of the batch");
        _slots[index] = (nint)packet.Buffer;
    }

    /// <summary>Forgets the packets; the caller has given them to somebody else.</summary>
    public void Clear() => _count = 0;

    /// <summary>Forgets all but the first <paramref name="count"/>.</summary>
    public void Truncate(int count)
    {
        Debug.Assert(count <= _count, "a batch does not grow by truncation");
        _count = count;
    }

    [InlineArray(Capacity)]
    private struct Slots
    {
        private nint _first;
    }
}
