namespace Ovs.Datapath.Interface;

/// <summary>What went through a megaflow.</summary>
/// <param name="UsedMs">When the last packet did, by the process's clock; 0 for never.</param>
/// <param name="TcpFlags">All TCP flags seen, or'ed.</param>
public readonly record struct FlowStatistics(long Packets, long Bytes, long UsedMs, ushort TcpFlags);
