using System;
using Ovs.Flow.Packets;

namespace Ovs.Datapath.Netdev;

/// <summary>A device's receive and transmit side, used by one poll thread.</summary>
public interface IPortIo : IDisposable
{
    /// <summary>A descriptor that is readable when packets wait.</summary>
    public int Fd { get; }

    /// <summary>Counted by the poll thread, read by any.</summary>
    public PortCounters Counters { get; }

    /// <summary>Adds packets that wait to the empty <paramref name="batch"/>, without blocking, and gives their number.</summary>
    public int Receive(ref PacketBatch batch, PacketPool pool);

    /// <summary>Sends and frees all packets of <paramref name="batch"/>; those the device does not take are counted.</summary>
    public void Transmit(ref PacketBatch batch, PacketPool pool);
}
