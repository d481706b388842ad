using System;
using System.Runtime.CompilerServices;

namespace Ovs.OpenFlow.Tables;

/// <summary>A set of table numbers below 255.</summary>
public struct TableSet : IEquatable<TableSet>
{
    public const int Count = 255;

    private const int BitsPerWord = 64;
    private const int WordCount = 4;

    private Words _words;

    public readonly bool IsEmpty => (_words[0] | _words[1] | _words[2] | _words[3]) == 0;

    public static bool operator ==(TableSet left, TableSet right) => left.Equals(right);

    public static bool operator !=(TableSet left, TableSet right) => !left.Equals(right);

    public readonly bool Has(int table) =>
        table < Count && (_words[table / BitsPerWord] & (1UL << (table % BitsPerWord))) != 0;

    public void Add(int table) => _words[table / BitsPerWord] |= 1UL << (table % BitsPerWord);

    public void Remove(int table) => _words[table / BitsPerWord] &= ~(1UL << (table % BitsPerWord));

    public readonly bool Includes(TableSet other)
    {
        for (var i = 0; i < WordCount; i++)
        {
            if ((other._words[i] & ~_words[i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    public readonly bool Equals(TableSet other)
    {
        for (var i = 0; i < WordCount; i++)
        {
            if (other._words[i] != _words[i])
            {
                return false;
            }
        }

        return true;
    }

    public override readonly bool Equals(object? obj) => obj is TableSet other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(_words[0], _words[1], _words[2], _words[3]);

    [InlineArray(WordCount)]
    private struct Words
    {
        private ulong _first;
    }
}
