using System;
using Ovs.Flow.Packets;

namespace Ovs.Datapath.Netdev;

/// <summary>A device's receive and transmit side, used by one poll thread.</summary>
public interface IPortIo : IDisposable
{
    /// <summary>A descriptor that is readable when packets wait.</summary>
    int Fd { get; }

    /// <summary>True once the device is gone for good, so that nothing will come from it.</summary>
    bool IsLost { get; }

    /// <summary>Counted by the poll thread, read by any.</summary>
    PortCounters Counters { get; }

    /// <summary>Adds packets that wait to the empty <paramref name="batch"/>, without blocking, and gives their number.</summary>
    int Receive(ref PacketBatch batch, PollMemory memory);

    /// <summary>Sends and frees all packets of <paramref name="batch"/>; those the device does not take are counted.</summary>
    void Transmit(ref PacketBatch batch, PollMemory memory);
}
