using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Data;

// Sets of two or more elements are arrays of just these. A change of a large one is mostly the addition or removal of a few
// elements; it copies what is around them as it is, and what two sets differ in is looked for between their common ends.
public abstract partial class Datum
{
    private interface IElements<T>
    {
        static abstract Atom ToAtom(T element);

        static abstract T FromAtom(Atom atom);

        static abstract int Compare(T left, T right);

        /// <summary>How many elements at the beginning are the same.</summary>
        static abstract int CommonStart(ReadOnlySpan<T> left, ReadOnlySpan<T> right);
    }

    private sealed class SetDatum<T, TElements>(T[] elements) : Datum
        where TElements : struct, IElements<T>
    {
        public override int Count => elements.Length;

        public static SetDatum<T, TElements> Pack(ReadOnlySpan<Atom> keys)
        {
            var elements = new T[keys.Length];
            for (var i = 0; i < elements.Length; i++)
            {
                elements[i] = TElements.FromAtom(keys[i]);
            }

            return new SetDatum<T, TElements>(elements);
        }

        public override Atom Key(int index) => TElements.ToAtom(elements[index]);

        private protected override bool? EqualsSameKind(Datum other) => other is SetDatum<T, TElements> set
            ? set.Count == Count && TElements.CommonStart(elements, set.Elements) == Count
            : null;

        private T[] Elements => elements;

        private protected override Datum? UnionSameKind(Datum other)
        {
            // What is to come, and before which of our elements.
            var places = new List<(int Place, T Element)>(other.Count);
            for (var i = 0; i < other.Count; i++)
            {
                var element = TElements.FromAtom(other.Key(i));
                var place = Search(element);
                if (place < 0)
                {
                    places.Add((~place, element));
                }
            }

            if (places.Count == 0)
            {
                return this;
            }

            var union = new T[Count + places.Count];
            var copied = 0;
            for (var i = 0; i < places.Count; i++)
            {
                var place = places[i].Place;
                Array.Copy(elements, copied, union, copied + i, place - copied);
                union[place + i] = places[i].Element;
                copied = place;
            }

            Array.Copy(elements, copied, union, copied + places.Count, Count - copied);
            return new SetDatum<T, TElements>(union);
        }

        private protected override Datum? SubtractSameKind(Datum other)
        {
            var places = new List<int>(other.Count);
            for (var i = 0; i < other.Count; i++)
            {
                var place = Search(TElements.FromAtom(other.Key(i)));
                if (place >= 0)
                {
                    places.Add(place);
                }
            }

            if (places.Count == 0)
            {
                return this;
            }

            var left = new T[Count - places.Count];
            var copied = 0;
            for (var i = 0; i < places.Count; i++)
            {
                Array.Copy(elements, copied, left, copied - i, places[i] - copied);
                copied = places[i] + 1;
            }

            Array.Copy(elements, copied, left, copied - places.Count, Count - copied);
            return FromElements(left);
        }

        private protected override Datum? DiffSameKind(Datum other)
        {
            if (other is not SetDatum<T, TElements> set)
            {
                return null;
            }

            ReadOnlySpan<T> mine = elements;
            ReadOnlySpan<T> theirs = set.Elements;
            TrimCommonEnds(ref mine, ref theirs);
            var builder = new DatumBuilder(Math.Min(16, mine.Length + theirs.Length));
            while (!mine.IsEmpty || !theirs.IsEmpty)
            {
                var order = mine.IsEmpty ? 1 : theirs.IsEmpty ? -1 : TElements.Compare(mine[0], theirs[0]);
                if (order != 0)
                {
                    builder.Add(TElements.ToAtom(order < 0 ? mine[0] : theirs[0]));
                }

                mine = order <= 0 ? mine[1..] : mine;
                theirs = order >= 0 ? theirs[1..] : theirs;
            }

            return builder.BuildUnique();
        }

        private protected override Datum? MissingSameKind(Datum other)
        {
            if (other is not SetDatum<T, TElements> set)
            {
                return null;
            }

            ReadOnlySpan<T> mine = elements;
            ReadOnlySpan<T> theirs = set.Elements;
            TrimCommonEnds(ref mine, ref theirs);
            var builder = new DatumBuilder(Math.Min(16, mine.Length));
            while (!mine.IsEmpty)
            {
                var order = theirs.IsEmpty ? -1 : TElements.Compare(mine[0], theirs[0]);
                if (order < 0)
                {
                    builder.Add(TElements.ToAtom(mine[0]));
                }

                mine = order <= 0 ? mine[1..] : mine;
                theirs = order >= 0 ? theirs[1..] : theirs;
            }

            return builder.BuildUnique();
        }

        private static void TrimCommonEnds(ref ReadOnlySpan<T> left, ref ReadOnlySpan<T> right)
        {
            const int block = 64;
            var start = TElements.CommonStart(left, right);
            left = left[start..];
            right = right[start..];
            while (left.Length >= block && right.Length >= block
                && TElements.CommonStart(left[^block..], right[^block..]) == block)
            {
                left = left[..^block];
                right = right[..^block];
            }

            while (!left.IsEmpty && !right.IsEmpty && TElements.Compare(left[^1], right[^1]) == 0)
            {
                left = left[..^1];
                right = right[..^1];
            }
        }

        private static Datum FromElements(T[] elements) => elements.Length switch
        {
            0 => Empty,
            1 => Of(TElements.ToAtom(elements[0])),
            _ => new SetDatum<T, TElements>(elements),
        };

        private int Search(T element)
        {
            var low = 0;
            var high = elements.Length;
            while (low < high)
            {
                var middle = (low + high) >> 1;
                var order = TElements.Compare(element, elements[middle]);
                if (order == 0)
                {
                    return middle;
                }

                (low, high) = order < 0 ? (low, middle) : (middle + 1, high);
            }

            return ~low;
        }
    }

    private readonly struct UuidElements : IElements<Uuid>
    {
        public static Atom ToAtom(Uuid element) => new(element);

        public static Uuid FromAtom(Atom atom) => atom.Uuid;

        public static int Compare(Uuid left, Uuid right) => left.CompareTo(right);

        public static int CommonStart(ReadOnlySpan<Uuid> left, ReadOnlySpan<Uuid> right) =>
            MemoryMarshal.Cast<Uuid, ulong>(left).CommonPrefixLength(MemoryMarshal.Cast<Uuid, ulong>(right)) / 2;
    }

    private readonly struct IntegerElements : IElements<long>
    {
        public static Atom ToAtom(long element) => new(element);

        public static long FromAtom(Atom atom) => atom.Integer;

        public static int Compare(long left, long right) => left.CompareTo(right);

        public static int CommonStart(ReadOnlySpan<long> left, ReadOnlySpan<long> right) => left.CommonPrefixLength(right);
    }

    private readonly struct TextElements : IElements<string>
    {
        public static Atom ToAtom(string element) => new(element);

        public static string FromAtom(Atom atom) => atom.Text;

        public static int Compare(string left, string right) =>
            ReferenceEquals(left, right) ? 0 : Utf8Text.Compare(left, right);

        public static int CommonStart(ReadOnlySpan<string> left, ReadOnlySpan<string> right)
        {
            var most = Math.Min(left.Length, right.Length);
            var count = 0;
            while (count < most && (ReferenceEquals(left[count], right[count]) || left[count] == right[count]))
            {
                count++;
            }

            return count;
        }
    }

    private readonly struct RealElements : IElements<double>
    {
        public static Atom ToAtom(double element) => new(element);

        public static double FromAtom(Atom atom) => atom.Real;

        public static int Compare(double left, double right) => left < right ? -1 : left > right ? 1 : 0;

        public static int CommonStart(ReadOnlySpan<double> left, ReadOnlySpan<double> right) => left.CommonPrefixLength(right);
    }

    private readonly struct BooleanElements : IElements<bool>
    {
        public static Atom ToAtom(bool element) => new(element);

        public static bool FromAtom(Atom atom) => atom.Boolean;

        public static int Compare(bool left, bool right) => left.CompareTo(right);

        public static int CommonStart(ReadOnlySpan<bool> left, ReadOnlySpan<bool> right) => left.CommonPrefixLength(right);
    }
}
