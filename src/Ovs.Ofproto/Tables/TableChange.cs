using System.Collections.Generic;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;

namespace Ovs.Ofproto.Tables;

/// <summary>
/// One step of the tables from a version to the next: the effects of any number of flow-mods, of which each sees those
/// before it. Packets see all of them, after <see cref="Commit"/>, or none.
/// </summary>
public sealed class TableChange
{
    private readonly FlowTables _tables;
    private readonly List<FlowRule> _added = [];
    private readonly List<(FlowRule Rule, FlowRemovedReason Reason)> _removed = [];
    private readonly List<FlowModification> _modified = [];
    private readonly List<FlowRule> _found = [];

    internal TableChange(FlowTables tables, ulong version)
    {
        _tables = tables;
        Version = version;
    }

    public ulong Version { get; }

    /// <summary>Flows that are new, successors of modified ones too.</summary>
    public IReadOnlyList<FlowRule> Added => _added;

    /// <summary>Flows that are gone, modified ones too.</summary>
    public IReadOnlyList<(FlowRule Rule, FlowRemovedReason Reason)> Removed => _removed;

    /// <summary>Flows that have a successor.</summary>
    public IReadOnlyList<FlowModification> Modified => _modified;

    /// <summary>Carries out a flow-mod in this change; on an error it has no effect (OpenFlow 1.5.1 6.4).</summary>
    public OfError Apply(FlowMod mod)
    {
        var error = mod.Command switch
        {
            FlowModCommand.Add => Add(mod),
            FlowModCommand.Modify or FlowModCommand.ModifyStrict => Modify(mod),
            _ => Delete(mod),
        };
        return error == OfError.None && !mod.IsDelete && mod.BufferId != FlowMod.NoBuffer
            ? OfError.BadRequestBufferUnknown
            : error;
    }

    /// <summary>Removes a flow that is visible in this change.</summary>
    public void Remove(FlowRule rule, FlowRemovedReason reason)
    {
        _tables.Hide(rule, Version);
        _removed.Add((rule, reason));
    }

    /// <summary>Makes all effects visible at once.</summary>
    public void Commit()
    {
        foreach (var (old, successor, keepsCounts) in _modified)
        {
            old.ContinueAs(successor, keepsCounts);
        }

        _tables.Publish(this);
    }

    /// <summary>Undoes all effects, in the opposite order.</summary>
    public void Abort()
    {
        // A flow that was added and then removed by the same change is in both lists.
        for (var i = _removed.Count - 1; i >= 0; i--)
        {
            _tables.Unhide(_removed[i].Rule);
        }

        for (var i = _added.Count - 1; i >= 0; i--)
        {
            _tables.TakeBack(_added[i]);
        }

        _tables.Abandon();
    }

    private OfError Add(FlowMod mod)
    {
        var tableId = mod.TableId == FlowMod.AnyTable ? (byte)0 : mod.TableId;
        var table = _tables[tableId];
        if (table.IsInternal && (mod.Flags & FlowFlags.NoReadOnly) == 0)
        {
            return OfError.BadRequestEperm;
        }

        if (_tables.CheckActions(mod.Actions) is var error and not OfError.None)
        {
            return error;
        }

        var priority = PriorityOf(mod);
        if (table.Classifier.FindExactly(mod.Match, priority, Version) is FlowRule same)
        {
            var cookie = mod.NewCookie == FlowMod.KeepCookie ? same.Cookie : mod.NewCookie;
            Replace(same, Make(mod, tableId, cookie, mod.Actions), (mod.Flags & FlowFlags.ResetCounts) == 0);
            return OfError.None;
        }

        if ((mod.Flags & FlowFlags.CheckOverlap) != 0 && table.Classifier.Overlaps(mod.Match, priority, Version))
        {
            return OfError.FlowModFailedOverlap;
        }

        if (table.Count >= table.Limit)
        {
            if (table.Eviction.Choose() is not { } evicted)
            {
                return OfError.FlowModFailedTableFull;
            }

            Remove(evicted, FlowRemovedReason.Eviction);
        }

        Insert(Make(mod, tableId, mod.NewCookie == FlowMod.KeepCookie ? 0 : mod.NewCookie, mod.Actions));
        return OfError.None;
    }

    private OfError Modify(FlowMod mod)
    {
        if (Find(mod) is var error and not OfError.None)
        {
            return error;
        }

        if (_found.Count == 0)
        {
            // OpenFlow 1.0 4.6 adds a flow when there is none to modify; a cookie in the request says that there was one.
            return mod.NewCookie != FlowMod.KeepCookie && mod.CookieMask == 0 ? Add(mod) : OfError.None;
        }

        error = _tables.CheckActions(mod.Actions);
        if (error != OfError.None)
        {
            return error;
        }

        foreach (var old in _found)
        {
            var changesCookie = mod.ModifiesCookie && mod.NewCookie != FlowMod.KeepCookie;
            var successor = new FlowRule(old.Match, old.Priority, old.TableId, mod.Actions, _tables.NowMs)
            {
                Cookie = changesCookie ? mod.NewCookie : old.Cookie,
                IdleTimeout = old.IdleTimeout,
                HardTimeout = old.HardTimeout,
                Importance = old.Importance,
                Flags = old.Flags,
                CreatedMs = old.CreatedMs,
            };
            Replace(old, successor, (mod.Flags & FlowFlags.ResetCounts) == 0);
        }

        return OfError.None;
    }

    private OfError Delete(FlowMod mod)
    {
        if (Find(mod) is var error and not OfError.None)
        {
            return error;
        }

        foreach (var rule in _found)
        {
            Remove(rule, FlowRemovedReason.Delete);
        }

        return OfError.None;
    }

    /// <summary>The flows that a modification or deletion means; an error if there are some, but none that may be changed.</summary>
    private OfError Find(FlowMod mod)
    {
        _found.Clear();
        var criteria = FlowCriteria.Of(mod) with { Priority = PriorityOf(mod) };
        _tables.Collect(in criteria, Version, _found, out var hasReadOnly);
        return _found.Count == 0 && hasReadOnly ? OfError.BadRequestEperm : OfError.None;
    }

    private FlowRule Make(FlowMod mod, byte tableId, ulong cookie, ActionList actions) =>
        new(mod.Match, PriorityOf(mod), tableId, actions, _tables.NowMs)
        {
            Cookie = cookie,
            IdleTimeout = mod.IdleTimeout,
            HardTimeout = mod.HardTimeout,
            Importance = mod.Importance,
            Flags = mod.Flags & (FlowFlags.SendFlowRemoved | FlowFlags.NoPacketCounts | FlowFlags.NoByteCounts | FlowFlags.CheckOverlap
                | FlowFlags.ResetCounts),
        };

    private void Replace(FlowRule old, FlowRule successor, bool keepsCounts)
    {
        Remove(old, FlowRemovedReason.Delete);
        _modified.Add(new FlowModification(old, successor, keepsCounts));
        Insert(successor);
    }

    private void Insert(FlowRule rule)
    {
        _tables.Insert(rule, Version);
        _added.Add(rule);
    }

    private static int PriorityOf(FlowMod mod) => mod.Priority;
}

/// <summary>A flow that another has taken the place of.</summary>
public readonly record struct FlowModification(FlowRule Old, FlowRule Successor, bool KeepsCounts);
