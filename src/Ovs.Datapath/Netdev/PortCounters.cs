using System.Threading;
using Ovs.Datapath.Interface;

namespace Ovs.Datapath.Netdev;

/// <summary>A port's counters: one poll thread writes, any thread reads.</summary>
public sealed class PortCounters
{
    private long _rxPackets;
    private long _rxBytes;
    private long _rxDropped;
    private long _rxErrors;
    private long _txPackets;
    private long _txBytes;
    private long _txDropped;
    private long _txErrors;
    private long _txFinished;
    private long _upcallPackets;
    private long _upcallErrors;

    public void Received(long packets, long bytes)
    {
        Add(ref _rxPackets, packets);
        Add(ref _rxBytes, bytes);
    }

    public void Sent(long packets, long bytes)
    {
        Add(ref _txPackets, packets);
        Add(ref _txBytes, bytes);
    }

    public void ReceiveDropped() => Add(ref _rxDropped, 1);

    public void ReceiveFailed() => Add(ref _rxErrors, 1);

    public void SendDropped(long packets) => Add(ref _txDropped, packets);

    public void SendFailed(long packets) => Add(ref _txErrors, packets);

    public void SendFinished() => Add(ref _txFinished, 1);

    public void Upcall() => Add(ref _upcallPackets, 1);

    public void UpcallFailed() => Add(ref _upcallErrors, 1);

    public PortStatistics Read() => new(
        Volatile.Read(ref _rxPackets), Volatile.Read(ref _rxBytes), Volatile.Read(ref _rxDropped),
        Volatile.Read(ref _rxErrors), Volatile.Read(ref _txPackets), Volatile.Read(ref _txBytes),
        Volatile.Read(ref _txDropped), Volatile.Read(ref _txErrors), Volatile.Read(ref _txFinished),
        Volatile.Read(ref _upcallPackets), Volatile.Read(ref _upcallErrors));

    private static void Add(ref long counter, long count) => Volatile.Write(ref counter, counter + count);
}
