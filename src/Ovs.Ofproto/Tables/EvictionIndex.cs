using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.Flow.Key;

namespace Ovs.Ofproto.Tables;

/// <summary>
/// Which flow goes when a full table takes another (Flow_Table.overflow_policy "evict"): of the largest group of flows with
/// the same values in certain fields the least important one, of these the one that would expire first.
/// </summary>
/// <remarks>Flows without time-outs are never evicted, nor are the switch's own.</remarks>
public sealed class EvictionIndex
{
    private readonly FlowTable _table;
    private readonly Dictionary<uint, HashSet<FlowRule>> _groups = [];
    private readonly FlowMatch _scratch = new();
    private IReadOnlyList<SubField> _fields = [];

    internal EvictionIndex(FlowTable table) => _table = table;

    public bool IsEnabled { get; private set; }

    /// <summary>Sets whether flows are evicted, and the fields that make the groups; none makes one group of all.</summary>
    public void Configure(bool isEnabled, IReadOnlyList<SubField> fields, IEnumerable<FlowRule> rules)
    {
        _groups.Clear();
        IsEnabled = isEnabled;
        _fields = fields;
        foreach (var rule in rules)
        {
            Add(rule);
        }
    }

    internal void Add(FlowRule rule)
    {
        if (!IsEnabled || rule.IsHidden || rule.ExpiryMs == long.MaxValue)
        {
            return;
        }

        var key = KeyOf(rule);
        if (!_groups.TryGetValue(key, out var group))
        {
            _groups.Add(key, group = []);
        }

        group.Add(rule);
    }

    internal void Remove(FlowRule rule)
    {
        if (IsEnabled && _groups.TryGetValue(KeyOf(rule), out var group) && group.Remove(rule) && group.Count == 0)
        {
            _groups.Remove(KeyOf(rule));
        }
    }

    /// <summary>The flow to evict, or null.</summary>
    internal FlowRule? Choose()
    {
        HashSet<FlowRule>? largest = null;
        foreach (var group in _groups.Values)
        {
            if (largest is null || group.Count > largest.Count)
            {
                largest = group;
            }
        }

        FlowRule? chosen = null;
        foreach (var rule in largest ?? [])
        {
            if (chosen is null || (rule.Importance, rule.ExpiryMs).CompareTo((chosen.Importance, chosen.ExpiryMs)) < 0)
            {
                chosen = rule;
            }
        }

        return chosen;
    }

    private uint KeyOf(FlowRule rule)
    {
        if (_fields.Count == 0)
        {
            return 0;
        }

        rule.Match.ExpandTo(_scratch);
        var hash = (uint)_table.Id;
        foreach (var field in _fields)
        {
            var bits = (FieldAccess.Get(field.Field, in _scratch.Value) >> field.Offset) & ((UInt128.One << field.Bits) - 1);
            hash = FlowHash.Add(FlowHash.Add(hash, (ulong)bits), (ulong)(bits >> 64));
        }

        return hash;
    }
}
