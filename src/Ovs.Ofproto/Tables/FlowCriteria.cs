using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Groups;

namespace Ovs.Ofproto.Tables;

/// <summary>Which flows a request means.</summary>
/// <param name="TableId"><see cref="FlowMod.AnyTable"/> for all tables.</param>
/// <param name="Match">Flows that match no more than this; with <paramref name="IsStrict"/>, exactly this.</param>
public readonly record struct FlowCriteria(byte TableId, CompactMatch Match, int Priority, bool IsStrict)
{
    public ulong Cookie { get; init; }

    public ulong CookieMask { get; init; }

    /// <summary>Only flows that send to this port; <see cref="OfPort.None"/> for all.</summary>
    public OfPort OutPort { get; init; } = OfPort.None;

    /// <summary>Only flows that send to this group; <see cref="GroupId.Any"/> for all.</summary>
    public uint OutGroup { get; init; } = GroupId.Any;

    public bool IncludesHidden { get; init; }

    public bool IncludesReadOnly { get; init; }

    /// <summary>The flows that a flow-mod changes or deletes.</summary>
    public static FlowCriteria Of(FlowMod mod) => new(
        mod.TableId, mod.Match, mod.Priority, mod.Command is FlowModCommand.ModifyStrict or FlowModCommand.DeleteStrict)
    {
        Cookie = mod.Cookie,
        CookieMask = mod.CookieMask,
        OutPort = mod.IsDelete ? mod.OutPort : OfPort.None,
        OutGroup = mod.IsDelete ? mod.OutGroup : GroupId.Any,
        IncludesHidden = (mod.Flags & FlowFlags.HiddenFields) != 0,
        IncludesReadOnly = (mod.Flags & FlowFlags.NoReadOnly) != 0,
    };

    /// <summary>True if a rule whose match and priority fit is meant.</summary>
    public bool Accepts(FlowRule rule) =>
        ((rule.Cookie ^ Cookie) & CookieMask) == 0
        && (!rule.IsHidden || IncludesHidden)
        && (OutPort == OfPort.None || ActionScan.SendsTo(rule.Actions, OutPort))
        && (OutGroup == GroupId.Any || ActionScan.UsesGroup(rule.Actions, OutGroup));
}
