using System;
using Ovs.Flow.Fields;

namespace Ovs.Flow.Classifier;

/// <summary>A field whose prefixes a classifier keeps in a trie, and where the trie is.</summary>
internal sealed class PrefixField
{
    private readonly int _shift;

    public PrefixField(FieldRow field)
    {
        Field = field;
        Bits = field.Bits;
        _shift = 128 - Bits;
    }

    public FieldRow Field { get; }

    public int Bits { get; }

    public PrefixTrie Trie { get; } = new();

    /// <summary>The field at the left of 128 bits.</summary>
    public UInt128 ValueIn(in FlowFields fields) => FieldAccess.Get(Field, in fields) << _shift;

    /// <summary>How long a prefix the mask looks at; 0 if it is none.</summary>
    public int LengthIn(in FlowFields mask)
    {
        var bits = FieldAccess.Get(Field, in mask) << _shift;
        var length = (int)UInt128.LeadingZeroCount(~bits);
        return bits == PrefixTrie.Mask(length) ? length : 0;
    }

    /// <summary>Adds the first <paramref name="length"/> bits to what was looked at.</summary>
    public void LookAt(int length, ref FlowFields mask)
    {
        var bits = FieldAccess.Get(Field, in mask) | (PrefixTrie.Mask(length) >> _shift);
        FieldAccess.Set(Field, ref mask, bits);
    }

    /// <summary>True if the first <paramref name="length"/> bits were looked at already.</summary>
    public bool HasLookedAt(int length, in FlowFields mask)
    {
        var bits = PrefixTrie.Mask(length) >> _shift;
        return (FieldAccess.Get(Field, in mask) & bits) == bits;
    }

    /// <summary>The stage of a subtable that has the field.</summary>
    public int StageIn(SubtableMask subtable)
    {
        var field = default(FlowFields);
        FieldAccess.Set(Field, ref field, UInt128.MaxValue);
        for (var stage = 0; stage < subtable.Stages.Length; stage++)
        {
            foreach (var part in subtable.Stages[stage])
            {
                if ((field.Words[part.Word] & part.Bits) != 0)
                {
                    return stage;
                }
            }
        }

        return -1;
    }
}
