using System;
using System.Collections.Generic;
using System.Threading;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;

namespace Ovs.Flow.Classifier;

/// <summary>
/// Finds, among any number of rules with matches and priorities, the one that applies to a packet, and says which bits of
/// the packet it looked at to know.
/// </summary>
/// <remarks>
/// <para>Tuple space search: rules with the same mask share a hash table (<see cref="Subtable"/>), and a lookup asks the
/// tables in the order of their highest priority until none can have a better rule. Three things keep the mask of looked-at
/// bits small, as in "The Design and Implementation of Open vSwitch" (NSDI 2015): stages within a table
/// (<see cref="MatchStages"/>), tries of address prefixes (<see cref="PrefixField"/>), and one of port prefixes per table.</para>
/// <para>One thread writes. Any number of threads look up at the same time, without locks, each in one version: a rule is
/// added for a version to come and becomes visible when readers are told of that version; it is removed first from a
/// version to come, and taken out of the classifier when no reader can be at an older one.</para>
/// </remarks>
public sealed partial class FlowClassifier
{
    public const int MaxPrefixFields = 4;

    private readonly Dictionary<uint, List<Subtable>> _byMask = [];
    private Subtable[] _sorted = [];
    private PrefixField[] _prefixes = [];

    /// <summary>Rules, visible or not.</summary>
    public int Count { get; private set; }

    /// <summary>Different masks.</summary>
    public int MaskCount => _sorted.Length;

    /// <summary>The fields with tries, at most <see cref="MaxPrefixFields"/>; others than whole multiples of 32 bits are left
    /// out.</summary>
    public void SetPrefixFields(IReadOnlyList<FieldRow> fields)
    {
        var prefixes = new List<PrefixField>();
        foreach (var field in fields)
        {
            if (field.Bits % 32 == 0 && !field.IsVariableLength && prefixes.Count < MaxPrefixFields &&
                !prefixes.Exists(other => other.Field == field))
            {
                prefixes.Add(new PrefixField(field));
            }
        }

        var array = prefixes.ToArray();
        foreach (var subtable in _sorted)
        {
            subtable.Prefixes = new PrefixPlan(array, subtable.Mask);
            foreach (var head in subtable.Heads)
            {
                ChangePrefixes(subtable.Prefixes, head.Match, isAdded: true);
            }
        }

        // Readers use a table's plan only with the fields for which it was made.
        Volatile.Write(ref _prefixes, array);
    }

    /// <summary>Adds a rule that is visible from <paramref name="version"/> on. Rules with the same match and priority may
    /// be there, but not visible in the same version.</summary>
    public void Add(ClassifierRule rule, ulong version)
    {
        rule.AddedIn = version;
        rule.RemovedIn = ClassifierRule.Never;
        var subtable = FindSubtable(rule.Match) ?? AddSubtable(rule.Match);
        var before = subtable.MaxPriority;
        if (subtable.Add(rule))
        {
            ChangePrefixes(subtable.Prefixes, rule.Match, isAdded: true);
        }

        Count++;
        if (subtable.MaxPriority != before)
        {
            Sort();
        }
    }

    /// <summary>Makes a rule invisible from <paramref name="version"/> on.</summary>
    public static void Hide(ClassifierRule rule, ulong version) => rule.RemovedIn = version;

    /// <summary>Takes back <see cref="Hide"/>, before its version was published.</summary>
    public static void Unhide(ClassifierRule rule) => rule.RemovedIn = ClassifierRule.Never;

    /// <summary>Takes a rule out.</summary>
    public void Remove(ClassifierRule rule)
    {
        var subtable = FindSubtable(rule.Match) ?? throw new InvalidOperationException("the rule is not in the classifier");
        var before = subtable.MaxPriority;
        if (subtable.Remove(rule))
        {
            ChangePrefixes(subtable.Prefixes, rule.Match, isAdded: false);
        }

        Count--;
        if (subtable.IsEmpty)
        {
            RemoveSubtable(subtable, rule.Match);
        }
        else if (subtable.MaxPriority != before)
        {
            Sort();
        }
    }

    /// <summary>The rule with exactly this match and priority that is visible in a version, or null.</summary>
    public ClassifierRule? FindExactly(CompactMatch match, int priority, ulong version)
    {
        for (var rule = FindSubtable(match)?.FindChain(match); rule is not null && rule.Priority >= priority; rule = rule.Lower)
        {
            if (rule.Priority == priority && rule.IsVisibleIn(version))
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>True if a packet could match both a visible rule of the same priority and this match (OpenFlow 1.0 4.6,
    /// OFPFF_CHECK_OVERLAP).</summary>
    public bool Overlaps(CompactMatch match, int priority, ulong version)
    {
        foreach (var subtable in _sorted)
        {
            if (!subtable.HasPriority(priority))
            {
                continue;
            }

            foreach (var head in subtable.Heads)
            {
                if (!MatchRelation.Overlap(head.Match, match))
                {
                    continue;
                }

                for (var rule = head; rule is not null; rule = rule.Lower)
                {
                    if (rule.Priority == priority && rule.IsVisibleIn(version))
                    {
                        return true;
                    }
                }
            }
        }

        return false;
    }

    /// <summary>Adds the visible rules that match no packets but those that <paramref name="match"/> does (OpenFlow's
    /// non-strict matching) to <paramref name="rules"/>.</summary>
    public void Collect(CompactMatch match, ulong version, List<ClassifierRule> rules)
    {
        foreach (var subtable in _sorted)
        {
            if (!MatchRelation.HasAllBits(subtable.Mask, match))
            {
                continue;
            }

            if (MatchRelation.HasSameBits(subtable.Mask, match))
            {
                AddVisible(subtable.FindChain(match), version, rules);
                continue;
            }

            foreach (var head in subtable.Heads)
            {
                if (MatchRelation.IsWithin(head.Match, match))
                {
                    AddVisible(head, version, rules);
                }
            }
        }
    }

    private static void AddVisible(ClassifierRule? head, ulong version, List<ClassifierRule> rules)
    {
        for (var rule = head; rule is not null; rule = rule.Lower)
        {
            if (rule.IsVisibleIn(version))
            {
                rules.Add(rule);
            }
        }
    }

    private Subtable? FindSubtable(CompactMatch match)
    {
        if (_byMask.TryGetValue(SubtableMask.HashOf(match), out var candidates))
        {
            foreach (var subtable in candidates)
            {
                if (subtable.Mask.IsOf(match))
                {
                    return subtable;
                }
            }
        }

        return null;
    }

    private Subtable AddSubtable(CompactMatch match)
    {
        var mask = new SubtableMask(match);
        var subtable = new Subtable(mask) { Prefixes = new PrefixPlan(_prefixes, mask) };
        var hash = SubtableMask.HashOf(match);
        if (!_byMask.TryGetValue(hash, out var candidates))
        {
            _byMask.Add(hash, candidates = []);
        }

        candidates.Add(subtable);
        Volatile.Write(ref _sorted, [.. _sorted, subtable]);
        return subtable;
    }

    private void RemoveSubtable(Subtable subtable, CompactMatch match)
    {
        var hash = SubtableMask.HashOf(match);
        _byMask[hash].Remove(subtable);
        if (_byMask[hash].Count == 0)
        {
            _byMask.Remove(hash);
        }

        Volatile.Write(ref _sorted, Array.FindAll(_sorted, other => other != subtable));
    }

    /// <summary>Puts the tables in order again when a change of one's highest priority needs it.</summary>
    private void Sort()
    {
        for (var i = 1; i < _sorted.Length; i++)
        {
            if (_sorted[i].MaxPriority > _sorted[i - 1].MaxPriority)
            {
                var sorted = (Subtable[])_sorted.Clone();
                Array.Sort(sorted, static (a, b) => b.MaxPriority.CompareTo(a.MaxPriority));
                Volatile.Write(ref _sorted, sorted);
                return;
            }
        }
    }

    private static void ChangePrefixes(PrefixPlan plan, CompactMatch match, bool isAdded)
    {
        FlowMatch? expanded = null;
        for (var i = 0; i < plan.Fields.Length; i++)
        {
            if (plan.Lengths[i] == 0)
            {
                continue;
            }

            if (expanded is null)
            {
                expanded = new FlowMatch();
                match.ExpandTo(expanded);
            }

            var value = plan.Fields[i].ValueIn(in expanded.Value);
            if (isAdded)
            {
                plan.Fields[i].Trie.Add(value, plan.Lengths[i]);
            }
            else
            {
                plan.Fields[i].Trie.Remove(value, plan.Lengths[i]);
            }
        }
    }
}
