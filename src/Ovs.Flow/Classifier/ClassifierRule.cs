using System.Threading;
using Ovs.Flow.Match;

namespace Ovs.Flow.Classifier;

/// <summary>
/// Something with a match and a priority that a <see cref="FlowClassifier"/> finds for packets; who uses the classifier
/// derives its own class, with what is to be done with such packets.
/// </summary>
/// <remarks>A rule is visible in the versions from <see cref="AddedIn"/> up to, without, <see cref="RemovedIn"/>. Both are
/// written by the classifier's writer before the version is published to readers.</remarks>
public abstract class ClassifierRule
{
    /// <summary>The version of a removal that has not happened.</summary>
    public const ulong Never = ulong.MaxValue;

    private ulong _removedIn = Never;
    private ClassifierRule? _lower;
    private Conjunction[]? _conjunctions;

    protected ClassifierRule(CompactMatch match, int priority)
    {
        Match = match;
        Priority = priority;
    }

    public CompactMatch Match { get; }

    /// <summary>Of several rules that match, that with the highest is found.</summary>
    public int Priority { get; }

    public ulong AddedIn { get; internal set; }

    public ulong RemovedIn
    {
        get => Volatile.Read(ref _removedIn);
        internal set => Volatile.Write(ref _removedIn, value);
    }

    /// <summary>The parts that this rule has in conjunctive matches (ovs-fields(7), "Conjunctive Match Fields"); null for a
    /// rule that matches by itself.</summary>
    public Conjunction[]? Conjunctions
    {
        get => Volatile.Read(ref _conjunctions);
        set => Volatile.Write(ref _conjunctions, value is { Length: 0 } ? null : value);
    }

    /// <summary>The next rule with the same match, of equal or lower priority.</summary>
    internal ClassifierRule? Lower
    {
        get => Volatile.Read(ref _lower);
        set => Volatile.Write(ref _lower, value);
    }

    /// <summary>Of <see cref="Match"/>, as the subtable computes it.</summary>
    internal uint Hash { get; set; }

    public bool IsVisibleIn(ulong version) => AddedIn <= version && version < RemovedIn;

    /// <summary>This rule or the next of lower priority with the same match that is visible.</summary>
    internal ClassifierRule? FirstVisible(ulong version)
    {
        for (var rule = this; rule is not null; rule = rule.Lower)
        {
            if (rule.IsVisibleIn(version))
            {
                return rule;
            }
        }

        return null;
    }
}

/// <summary>One dimension of a conjunctive match: the rule stands for <paramref name="Clause"/> (from 0) of
/// <paramref name="ClauseCount"/> of the match with <paramref name="Id"/>.</summary>
public readonly record struct Conjunction(uint Id, byte Clause, byte ClauseCount);
