using System.Threading;
using Ovs.Flow.Classifier;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Flows;

namespace Ovs.Ofproto.Tables;

/// <summary>A flow of an OpenFlow table.</summary>
/// <remarks>What it does never changes: a modification makes a successor, visible from the next version on, that takes the
/// counts along. The control loop alone writes; poll threads look the flow up and read its actions.</remarks>
public sealed class FlowRule : ClassifierRule
{
    /// <summary>The least priority of flows that the switch makes for itself; controllers neither see nor change them.</summary>
    public const int FirstHiddenPriority = ushort.MaxValue + 1;

    private long _packets;
    private long _bytes;
    private long _usedMs;
    private FlowRule? _successor;

    public FlowRule(CompactMatch match, int priority, byte tableId, ActionList actions, long nowMs)
        : base(match, priority)
    {
        TableId = tableId;
        Actions = actions;
        Conjunctions = ConjunctionsOf(actions);
        CreatedMs = nowMs;
        ModifiedMs = nowMs;
        _usedMs = nowMs;
    }

    public byte TableId { get; }

    public ActionList Actions { get; }

    public ulong Cookie { get; init; }

    /// <summary>Seconds; 0 for never.</summary>
    public ushort IdleTimeout { get; internal set; }

    /// <summary>Seconds; 0 for never.</summary>
    public ushort HardTimeout { get; internal set; }

    public ushort Importance { get; init; }

    public FlowFlags Flags { get; init; }

    public bool IsHidden => Priority >= FirstHiddenPriority;

    public long CreatedMs { get; init; }

    /// <summary>When it was added or its actions changed: what the hard time-out counts from.</summary>
    public long ModifiedMs { get; internal set; }

    /// <summary>When a packet used it last, or when it was added.</summary>
    public long UsedMs => Volatile.Read(ref _usedMs);

    public long Packets => Volatile.Read(ref _packets);

    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Where this rule is in the list of those that expire; -1 if it never does.</summary>
    internal int ExpiryIndex { get; set; } = -1;

    /// <summary>Counts packets that used the flow; those of a flow that was modified meanwhile go to its successor.</summary>
    public void Credit(long packets, long bytes, long usedMs)
    {
        var rule = this;
        while (Volatile.Read(ref rule._successor) is { } successor)
        {
            rule = successor;
        }

        Volatile.Write(ref rule._packets, rule._packets + packets);
        Volatile.Write(ref rule._bytes, rule._bytes + bytes);
        if (usedMs > rule._usedMs)
        {
            Volatile.Write(ref rule._usedMs, usedMs);
        }
    }

    /// <summary>Hands counts and use on to the rule that stands for this one from now on.</summary>
    internal void ContinueAs(FlowRule successor, bool keepsCounts)
    {
        if (keepsCounts)
        {
            successor._packets += _packets;
            successor._bytes += _bytes;
        }

        if (_usedMs > successor._usedMs)
        {
            successor._usedMs = _usedMs;
        }

        Volatile.Write(ref _successor, successor);
    }

    /// <summary>When the flow expires if nothing uses it, by the process's clock; long.MaxValue for never.</summary>
    internal long ExpiryMs
    {
        get
        {
            var hard = HardTimeout == 0 ? long.MaxValue : ModifiedMs + (HardTimeout * 1000L);
            var idle = IdleTimeout == 0 ? long.MaxValue : UsedMs + (IdleTimeout * 1000L);
            return hard < idle ? hard : idle;
        }
    }

    private static Conjunction[]? ConjunctionsOf(ActionList actions)
    {
        var count = 0;
        foreach (var action in actions.Span)
        {
            count += action is ConjunctionAction ? 1 : 0;
        }

        if (count == 0)
        {
            return null;
        }

        var conjunctions = new Conjunction[count];
        foreach (var action in actions.Span)
        {
            if (action is ConjunctionAction one)
            {
                conjunctions[--count] = new Conjunction(one.Id, one.Clause, one.ClauseCount);
            }
        }

        return conjunctions;
    }
}
