using System;
using System.Collections.Generic;
using System.Diagnostics;
using Ovs.Native.Memory;

namespace Ovs.Flow.Packets;

/// <summary>The packet memory of one thread: buffers of 66 KB, allocated as traffic needs them, up to a limit.</summary>
/// <remarks>
/// Free buffers form a stack, so that the one used last, still in the processor's cache, is used next. A buffer takes
/// resident memory only for the pages its packets touched. When the limit is reached <see cref="TryAllocate"/> gives no
/// packet and the caller drops. All calls belong to one thread.
/// </remarks>
public sealed unsafe class PacketPool : IDisposable
{
    private const int GrowBy = 32;

    private readonly List<NativeBlock> _blocks = [];
    private readonly int _maxCount;
    private PacketBuffer* _free;
    private int _totalCount;
    private int _freeCount;

    /// <summary>A pool that never holds more than <paramref name="maxCount"/> buffers.</summary>
    public PacketPool(int maxCount = 2048)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCount, PacketBatch.Capacity);
        _maxCount = maxCount;
    }

    /// <summary>Packets that somebody owns.</summary>
    public int InUseCount => _totalCount - _freeCount;

    /// <summary>Buffers that exist, in use or not.</summary>
    public int TotalCount => _totalCount;

    /// <summary>Gives an empty packet without metadata; false when the pool's limit is reached.</summary>
    public bool TryAllocate(out Packet packet)
    {
        if (_free is null && !TryGrow())
        {
            packet = default;
            return false;
        }

        var buffer = _free;
        _free = (PacketBuffer*)buffer->Next;
        _freeCount--;
        *buffer = new PacketBuffer
        {
            References = 1,
            DataOffset = PacketBuffer.HeadBytes + PacketBuffer.HeadroomBytes,
        };
        packet = new Packet(buffer);
        return true;
    }

    /// <summary>Gives a packet with a copy of <paramref name="frame"/>.</summary>
    public bool TryAllocate(ReadOnlySpan<byte> frame, out Packet packet)
    {
        packet = default;
        if (frame.Length > Packet.MaxLength || !TryAllocate(out packet))
        {
            return false;
        }

        packet.SetData(frame);
        return true;
    }

    /// <summary>Gives up one hold of <paramref name="packet"/>; the last one returns the memory.</summary>
    public void Free(Packet packet)
    {
        var buffer = packet.Buffer;
        Debug.Assert(buffer->References > 0, "freed twice");
        if (--buffer->References == 0)
        {
            Poison(packet);
            buffer->Next = (nint)_free;
            _free = buffer;
            _freeCount++;
        }
    }

    /// <summary>Frees all packets of <paramref name="batch"/> and empties it.</summary>
    public void Free(ref PacketBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            Free(batch[i]);
        }

        batch.Clear();
    }

    /// <summary>Adds a holder; until all but one let go, nobody may change the packet.</summary>
    public static Packet Share(Packet packet)
    {
        packet.Buffer->References++;
        return packet;
    }

    /// <summary>Copies frame and metadata into a packet of its own; false when the pool's limit is reached.</summary>
    public bool TryClone(Packet packet, out Packet clone)
    {
        if (!TryAllocate(out clone))
        {
            return false;
        }

        var from = packet.Buffer;
        var to = clone.Buffer;
        *to = *from;
        to->References = 1;
        packet.Data.CopyTo(clone.Data);
        return true;
    }

    /// <summary>Replaces a shared packet by a clone that its holder may change, giving up its share; false (and the share is
    /// kept) when the pool's limit is reached.</summary>
    public bool MakeExclusive(ref Packet packet)
    {
        if (!packet.IsShared)
        {
            return true;
        }

        if (!TryClone(packet, out var clone))
        {
            return false;
        }

        Free(packet);
        packet = clone;
        return true;
    }

    /// <summary>Returns all memory; no packet of the pool may be used any more.</summary>
    public void Dispose()
    {
        foreach (var block in _blocks)
        {
            block.Dispose();
        }

        _blocks.Clear();
        _free = null;
        _totalCount = 0;
        _freeCount = 0;
    }

    [Conditional("DEBUG")]
    private static void Poison(Packet packet) => packet.Data[..Math.Min(packet.Length, 64)].Fill(0xde);

    private bool TryGrow()
    {
        var count = Math.Min(GrowBy, _maxCount - _totalCount);
        if (count <= 0)
        {
            return false;
        }

        var block = new NativeBlock((nuint)count * PacketBuffer.SizeBytes, alignmentBytes: 4096);
        _blocks.Add(block);
        for (var i = count - 1; i >= 0; i--)
        {
            var buffer = (PacketBuffer*)(block.Address + (i * PacketBuffer.SizeBytes));
            buffer->Next = (nint)_free;
            _free = buffer;
        }

        _totalCount += count;
        _freeCount += count;
        return true;
    }
}
