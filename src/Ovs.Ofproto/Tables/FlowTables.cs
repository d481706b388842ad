using System;
using System.Collections.Generic;
using System.Threading;
using Ovs.Flow.Classifier;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.Runtime.Time;

namespace Ovs.Ofproto.Tables;

/// <summary>
/// The OpenFlow tables of a bridge: flows in versions, so that a change of any number of flows is seen by packets all at
/// once or not at all.
/// </summary>
/// <remarks>
/// <para>The control loop writes, by a <see cref="TableChange"/> at a time: flow-mods put new flows into the classifiers for
/// the next version and hide old ones from it; the commit publishes the version. Poll threads look up in the version that
/// they read when they began. An aborted change leaves no trace.</para>
/// <para>Flows that are hidden leave the classifiers later (<see cref="Sweep"/>), when no translation can be at a version that
/// still sees them.</para>
/// </remarks>
public sealed class FlowTables
{
    /// <summary>Tables that a bridge has; the last one is the switch's own.</summary>
    public const int TableCount = 255;

    /// <summary>The table that controllers do not see.</summary>
    public const byte InternalTable = TableCount - 1;

    private readonly FlowTable[] _tables = new FlowTable[TableCount];
    private readonly List<FlowRule> _expiring = [];
    private readonly List<FlowRule> _retiring = [];
    private readonly Clock _clock;
    private ulong _version = 1;
    private ulong _sweptVersion;
    private TableChange? _change;

    public FlowTables(Clock clock)
    {
        _clock = clock;
        for (var i = 0; i < TableCount; i++)
        {
            _tables[i] = new FlowTable((byte)i) { IsInternal = i == InternalTable };
        }
    }

    /// <summary>Raised after a commit, with the flows that came and went.</summary>
    public event Action<TableChange>? Changed;

    /// <summary>The version that packets are translated by.</summary>
    public ulong Version => Volatile.Read(ref _version);

    public FlowTable this[int id] => _tables[id];

    /// <summary>Checks that what actions refer to (groups, meters) exists.</summary>
    public Func<ActionList, OfError> CheckActions { get; set; } = static _ => OfError.None;

    /// <summary>Flows that are visible, hidden ones too.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var table in _tables)
            {
                count += table.Count;
            }

            return count;
        }
    }

    internal long NowMs => _clock.NowMs;

    /// <summary>Begins a change; there must be no other.</summary>
    public TableChange Begin()
    {
        if (_change is not null)
        {
            throw new InvalidOperationException("a change of the tables is open already");
        }

        _change = new TableChange(this, Version + 1);
        return _change;
    }

    /// <summary>Carries out one flow-mod as a change of its own.</summary>
    public OfError Apply(FlowMod mod)
    {
        var change = Begin();
        var error = change.Apply(mod);
        if (error == OfError.None)
        {
            change.Commit();
        }
        else
        {
            change.Abort();
        }

        return error;
    }

    /// <summary>Adds the visible flows that a request means to <paramref name="rules"/>.</summary>
    /// <param name="hasReadOnly">True if some were left out because controllers may not change them.</param>
    public void Collect(in FlowCriteria criteria, List<FlowRule> rules, out bool hasReadOnly) =>
        Collect(in criteria, _change?.Version ?? Version, rules, out hasReadOnly);

    /// <summary>Removes flows whose time is up.</summary>
    public void Expire()
    {
        var nowMs = NowMs;
        TableChange? change = null;
        for (var i = _expiring.Count - 1; i >= 0; i--)
        {
            var rule = _expiring[i];
            if (rule.ExpiryMs > nowMs)
            {
                continue;
            }

            change ??= Begin();
            var isIdle = rule.IdleTimeout != 0 && rule.UsedMs + (rule.IdleTimeout * 1000L) <= nowMs;
            var isHard = rule.HardTimeout != 0 && rule.ModifiedMs + (rule.HardTimeout * 1000L) <= nowMs;
            change.Remove(rule, isHard || !isIdle ? FlowRemovedReason.HardTimeout : FlowRemovedReason.IdleTimeout);
        }

        change?.Commit();
    }

    /// <summary>Takes flows out of the classifiers that were hidden before the last call: who translated then is done.</summary>
    public void Sweep()
    {
        _retiring.RemoveAll(rule =>
        {
            if (rule.RemovedIn > _sweptVersion)
            {
                return false;
            }

            _tables[rule.TableId].Classifier.Remove(rule);
            return true;
        });
        _sweptVersion = Version;
    }

    internal void Collect(in FlowCriteria criteria, ulong version, List<FlowRule> rules, out bool hasReadOnly)
    {
        hasReadOnly = false;
        var first = criteria.TableId == FlowMod.AnyTable ? 0 : criteria.TableId;
        var last = criteria.TableId == FlowMod.AnyTable ? TableCount - 1 : criteria.TableId;
        var found = new List<ClassifierRule>();
        for (var i = first; i <= last; i++)
        {
            var table = _tables[i];
            if (table.Count == 0 || (table.IsInternal && criteria.TableId == FlowMod.AnyTable && !criteria.IncludesReadOnly))
            {
                continue;
            }

            found.Clear();
            if (!criteria.IsStrict)
            {
                table.Classifier.Collect(criteria.Match, version, found);
            }
            else if (table.Classifier.FindExactly(criteria.Match, criteria.Priority, version) is { } exact)
            {
                found.Add(exact);
            }

            foreach (var one in found)
            {
                var rule = (FlowRule)one;
                if (!criteria.Accepts(rule))
                {
                    continue;
                }

                if (table.IsInternal && !criteria.IncludesReadOnly)
                {
                    hasReadOnly = true;
                }
                else
                {
                    rules.Add(rule);
                }
            }
        }
    }

    /// <summary>The flow becomes part of the change's version.</summary>
    internal void Insert(FlowRule rule, ulong version)
    {
        var table = _tables[rule.TableId];
        table.Classifier.Add(rule, version);
        Enlist(rule, table);
    }

    /// <summary>The flow is no longer part of the change's version.</summary>
    internal void Hide(FlowRule rule, ulong version)
    {
        FlowClassifier.Hide(rule, version);
        Delist(rule, _tables[rule.TableId]);
    }

    /// <summary>Undoes <see cref="Insert"/>.</summary>
    internal void TakeBack(FlowRule rule)
    {
        var table = _tables[rule.TableId];
        table.Classifier.Remove(rule);
        Delist(rule, table);
    }

    /// <summary>Undoes <see cref="Hide"/>.</summary>
    internal void Unhide(FlowRule rule)
    {
        FlowClassifier.Unhide(rule);
        Enlist(rule, _tables[rule.TableId]);
    }

    internal void Publish(TableChange change)
    {
        _change = null;
        Volatile.Write(ref _version, change.Version);
        foreach (var (rule, _) in change.Removed)
        {
            _retiring.Add(rule);
        }

        Changed?.Invoke(change);
    }

    internal void Abandon() => _change = null;

    private void Enlist(FlowRule rule, FlowTable table)
    {
        table.Count++;
        table.Eviction.Add(rule);
        if (rule.IdleTimeout != 0 || rule.HardTimeout != 0)
        {
            rule.ExpiryIndex = _expiring.Count;
            _expiring.Add(rule);
        }
    }

    private void Delist(FlowRule rule, FlowTable table)
    {
        table.Count--;
        table.Eviction.Remove(rule);
        if (rule.ExpiryIndex >= 0)
        {
            var last = _expiring[^1];
            _expiring[rule.ExpiryIndex] = last;
            last.ExpiryIndex = rule.ExpiryIndex;
            _expiring.RemoveAt(_expiring.Count - 1);
            rule.ExpiryIndex = -1;
        }
    }
}
