using System;
using System.Collections.Generic;
using System.Numerics;
using Ovs.Flow.Fields;
using Ovs.Flow.Key;
using Ovs.Flow.Match;

namespace Ovs.Flow.Classifier;

/// <summary>A part of a word that a mask looks at.</summary>
/// <param name="Word">The word of <see cref="FlowFields"/>.</param>
/// <param name="Position">The word's place among the used words of a <see cref="CompactMatch"/> with this mask.</param>
internal readonly record struct MaskPart(byte Word, byte Position, ulong Bits);

/// <summary>The mask that all rules of a subtable have, cut into the stages of which it has bits. Immutable.</summary>
internal sealed class SubtableMask
{
    private readonly CompactMatch _sample;

    public SubtableMask(CompactMatch match)
    {
        _sample = match;
        var stages = new List<MaskPart[]>();
        for (var stage = 0; stage < MatchStages.Count; stage++)
        {
            var parts = new List<MaskPart>();
            byte position = 0;
            for (var left = match.UsedWords; left != 0; left &= left - 1)
            {
                var word = BitOperations.TrailingZeroCount(left);
                var bits = match.Masks[position] & MatchStages.Bits(stage, word);
                if (bits != 0)
                {
                    parts.Add(new MaskPart((byte)word, position, bits));
                }

                position++;
            }

            if (parts.Count > 0)
            {
                stages.Add([.. parts]);
            }
        }

        if (stages.Count == 0)
        {
            stages.Add([]);
        }

        Stages = [.. stages];
        var mask = default(FlowFields);
        FoldUpTo(Stages.Length, ref mask);
        Ports = ((uint)mask.Key.TpSrc << 16) | mask.Key.TpDst;
    }

    /// <summary>The stages that have bits, in order; at least one.</summary>
    public MaskPart[][] Stages { get; }

    /// <summary>The masks of source (upper half) and destination port.</summary>
    public uint Ports { get; }

    public ulong UsedWords => _sample.UsedWords;

    public ReadOnlySpan<ulong> Words => _sample.Masks;

    /// <summary>True if <paramref name="match"/> has this mask.</summary>
    public bool IsOf(CompactMatch match)
    {
        if (match.UsedWords != _sample.UsedWords || !match.Masks.SequenceEqual(_sample.Masks) ||
            match.Options.Length != _sample.Options.Length)
        {
            return false;
        }

        for (var i = 0; i < match.Options.Length; i++)
        {
            if (match.Options[i].Index != _sample.Options[i].Index ||
                !match.Options[i].Mask.AsSpan().SequenceEqual(_sample.Options[i].Mask))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The hash of a mask, for finding its subtable.</summary>
    public static uint HashOf(CompactMatch match)
    {
        var hash = FlowHash.Add(0, match.UsedWords);
        foreach (var word in match.Masks)
        {
            hash = FlowHash.Add(hash, word);
        }

        foreach (var option in match.Options)
        {
            hash = FlowHash.Add(hash, (ulong)option.Index);
        }

        return hash;
    }

    /// <summary>Adds a stage to the running hash of a rule's match.</summary>
    public static uint Hash(uint hash, MaskPart[] stage, CompactMatch match)
    {
        var values = match.Values;
        foreach (ref readonly var part in stage.AsSpan())
        {
            hash = FlowHash.Add(hash, values[part.Position] & part.Bits);
        }

        return hash;
    }

    /// <summary>The same, of a packet's fields.</summary>
    public static uint Hash(uint hash, MaskPart[] stage, ReadOnlySpan<ulong> fields)
    {
        foreach (ref readonly var part in stage.AsSpan())
        {
            hash = FlowHash.Add(hash, fields[part.Word] & part.Bits);
        }

        return hash;
    }

    /// <summary>Adds the bits of the first <paramref name="count"/> stages to what was looked at.</summary>
    public void FoldUpTo(int count, ref FlowFields mask)
    {
        var words = mask.Words;
        for (var i = 0; i < count; i++)
        {
            foreach (ref readonly var part in Stages[i].AsSpan())
            {
                words[part.Word] |= part.Bits;
            }
        }
    }
}
