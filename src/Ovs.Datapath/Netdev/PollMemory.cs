using System;
using Ovs.Flow.Packets;
using Ovs.Native.PacketSocket;

namespace Ovs.Datapath.Netdev;

/// <summary>What a poll thread lends to the ports it serves: packet memory, and the argument lists of system calls. So a port
/// that is silent holds no packet buffers.</summary>
public sealed class PollMemory : IDisposable
{
    // Packets that the next receive fills, each at the same index in the kernel's list.
    private PacketBatch _waiting;

    public PacketPool Pool { get; } = new();

    internal MessageBatch Received { get; } = new(PacketBatch.Capacity);

    internal MessageBatch Sent { get; } = new(PacketBatch.Capacity);

    internal MessageBatch SentAlone { get; } = new(1);

    internal ref readonly PacketBatch Waiting => ref _waiting;

    public void Dispose()
    {
        Pool.Free(ref _waiting);
        Received.Dispose();
        Sent.Dispose();
        SentAlone.Dispose();
        Pool.Dispose();
    }

    /// <summary>Fills the waiting packets up and gives their number.</summary>
    internal int Provide()
    {
        while (!_waiting.IsFull && Pool.TryAllocate(out var packet))
        {
            SetSlot(_waiting.Count, packet);
            _waiting.Add(packet);
        }

        return _waiting.Count;
    }

    /// <summary>Forgets the first <paramref name="count"/> waiting packets, which the caller took.</summary>
    internal void Take(int count)
    {
        var kept = 0;
        for (var i = count; i < _waiting.Count; i++)
        {
            var packet = _waiting[i];
            _waiting.Replace(kept, packet);
            SetSlot(kept++, packet);
        }

        _waiting.Truncate(kept);
    }

    private void SetSlot(int index, Packet packet) =>
        Received.Set(index, packet.Address - OffloadState.SizeBytes, OffloadState.SizeBytes + packet.Tailroom);
}
