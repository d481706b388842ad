using System;
using Ovs.Flow.Packets;
using Ovs.Native.PacketSocket;

namespace Ovs.Datapath.Netdev;

/// <summary>What a poll thread lends to the ports it serves: packet memory, and the argument lists of system calls. So a port
/// that is silent holds no packet buffers.</summary>
public sealed class PollMemory : IDisposable
{
    // Packets that the next receive fills, each at the same index in the kernel's list. Those taken are replaced in place by
    // the packets freed last, so that a port that gives few at a time uses the same, cached, memory each time.
    private readonly Packet[] _waiting = new Packet[PacketBatch.Capacity];

    public PacketPool Pool { get; } = new();

    internal MessageBatch Received { get; } = new(PacketBatch.Capacity);

    internal MessageBatch Sent { get; } = new(PacketBatch.Capacity);

    internal MessageBatch SentAlone { get; } = new(1);

    public void Dispose()
    {
        Received.Dispose();
        Sent.Dispose();
        SentAlone.Dispose();
        Pool.Dispose();
    }

    /// <summary>Provides packets for receiving and gives their number.</summary>
    internal int Provide()
    {
        for (var i = 0; i < _waiting.Length; i++)
        {
            ref var packet = ref _waiting[i];
            if (!packet.IsNull)
            {
                continue;
            }

            if (!Pool.TryAllocate(out packet))
            {
                return i;
            }

            Received.Set(i, packet.Address - OffloadState.SizeBytes, OffloadState.SizeBytes + packet.Tailroom);
        }

        return _waiting.Length;
    }

    /// <summary>Gives the packet at <paramref name="index"/> away.</summary>
    internal Packet Take(int index)
    {
        var packet = _waiting[index];
        _waiting[index] = default;
        return packet;
    }
}
