using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;

namespace Ovs.OpenFlow.Flows;

/// <summary>One flow in the reply to a flow statistics request (OpenFlow 1.5.1 7.3.5.2).</summary>
public sealed record FlowStats
{
    /// <summary>A count that is not known.</summary>
    public const ulong UnknownCount = ulong.MaxValue;

    public CompactMatch Match { get; set; } = CompactMatch.Any;

    public ulong Cookie { get; set; }

    public byte TableId { get; set; }

    public ushort Priority { get; set; }

    public ushort IdleTimeout { get; set; }

    public ushort HardTimeout { get; set; }

    public uint DurationSeconds { get; set; }

    public uint DurationNanoseconds { get; set; }

    /// <summary>Seconds since the last packet, or null if not known.</summary>
    public int? IdleAge { get; set; }

    /// <summary>Seconds since the last modification, or null if not known.</summary>
    public int? HardAge { get; set; }

    public ulong PacketCount { get; set; } = UnknownCount;

    public ulong ByteCount { get; set; } = UnknownCount;

    public FlowFlags Flags { get; set; }

    public ushort Importance { get; set; }

    public ActionList Actions { get; set; } = ActionList.Empty;
}
