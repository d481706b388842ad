using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Groups;

namespace Ovs.OpenFlow.Flows;

/// <summary>A request to add, change or delete flows, whatever version it came in (OpenFlow 1.5.1 7.3.4.2).</summary>
public sealed record FlowMod
{
    /// <summary>The buffer number that means no packet.</summary>
    public const uint NoBuffer = uint.MaxValue;

    /// <summary>All tables, or the switch's choice of one.</summary>
    public const byte AnyTable = byte.MaxValue;

    /// <summary>The new cookie of a modification that leaves cookies alone.</summary>
    public const ulong KeepCookie = ulong.MaxValue;

    public FlowModCommand Command { get; set; }

    public CompactMatch Match { get; set; } = CompactMatch.Any;

    public ushort Priority { get; set; } = MatchPrinter.DefaultPriority;

    /// <summary>Which flows are meant, in the bits of <see cref="CookieMask"/>.</summary>
    public ulong Cookie { get; set; }

    public ulong CookieMask { get; set; }

    /// <summary>The cookie that the flow gets; <see cref="KeepCookie"/> keeps the old one.</summary>
    public ulong NewCookie { get; set; }

    /// <summary>A modification also sets the cookie of flows that exist.</summary>
    public bool ModifiesCookie { get; set; }

    public byte TableId { get; set; } = AnyTable;

    /// <summary>Seconds without a packet until the flow goes; 0 for never.</summary>
    public ushort IdleTimeout { get; set; }

    /// <summary>Seconds until the flow goes; 0 for never.</summary>
    public ushort HardTimeout { get; set; }

    public uint BufferId { get; set; } = NoBuffer;

    /// <summary>Only flows that send to this port are meant; <see cref="OfPort.None"/> for all.</summary>
    public OfPort OutPort { get; set; } = OfPort.None;

    /// <summary>Only flows that send to this group are meant; <see cref="GroupId.Any"/> for all.</summary>
    public uint OutGroup { get; set; } = GroupId.Any;

    public FlowFlags Flags { get; set; }

    /// <summary>Flows of less importance are evicted first (OpenFlow 1.4).</summary>
    public ushort Importance { get; set; }

    public ActionList Actions { get; set; } = ActionList.Empty;

    public bool IsDelete => Command is FlowModCommand.Delete or FlowModCommand.DeleteStrict;

    public bool IsModify => Command is FlowModCommand.Modify or FlowModCommand.ModifyStrict;
}
