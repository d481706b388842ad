using System;

namespace Ovs.Ovsdb.Data;

public abstract partial class Datum
{
    /// <summary>Packs sorted, unique atoms; <paramref name="values"/> is empty for a set.</summary>
    internal static Datum FromSorted(ReadOnlySpan<Atom> keys, ReadOnlySpan<Atom> values)
    {
        if (keys.IsEmpty)
        {
            return Empty;
        }

        if (!values.IsEmpty)
        {
            return keys[0].Type == AtomicType.String && values[0].Type == AtomicType.String
                ? new TextMapDatum(keys, values)
                : new AtomMapDatum(keys, values);
        }

        if (keys.Length == 1)
        {
            return Of(keys[0]);
        }

        return keys[0].Type switch
        {
            AtomicType.Uuid => SetDatum<Uuid, UuidElements>.Pack(keys),
            AtomicType.Integer => SetDatum<long, IntegerElements>.Pack(keys),
            AtomicType.String => SetDatum<string, TextElements>.Pack(keys),
            AtomicType.Real => SetDatum<double, RealElements>.Pack(keys),
            _ => SetDatum<bool, BooleanElements>.Pack(keys),
        };
    }

    private sealed class EmptyDatum : Datum
    {
        public override int Count => 0;

        public override Atom Key(int index) => throw new ArgumentOutOfRangeException(nameof(index));
    }

    private sealed class IntegerDatum(long value) : Datum
    {
        public override int Count => 1;

        public override Atom Key(int index) => new(value);
    }

    private sealed class RealDatum(Atom atom) : Datum
    {
        private readonly double _value = atom.Real;

        public override int Count => 1;

        public override Atom Key(int index) => new(_value);
    }

    private sealed class BooleanDatum(bool value) : Datum
    {
        public override int Count => 1;

        public override Atom Key(int index) => new(value);
    }

    private sealed class TextDatum(string value) : Datum
    {
        public override int Count => 1;

        public override Atom Key(int index) => new(value);
    }

    private sealed class UuidDatum(Uuid value) : Datum
    {
        public override int Count => 1;

        public override Atom Key(int index) => new(value);
    }

    /// <summary>Keys and values by turns, as external_ids, other_config and the like are.</summary>
    private sealed class TextMapDatum : Datum
    {
        private readonly string[] _texts;

        public TextMapDatum(ReadOnlySpan<Atom> keys, ReadOnlySpan<Atom> values)
        {
            _texts = new string[keys.Length * 2];
            for (var i = 0; i < keys.Length; i++)
            {
                _texts[i * 2] = keys[i].Text;
                _texts[(i * 2) + 1] = values[i].Text;
            }
        }

        public override int Count => _texts.Length / 2;

        public override bool IsMap => true;

        public override Atom Key(int index) => new(_texts[index * 2]);

        public override Atom Value(int index) => new(_texts[(index * 2) + 1]);
    }

    private sealed class AtomMapDatum : Datum
    {
        private readonly Atom[] _keys;
        private readonly Atom[] _values;

        public AtomMapDatum(ReadOnlySpan<Atom> keys, ReadOnlySpan<Atom> values)
        {
            _keys = keys.ToArray();
            _values = values.ToArray();
        }

        public override int Count => _keys.Length;

        public override bool IsMap => true;

        public override Atom Key(int index) => _keys[index];

        public override Atom Value(int index) => _values[index];
    }
}
