namespace Ovs.Datapath.Interface;

/// <summary>What the datapath itself saw on a port; the device's own counters are `NetdevStatistics`.</summary>
/// <param name="RxDropped">Packets received and given up, such as frames longer than a buffer.</param>
/// <param name="TxDropped">Packets the device would not take now, such as when its queue was full.</param>
/// <param name="TxErrors">Packets the device refused.</param>
/// <param name="TxFinished">Packets whose checksum or segmentation was done in software before sending.</param>
/// <param name="UpcallPackets">Packets of this port given to the upcall handler.</param>
/// <param name="UpcallErrors">Packets of this port that missed and could not be given to the handler.</param>
public readonly record struct PortStatistics(
    long RxPackets, long RxBytes, long RxDropped, long RxErrors, long TxPackets, long TxBytes, long TxDropped,
    long TxErrors, long TxFinished, long UpcallPackets, long UpcallErrors);
