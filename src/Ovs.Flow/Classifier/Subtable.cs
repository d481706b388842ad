using System;
using System.Collections.Generic;
using System.Threading;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;

namespace Ovs.Flow.Classifier;

/// <summary>The rules of a classifier that have the same mask: a hash table of their values. One writer; readers need no
/// lock.</summary>
/// <remarks>Open addressing with linear probing. A slot holds the first of a chain of rules with the same match, highest
/// priority first. A removed chain leaves <see cref="Gone"/> in its slot; a table with too many of these, or too few free
/// slots, is made anew and replaces the old one, in which readers may go on.</remarks>
internal sealed class Subtable
{
    private const int MinSlots = 4;
    private static readonly ClassifierRule s_gone = new Gone();

    private readonly StageIndex[] _indices;
    private readonly PrefixTrie? _ports;
    private readonly int _portsLength;
    private readonly PriorityCounts _priorities = new();
    private ClassifierRule?[] _slots = new ClassifierRule?[MinSlots];
    private PrefixPlan _prefixes = PrefixPlan.None;
    private int _used;
    private int _chains;

    public Subtable(SubtableMask mask)
    {
        Mask = mask;
        _indices = new StageIndex[mask.Stages.Length - 1];
        for (var i = 0; i < _indices.Length; i++)
        {
            _indices[i] = new StageIndex();
        }

        _portsLength = mask.Ports == 0 ? 0 : 32 - System.Numerics.BitOperations.TrailingZeroCount(mask.Ports);
        _ports = _portsLength > 0 ? new PrefixTrie() : null;
    }

    public SubtableMask Mask { get; }

    /// <summary>Where the classifier's prefix fields are in the mask.</summary>
    public PrefixPlan Prefixes
    {
        get => Volatile.Read(ref _prefixes);
        set => Volatile.Write(ref _prefixes, value);
    }

    /// <summary>The highest priority of its rules, visible or not.</summary>
    public int MaxPriority => _priorities.Max;

    public bool IsEmpty => _priorities.IsEmpty;

    /// <summary>The chains' first rules; for the writer.</summary>
    public IEnumerable<ClassifierRule> Heads
    {
        get
        {
            foreach (var head in _slots)
            {
                if (head is not null && head != s_gone)
                {
                    yield return head;
                }
            }
        }
    }

    /// <summary>True if some rule has this priority; for the writer.</summary>
    public bool HasPriority(int priority) => _priorities.Contains(priority);

    /// <summary>Adds a rule in front of those with its match and priority. Gives true if no rule had its match.</summary>
    public bool Add(ClassifierRule rule)
    {
        rule.Hash = HashOf(rule.Match);
        _priorities.Add(rule.Priority);
        var slot = FindSlot(_slots, rule.Hash, rule.Match);
        if (slot >= 0)
        {
            Chain(slot, rule);
            return false;
        }

        if ((_used + 1) * 4 > _slots.Length * 3)
        {
            Rebuild();
        }

        Put(_slots, rule);
        _chains++;
        var hash = 0u;
        for (var i = 0; i < _indices.Length; i++)
        {
            hash = SubtableMask.Hash(hash, Mask.Stages[i], rule.Match);
            _indices[i].Add(hash);
        }

        _ports?.Add(PortsOf(rule.Match), _portsLength);
        return true;
    }

    /// <summary>Takes a rule out; readers that stand on it go on. Gives true if no rule has its match any more.</summary>
    public bool Remove(ClassifierRule rule)
    {
        var slot = FindSlot(_slots, rule.Hash, rule.Match);
        var head = slot < 0 ? null : _slots[slot];
        if (head == rule)
        {
            Volatile.Write(ref _slots[slot], rule.Lower ?? s_gone);
        }
        else
        {
            while (head is not null && head.Lower != rule)
            {
                head = head.Lower;
            }

            if (head is null)
            {
                throw new InvalidOperationException("the rule is not in the classifier");
            }

            head.Lower = rule.Lower;
        }

        _priorities.Remove(rule.Priority);
        if (_slots[slot] != s_gone)
        {
            return false;
        }

        _chains--;
        var hash = 0u;
        for (var i = 0; i < _indices.Length; i++)
        {
            hash = SubtableMask.Hash(hash, Mask.Stages[i], rule.Match);
            _indices[i].Remove(hash);
        }

        _ports?.Remove(PortsOf(rule.Match), _portsLength);
        return true;
    }

    /// <summary>The first rule of the chain with exactly this match, or null.</summary>
    public ClassifierRule? FindChain(CompactMatch match)
    {
        var slots = Volatile.Read(ref _slots);
        var slot = FindSlot(slots, HashOf(match), match);
        return slot < 0 ? null : slots[slot];
    }

    /// <summary>The visible rule of highest priority that matches fields whose hash by the mask is known.</summary>
    public ClassifierRule? Find(in FlowFields fields, uint hash, ulong version)
    {
        var slots = Volatile.Read(ref _slots);
        for (var i = hash & (uint)(slots.Length - 1); ; i = (i + 1) & (uint)(slots.Length - 1))
        {
            var head = Volatile.Read(ref slots[i]);
            if (head is null)
            {
                return null;
            }

            if (head.Hash == hash && head != s_gone && head.Match.Matches(in fields) &&
                head.FirstVisible(version) is { } rule)
            {
                return rule;
            }
        }
    }

    /// <summary>True if no rule has these values up to a stage.</summary>
    public bool Excludes(int stage, uint hash) => !_indices[stage].Contains(hash);

    /// <summary>How many bits of the ports, source first, tell that no rule matches; null for a mask without ports.</summary>
    public int? PortBitsToExclude(in FlowFields fields) => _ports is null
        ? null
        : _ports.Find(
            (UInt128)((((uint)fields.Key.TpSrc << 16) | fields.Key.TpDst) & Mask.Ports) << 96, 32).BitsLookedAt;

    private static UInt128 PortsOf(CompactMatch match)
    {
        var expanded = new FlowMatch();
        match.ExpandTo(expanded);
        return (UInt128)(((uint)expanded.Value.Key.TpSrc << 16) | expanded.Value.Key.TpDst) << 96;
    }

    private static int FindSlot(ClassifierRule?[] slots, uint hash, CompactMatch match)
    {
        for (var i = hash & (uint)(slots.Length - 1); ; i = (i + 1) & (uint)(slots.Length - 1))
        {
            var head = slots[i];
            if (head is null)
            {
                return -1;
            }

            if (head.Hash == hash && head != s_gone && head.Match.Equals(match))
            {
                return (int)i;
            }
        }
    }

    private uint HashOf(CompactMatch match)
    {
        var hash = 0u;
        foreach (var stage in Mask.Stages)
        {
            hash = SubtableMask.Hash(hash, stage, match);
        }

        return hash;
    }

    private void Chain(int slot, ClassifierRule rule)
    {
        var next = _slots[slot];
        ClassifierRule? previous = null;
        while (next is not null && next.Priority > rule.Priority)
        {
            (previous, next) = (next, next.Lower);
        }

        rule.Lower = next;
        if (previous is null)
        {
            Volatile.Write(ref _slots[slot], rule);
        }
        else
        {
            previous.Lower = rule;
        }
    }

    private void Put(ClassifierRule?[] slots, ClassifierRule rule)
    {
        var i = rule.Hash & (uint)(slots.Length - 1);
        while (slots[i] is not null)
        {
            i = (i + 1) & (uint)(slots.Length - 1);
        }

        Volatile.Write(ref slots[i], rule);
        _used++;
    }

    private void Rebuild()
    {
        var size = MinSlots;
        while (size < (_chains + 1) * 2)
        {
            size *= 2;
        }

        var slots = new ClassifierRule?[size];
        _used = 0;
        foreach (var head in _slots)
        {
            if (head is not null && head != s_gone)
            {
                Put(slots, head);
            }
        }

        Volatile.Write(ref _slots, slots);
    }

    private sealed class Gone() : ClassifierRule(CompactMatch.Any, int.MinValue);
}
