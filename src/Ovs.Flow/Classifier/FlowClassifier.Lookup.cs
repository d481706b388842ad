using System.Collections.Generic;
using System.Threading;
using Ovs.Flow.Fields;

namespace Ovs.Flow.Classifier;

/// <content>Looking up packets; any thread.</content>
public sealed partial class FlowClassifier
{
    /// <summary>The rule of highest priority that matches a packet in a version, or null.</summary>
    /// <param name="packet">Changed during the call when there are conjunctive matches, and as before after it.</param>
    /// <param name="mask">Gets the bits that the answer depends on.</param>
    /// <param name="parts">Gets the rules that are parts of the conjunctive match that was found; may be null.</param>
    public ClassifierRule? Find(ref FlowFields packet, ulong version, ref FlowFields mask, List<ClassifierRule>? parts = null) =>
        Find(ref packet, version, ref mask, parts, allowsConjunctions: true);

    private ClassifierRule? Find(
        ref FlowFields packet, ulong version, ref FlowFields mask, List<ClassifierRule>? parts, bool allowsConjunctions)
    {
        var search = new PrefixSearch(Volatile.Read(ref _prefixes));
        ClassifierRule? best = null;
        ConjunctionSearch? conjunctions = null;
        var bestPriority = int.MinValue;
        foreach (var subtable in Volatile.Read(ref _sorted))
        {
            if (subtable.MaxPriority <= bestPriority)
            {
                break;
            }

            var rule = FindIn(subtable, in packet, version, ref search, ref mask);
            if (rule is null || rule.Priority <= bestPriority)
            {
                continue;
            }

            if (rule.Conjunctions is null)
            {
                best = rule;
                bestPriority = rule.Priority;
            }
            else if (allowsConjunctions)
            {
                (conjunctions ??= new ConjunctionSearch()).Add(rule);
            }
        }

        return conjunctions is null || conjunctions.MaxPriority <= bestPriority
            ? best
            : Solve(conjunctions, best, ref packet, version, ref mask, parts);
    }

    /// <summary>Finds the best of complete conjunctive matches and rules that match by themselves.</summary>
    private ClassifierRule? Solve(
        ConjunctionSearch search, ClassifierRule? best, ref FlowFields packet, ulong version, ref FlowFields mask,
        List<ClassifierRule>? parts)
    {
        while (search.Keep(best?.Priority ?? int.MinValue))
        {
            foreach (var id in search.CompleteIds())
            {
                var before = packet.ConjId;
                packet.ConjId = id;
                var rule = Find(ref packet, version, ref mask, null, allowsConjunctions: false);
                packet.ConjId = before;
                if (rule is not null)
                {
                    search.CollectParts(id, parts);
                    return rule;
                }
            }

            // Rules of lower priority with the same matches may do instead.
            if (search.Descend(version) is { } lower && lower.Priority > (best?.Priority ?? int.MinValue))
            {
                best = lower;
            }
        }

        return best;
    }

    private static ClassifierRule? FindIn(
        Subtable subtable, in FlowFields packet, ulong version, ref PrefixSearch search, ref FlowFields mask)
    {
        var stages = subtable.Mask.Stages;
        var words = FlowFields.WordsOf(in packet);
        var plan = subtable.Prefixes;
        var hash = 0u;
        for (var stage = 0; ; stage++)
        {
            if (search.Excludes(plan, stage, in packet, ref mask))
            {
                subtable.Mask.FoldUpTo(stage, ref mask);
                return null;
            }

            hash = SubtableMask.Hash(hash, stages[stage], words);
            if (stage == stages.Length - 1)
            {
                break;
            }

            if (subtable.Excludes(stage, hash))
            {
                subtable.Mask.FoldUpTo(stage + 1, ref mask);
                return null;
            }
        }

        var rule = subtable.Find(in packet, hash, version);
        if (rule is null && subtable.PortBitsToExclude(in packet) is { } bits)
        {
            var (source, destination) = (mask.Key.TpSrc, mask.Key.TpDst);
            subtable.Mask.FoldUpTo(stages.Length, ref mask);
            var ports = subtable.Mask.Ports & (bits == 0 ? 0 : uint.MaxValue << (32 - bits));
            mask.Key.TpSrc = (ushort)(source | (ports >> 16));
            mask.Key.TpDst = (ushort)(destination | ports);
            return null;
        }

        subtable.Mask.FoldUpTo(stages.Length, ref mask);
        return rule;
    }
}
