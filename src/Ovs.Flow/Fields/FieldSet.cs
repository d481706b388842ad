using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ovs.Flow.Fields;

/// <summary>A set of match fields.</summary>
public struct FieldSet : IEquatable<FieldSet>
{
    private const int BitsPerWord = 64;
    private const int WordCount = 4;

    private Words _words;

    public readonly bool IsEmpty => (_words[0] | _words[1] | _words[2] | _words[3]) == 0;

    public static bool operator ==(in FieldSet left, in FieldSet right) => left.Equals(right);

    public static bool operator !=(in FieldSet left, in FieldSet right) => !left.Equals(right);

    public static FieldSet operator |(FieldSet left, FieldSet right)
    {
        for (var i = 0; i < WordCount; i++)
        {
            left._words[i] |= right._words[i];
        }

        return left;
    }

    public static FieldSet operator &(FieldSet left, FieldSet right)
    {
        for (var i = 0; i < WordCount; i++)
        {
            left._words[i] &= right._words[i];
        }

        return left;
    }

    /// <summary>All fields that are not in the set.</summary>
    public static FieldSet operator ~(FieldSet set)
    {
        var all = new FieldSet();
        foreach (var field in FieldTable.Rows)
        {
            if (!set.Has(field.Id))
            {
                all.Add(field.Id);
            }
        }

        return all;
    }

    public readonly bool Has(FieldId id) => (_words[(int)id / BitsPerWord] & (1UL << ((int)id % BitsPerWord))) != 0;

    public void Add(FieldId id) => _words[(int)id / BitsPerWord] |= 1UL << ((int)id % BitsPerWord);

    /// <summary>True if every field of <paramref name="other"/> is in this set.</summary>
    public readonly bool Includes(FieldSet other) => (other & this) == other;

    /// <summary>The first field from <paramref name="start"/> on that is in the set; false if there is none.</summary>
    public readonly bool TryNext(int start, out FieldId id)
    {
        for (var word = start / BitsPerWord; word < WordCount; word++)
        {
            var bits = _words[word];
            if (word == start / BitsPerWord)
            {
                bits &= ulong.MaxValue << (start % BitsPerWord);
            }

            if (bits != 0)
            {
                id = (FieldId)((word * BitsPerWord) + BitOperations.TrailingZeroCount(bits));
                return true;
            }
        }

        id = default;
        return false;
    }

    public readonly bool Equals(FieldSet other) =>
        _words[0] == other._words[0] && _words[1] == other._words[1] && _words[2] == other._words[2]
        && _words[3] == other._words[3];

    public override readonly bool Equals(object? obj) => obj is FieldSet other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(_words[0], _words[1], _words[2], _words[3]);

    [InlineArray(WordCount)]
    private struct Words
    {
        private ulong _first;
    }
}
