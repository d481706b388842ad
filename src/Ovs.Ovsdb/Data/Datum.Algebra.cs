namespace Ovs.Ovsdb.Data;

public abstract partial class Datum
{
    /// <summary>True when every element of this is in <paramref name="other"/>; of maps, every pair.</summary>
    public bool IsSubsetOf(Datum other)
    {
        if (Count > other.Count)
        {
            return false;
        }

        for (var i = 0; i < Count; i++)
        {
            if (IndexIn(other, i) < 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when no element of this is in <paramref name="other"/>; of maps, no pair.</summary>
    public bool IsDisjointFrom(Datum other)
    {
        for (var i = 0; i < Count; i++)
        {
            if (IndexIn(other, i) >= 0)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// This and what <paramref name="other"/> has beyond it; where both have a key, this one's value stays.
    /// </summary>
    public Datum Union(Datum other)
    {
        if (other.IsEmpty)
        {
            return this;
        }

        if (UnionSameKind(other) is { } union)
        {
            return union;
        }

        var builder = new DatumBuilder(Count + other.Count);
        var mine = 0;
        var added = false;
        for (var i = 0; i < other.Count; i++)
        {
            var order = 1;
            while (mine < Count && (order = Key(mine).CompareTo(other.Key(i))) < 0)
            {
                builder.AddFrom(this, mine++);
            }

            if (mine == Count || order != 0)
            {
                builder.AddFrom(other, i);
                added = true;
            }
        }

        return added ? AddRest(builder, this, mine) : this;
    }

    /// <summary>This without the elements of <paramref name="other"/>: from a map, pairs when that is a map and keys
    /// when it is a set.</summary>
    public Datum Subtract(Datum other)
    {
        if (SubtractSameKind(other) is { } left)
        {
            return left;
        }

        DatumBuilder? builder = null;
        var copied = 0;
        for (var i = 0; i < other.Count; i++)
        {
            var at = other.IndexIn(this, i);
            if (at < 0)
            {
                continue;
            }

            builder ??= new DatumBuilder(Count);
            while (copied < at)
            {
                builder.AddFrom(this, copied++);
            }

            copied = at + 1;
        }

        return builder is null ? this : AddRest(builder, this, copied);
    }

    /// <summary>
    /// What turns this into <paramref name="next"/> and back: of a scalar the new value; of a set the elements only one
    /// of them has; of a map also the new pair where a value changed (update2 of ovsdb-server(7) 4.1.14).
    /// </summary>
    public Datum Diff(Datum next, ColumnType type)
    {
        if (!type.IsComposite)
        {
            return next;
        }

        if (DiffSameKind(next) is { } difference)
        {
            return difference;
        }

        var builder = new DatumBuilder();
        var mine = 0;
        var theirs = 0;
        while (mine < Count && theirs < next.Count)
        {
            var order = Key(mine).CompareTo(next.Key(theirs));
            if (order < 0)
            {
                builder.AddFrom(this, mine++);
            }
            else if (order > 0)
            {
                builder.AddFrom(next, theirs++);
            }
            else
            {
                if (IsMap && Value(mine) != next.Value(theirs))
                {
                    builder.AddFrom(next, theirs);
                }

                mine++;
                theirs++;
            }
        }

        while (mine < Count)
        {
            builder.AddFrom(this, mine++);
        }

        return AddRest(builder, next, theirs);
    }

    /// <summary>This changed by a difference of <see cref="Diff"/>.</summary>
    public OvsdbError? ApplyDiff(Datum diff, ColumnType type, out Datum result)
    {
        result = Diff(diff, type);

        // The odd word is the original's, and logs are searched for it.
        return result.Count < type.Min || (uint)result.Count > type.Max
            ? new OvsdbError(null, "Datum crated by diff has size error")
            : null;
    }

    /// <summary>What is in <paramref name="next"/> but not here, and what is here but not there.</summary>
    public (Datum Added, Datum Removed) Changes(Datum next, ColumnType type)
    {
        if (!type.IsComposite)
        {
            return (next, this);
        }

        return (next.Missing(this), Missing(next));
    }

    /// <summary>The elements, or pairs, of this that <paramref name="other"/> has not.</summary>
    private Datum Missing(Datum other)
    {
        if (MissingSameKind(other) is { } missing)
        {
            return missing;
        }

        var builder = new DatumBuilder();
        var theirs = 0;
        for (var i = 0; i < Count; i++)
        {
            var key = Key(i);
            while (theirs < other.Count && other.Key(theirs) < key)
            {
                theirs++;
            }

            if (theirs == other.Count || other.Key(theirs) != key || (IsMap && other.Value(theirs) != Value(i)))
            {
                builder.AddFrom(this, i);
            }
        }

        return builder.BuildUnique();
    }

    // Kinds that do better than the general way give the result of the operation with another of the kind; null otherwise.
    private protected virtual Datum? UnionSameKind(Datum other) => null;

    private protected virtual Datum? SubtractSameKind(Datum other) => null;

    private protected virtual Datum? DiffSameKind(Datum other) => null;

    private protected virtual Datum? MissingSameKind(Datum other) => null;

    /// <summary>
    /// Where the element <paramref name="i"/> of this is in <paramref name="other"/>, or a negative number.
    /// </summary>
    private int IndexIn(Datum other, int i)
    {
        var at = other.Find(Key(i));
        return at >= 0 && IsMap && other.Value(at) != Value(i) ? -1 : at;
    }

    private static Datum AddRest(DatumBuilder builder, Datum source, int from)
    {
        for (var i = from; i < source.Count; i++)
        {
            builder.AddFrom(source, i);
        }

        return builder.BuildUnique();
    }
}
