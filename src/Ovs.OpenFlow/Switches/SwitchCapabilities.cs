using System;

namespace Ovs.OpenFlow.Switches;

/// <summary>What a switch can do beyond the necessary.</summary>
[Flags]
public enum SwitchCapabilities : uint
{
    None = 0,
    FlowStats = 1 << 0,
    TableStats = 1 << 1,
    PortStats = 1 << 2,

    /// <summary>OpenFlow 1.0 only.</summary>
    Stp = 1 << 3,

    /// <summary>OpenFlow 1.1 and later, where it has the number that the spanning tree had.</summary>
    GroupStats = 1 << 4,
    IpReassembly = 1 << 5,
    QueueStats = 1 << 6,
    ArpMatchIp = 1 << 7,
    PortBlocked = 1 << 8,
    Bundles = 1 << 9,
    FlowMonitoring = 1 << 10,
}
