using System;
using System.Collections.Generic;

namespace Ovs.Flow.Classifier;

/// <summary>The parts of conjunctive matches that a lookup met: which of them make a whole.</summary>
internal sealed class ConjunctionSearch
{
    private readonly List<ClassifierRule> _parts = [];
    private readonly Dictionary<uint, ulong> _clauses = [];

    /// <summary>Of all parts; int.MinValue when there is none.</summary>
    public int MaxPriority { get; private set; } = int.MinValue;

    public void Add(ClassifierRule part)
    {
        _parts.Add(part);
        MaxPriority = Math.Max(MaxPriority, part.Priority);
    }

    /// <summary>Forgets parts that cannot be better than a match that was found; false if none is left.</summary>
    public bool Keep(int above)
    {
        _parts.RemoveAll(part => part.Priority <= above);
        MaxPriority = int.MinValue;
        foreach (var part in _parts)
        {
            MaxPriority = Math.Max(MaxPriority, part.Priority);
        }

        return _parts.Count > 0;
    }

    /// <summary>The matches all of whose clauses are there at the highest priority.</summary>
    public IEnumerable<uint> CompleteIds()
    {
        _clauses.Clear();
        foreach (var part in _parts)
        {
            if (part.Priority != MaxPriority || part.Conjunctions is not { } conjunctions)
            {
                continue;
            }

            foreach (var (id, clause, count) in conjunctions)
            {
                var clauses = _clauses.GetValueOrDefault(id) | (1UL << clause);
                _clauses[id] = clauses;
                if (clauses == (count >= 64 ? ulong.MaxValue : (1UL << count) - 1))
                {
                    yield return id;
                }
            }
        }
    }

    /// <summary>Adds the rules at the highest priority that are part of a match.</summary>
    public void CollectParts(uint id, List<ClassifierRule>? parts)
    {
        foreach (var part in _parts)
        {
            if (part.Priority == MaxPriority && part.Conjunctions is { } conjunctions &&
                Array.Exists(conjunctions, one => one.Id == id))
            {
                parts?.Add(part);
            }
        }
    }

    /// <summary>Replaces each part of the highest priority by the next rule below it with the same match. Gives the best of
    /// those that match by themselves, or null.</summary>
    public ClassifierRule? Descend(ulong version)
    {
        ClassifierRule? best = null;
        for (var i = _parts.Count - 1; i >= 0; i--)
        {
            var part = _parts[i];
            if (part.Priority != MaxPriority)
            {
                continue;
            }

            var lower = part.Lower?.FirstVisible(version);
            if (lower is { Conjunctions: not null })
            {
                _parts[i] = lower;
                continue;
            }

            _parts.RemoveAt(i);
            if (lower is not null && (best is null || lower.Priority > best.Priority))
            {
                best = lower;
            }
        }

        return best;
    }
}
