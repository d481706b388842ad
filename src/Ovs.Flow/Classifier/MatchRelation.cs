using System;
using System.Numerics;
using Ovs.Flow.Match;

namespace Ovs.Flow.Classifier;

/// <summary>How two matches lie to each other as sets of packets.</summary>
internal static class MatchRelation
{
    /// <summary>True if some packet could match both.</summary>
    public static bool Overlap(CompactMatch left, CompactMatch right)
    {
        for (var common = left.UsedWords & right.UsedWords; common != 0; common &= common - 1)
        {
            var bit = common & (~common + 1);
            var (l, r) = (PositionOf(left.UsedWords, bit), PositionOf(right.UsedWords, bit));
            if (((left.Values[l] ^ right.Values[r]) & left.Masks[l] & right.Masks[r]) != 0)
            {
                return false;
            }
        }

        return OptionsOverlap(left, right);
    }

    /// <summary>True if every packet that matches <paramref name="inner"/> matches <paramref name="outer"/>.</summary>
    public static bool IsWithin(CompactMatch inner, CompactMatch outer)
    {
        for (var left = outer.UsedWords; left != 0; left &= left - 1)
        {
            var bit = left & (~left + 1);
            if ((inner.UsedWords & bit) == 0)
            {
                return false;
            }

            var (i, o) = (PositionOf(inner.UsedWords, bit), PositionOf(outer.UsedWords, bit));
            if ((outer.Masks[o] & ~inner.Masks[i]) != 0 || ((inner.Values[i] ^ outer.Values[o]) & outer.Masks[o]) != 0)
            {
                return false;
            }
        }

        return OptionsWithin(inner, outer);
    }

    /// <summary>True if a table's rules look at all bits that a match does.</summary>
    public static bool HasAllBits(SubtableMask mask, CompactMatch match)
    {
        if ((match.UsedWords & ~mask.UsedWords) != 0)
        {
            return false;
        }

        var position = 0;
        for (var left = match.UsedWords; left != 0; left &= left - 1)
        {
            var bit = left & (~left + 1);
            if ((match.Masks[position++] & ~mask.Words[PositionOf(mask.UsedWords, bit)]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True if a table's rules look at the bits of a match and no others.</summary>
    public static bool HasSameBits(SubtableMask mask, CompactMatch match) => mask.IsOf(match);

    private static int PositionOf(ulong used, ulong bit) => BitOperations.PopCount(used & (bit - 1));

    private static bool OptionsOverlap(CompactMatch left, CompactMatch right)
    {
        foreach (var option in left.Options)
        {
            if (Find(right, option.Index) is { } other && Differ(option, other, option.Mask, other.Mask))
            {
                return false;
            }
        }

        return true;
    }

    private static bool OptionsWithin(CompactMatch inner, CompactMatch outer)
    {
        foreach (var option in outer.Options)
        {
            if (Find(inner, option.Index) is not { } other || Differ(option, other, option.Mask, option.Mask))
            {
                return false;
            }

            for (var i = 0; i < option.Mask.Length; i++)
            {
                if ((option.Mask[i] & ~other.Mask[i]) != 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>True if the values differ in bits that both masks have; options of other lengths differ always.</summary>
    private static bool Differ(TunnelOptionMatch left, TunnelOptionMatch right, byte[] mask1, byte[] mask2)
    {
        if (left.Value.Length != right.Value.Length)
        {
            return true;
        }

        for (var i = 0; i < left.Value.Length; i++)
        {
            if (((left.Value[i] ^ right.Value[i]) & mask1[i] & mask2[i]) != 0)
            {
                return true;
            }
        }

        return false;
    }

    private static TunnelOptionMatch? Find(CompactMatch match, int index)
    {
        foreach (var option in match.Options)
        {
            if (option.Index == index)
            {
                return option;
            }
        }

        return null;
    }
}
