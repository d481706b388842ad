using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Ovs.Ovsdb.Data;

/// <summary>
/// The value of one column of one row: a scalar, an optional value, a set or a map. Keys are unique and in ascending
/// order. Immutable, so rows, transactions and monitors share it freely, on any thread.
/// </summary>
/// <remarks>
/// A database holds millions of these, most of them one text, one number, one reference or nothing; each of those has a
/// small class of its own (<c>Datum.Storage.cs</c>), and text maps and reference sets have packed arrays. Everything
/// else is written once over <see cref="Key"/> and <see cref="Value"/>. A datum knows the types of its atoms; only
/// whether an empty one is a set or a map is told by its <see cref="ColumnType"/>.
/// </remarks>
[SuppressMessage("Design", "CA1036", Justification = "Only sorting needs the order.")]
public abstract partial class Datum : IEquatable<Datum>, IComparable<Datum>
{
    /// <summary>The empty set and the empty map.</summary>
    public static readonly Datum Empty = new EmptyDatum();

    private static readonly Datum[] s_smallIntegers = MakeSmallIntegers();
    private static readonly Datum s_true = new BooleanDatum(true);
    private static readonly Datum s_false = new BooleanDatum(false);
    private static readonly Datum s_emptyText = new TextDatum("");
    private static readonly Datum s_zeroUuid = new UuidDatum(default);

    private protected Datum()
    {
    }

    public abstract int Count { get; }

    /// <summary>True when elements are pairs; an empty map does not know that it is one.</summary>
    public virtual bool IsMap => false;

    public bool IsEmpty => Count == 0;

    public static Datum Of(long value) =>
        (ulong)value < (ulong)s_smallIntegers.Length ? s_smallIntegers[value] : new IntegerDatum(value);

    public static Datum Of(bool value) => value ? s_true : s_false;

    public static Datum Of(double value) => new RealDatum(new Atom(value));

    public static Datum Of(string value) => value.Length == 0 ? s_emptyText : new TextDatum(value);

    public static Datum Of(Uuid value) => value.IsZero ? s_zeroUuid : new UuidDatum(value);

    public static Datum Of(Atom value) => value.Type switch
    {
        AtomicType.Integer => Of(value.Integer),
        AtomicType.Real => new RealDatum(value),
        AtomicType.Boolean => Of(value.Boolean),
        AtomicType.String => Of(value.Text),
        AtomicType.Uuid => Of(value.Uuid),
        _ => Empty,
    };

    /// <summary>A map of one pair.</summary>
    public static Datum Pair(Atom key, Atom value)
    {
        var builder = new DatumBuilder(1);
        builder.Add(key, value);
        return builder.BuildUnique();
    }

    /// <summary>A set of these texts; repeated ones count once.</summary>
    public static Datum SetOf(IEnumerable<string> texts)
    {
        var builder = new DatumBuilder();
        foreach (var text in texts)
        {
            builder.Add(new Atom(text));
        }

        return builder.BuildUnique();
    }

    /// <summary>A set of these identifiers; repeated ones count once.</summary>
    public static Datum SetOf(IEnumerable<Uuid> uuids)
    {
        var builder = new DatumBuilder();
        foreach (var uuid in uuids)
        {
            builder.Add(new Atom(uuid));
        }

        return builder.BuildUnique();
    }

    /// <summary>A set of these integers; repeated ones count once.</summary>
    public static Datum SetOf(IEnumerable<long> integers)
    {
        var builder = new DatumBuilder();
        foreach (var integer in integers)
        {
            builder.Add(new Atom(integer));
        }

        return builder.BuildUnique();
    }

    /// <summary>A map of these pairs; of pairs with the same key the one with the least value counts.</summary>
    public static Datum MapOf(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var builder = new DatumBuilder();
        foreach (var (key, value) in pairs)
        {
            builder.Add(new Atom(key), new Atom(value));
        }

        return builder.BuildUnique();
    }

    /// <summary>The element, or of a map the key, at <paramref name="index"/> in ascending order.</summary>
    public abstract Atom Key(int index);

    /// <summary>The value that belongs to <see cref="Key"/>; of type Void in a set.</summary>
    public virtual Atom Value(int index) => default;

    /// <summary>Where <paramref name="key"/> is, or the complement of where it would be.</summary>
    public int Find(Atom key)
    {
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            var order = key.CompareTo(Key(middle));
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return ~low;
    }

    public bool ContainsKey(Atom key) => Find(key) >= 0;

    public bool TryGetValue(Atom key, out Atom value)
    {
        var at = Find(key);
        value = at >= 0 ? Value(at) : default;
        return at >= 0;
    }

    /// <summary>The value of a text map under <paramref name="key"/>.</summary>
    public bool TryGetText(string key, [NotNullWhen(true)] out string? value)
    {
        var at = Find(new Atom(key));
        value = at >= 0 ? Value(at).Text : null;
        return value is not null;
    }

    /// <summary>True when this is what a column of <paramref name="type"/> holds before anyone sets it.</summary>
    public bool IsDefault(ColumnType type)
    {
        if (Count != type.Min)
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (!Key(i).IsDefault || (type.IsMap && !Value(i).IsDefault))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Null when every element meets the constraints of <paramref name="type"/>; the count is not looked at.
    /// </summary>
    public OvsdbError? Check(ColumnType type)
    {
        for (var i = 0; i < Count; i++)
        {
            if (type.Key.Check(Key(i)) is { } error)
            {
                return error;
            }
        }

        for (var i = 0; type.IsMap && i < Count; i++)
        {
            if (type.Value.Check(Value(i)) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>The original's order: by count, then by keys, then by values.</summary>
    public int CompareTo(Datum? other)
    {
        if (other is null || ReferenceEquals(this, other))
        {
            return other is null ? 1 : 0;
        }

        if (Count != other.Count)
        {
            return Count < other.Count ? -1 : 1;
        }

        for (var i = 0; i < Count; i++)
        {
            var order = Key(i).CompareTo(other.Key(i));
            if (order != 0)
            {
                return order;
            }
        }

        for (var i = 0; IsMap && i < Count; i++)
        {
            var order = Value(i).CompareTo(other.Value(i));
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    public bool Equals(Datum? other)
    {
        if (other is null || ReferenceEquals(this, other))
        {
            return other is not null;
        }

        if (Count != other.Count || IsMap != other.IsMap)
        {
            return false;
        }

        if (EqualsSameKind(other) is { } areEqual)
        {
            return areEqual;
        }

        for (var i = 0; i < Count; i++)
        {
            if (Key(i) != other.Key(i) || (IsMap && Value(i) != other.Value(i)))
            {
                return false;
            }
        }

        return true;
    }

    public sealed override bool Equals(object? obj) => Equals(obj as Datum);

    public sealed override int GetHashCode()
    {
        var hash = Count;
        for (var i = 0; i < Count; i++)
        {
            hash = HashCode.Combine(hash, Key(i));
            if (IsMap)
            {
                hash = HashCode.Combine(hash, Value(i));
            }
        }

        return hash;
    }

    /// <summary>Null when it takes the general way to tell.</summary>
    private protected virtual bool? EqualsSameKind(Datum other) => null;

    private static Datum[] MakeSmallIntegers()
    {
        var all = new Datum[256];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = new IntegerDatum(i);
        }

        return all;
    }
}
