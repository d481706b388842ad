using System;

namespace Ovs.OpenFlow.Monitors;

/// <summary>What a flow monitor reports; the numbers are those of OpenFlow 1.4 and later.</summary>
/// <remarks>OpenFlow 1.5.1 7.3.5.19.</remarks>
[Flags]
public enum FlowMonitorFlags : ushort
{
    None = 0,

    /// <summary>Flows that match when the monitor begins.</summary>
    Initial = 1 << 0,
    Add = 1 << 1,
    Removed = 1 << 2,
    Modify = 1 << 3,

    /// <summary>The instructions of flows too.</summary>
    Instructions = 1 << 4,
    NoAbbreviations = 1 << 5,

    /// <summary>Own changes; in the forms before OpenFlow 1.4 their details, which otherwise are left out.</summary>
    OnlyOwn = 1 << 6,
    Events = Add | Removed | Modify,
    All = Initial | Events | Instructions | OnlyOwn,
}
