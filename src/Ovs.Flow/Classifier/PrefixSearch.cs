using System;
using System.Runtime.CompilerServices;
using Ovs.Flow.Fields;

namespace Ovs.Flow.Classifier;

/// <summary>What a lookup has asked the tries of prefixes so far: each at most once.</summary>
internal ref struct PrefixSearch(PrefixField[] fields)
{
    private readonly PrefixField[] _fields = fields;
    private Answers _answers;
    private byte _asked;

    /// <summary>True if no rule of a subtable can match, because none has the packet's prefix of the length that the table
    /// looks at. The bits that tell are added to the mask, never more than the table would add.</summary>
    public bool Excludes(PrefixPlan plan, int stage, in FlowFields packet, ref FlowFields mask)
    {
        if (plan.Fields != _fields)
        {
            return false;
        }

        for (var i = 0; i < _fields.Length; i++)
        {
            if (plan.Lengths[i] is not (> 0 and var length) || plan.Stages[i] != stage)
            {
                continue;
            }

            if ((_asked & (1 << i)) == 0)
            {
                _asked |= (byte)(1 << i);
                _answers[i] = _fields[i].Trie.Find(_fields[i].ValueIn(in packet), _fields[i].Bits);
            }

            var (lengths, lookedAt) = _answers[i];
            if (((lengths >> (length - 1)) & 1) != 0)
            {
                continue;
            }

            if (lookedAt <= length)
            {
                _fields[i].LookAt(lookedAt, ref mask);
                return true;
            }

            if (_fields[i].HasLookedAt(lookedAt, in mask))
            {
                return true;
            }
        }

        return false;
    }

    [InlineArray(FlowClassifier.MaxPrefixFields)]
    private struct Answers
    {
        private PrefixLookup _first;
    }
}
