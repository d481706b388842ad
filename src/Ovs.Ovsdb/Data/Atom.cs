using System;
using System.Runtime.CompilerServices;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Data;

/// <summary>
/// One value of an atomic type: a number, a truth, a text or an identifier. It knows its own type, so comparing and
/// printing need no schema.
/// </summary>
/// <remarks>24 bytes. A text is its own type mark; other types keep a shared mark in the same field.</remarks>
public readonly partial struct Atom : IEquatable<Atom>, IComparable<Atom>
{
    private static readonly TypeMark s_integer = new(AtomicType.Integer);
    private static readonly TypeMark s_real = new(AtomicType.Real);
    private static readonly TypeMark s_boolean = new(AtomicType.Boolean);
    private static readonly TypeMark s_uuid = new(AtomicType.Uuid);

    private readonly object? _markOrText;
    private readonly ulong _high;
    private readonly ulong _low;

    public Atom(long value)
    {
        _markOrText = s_integer;
        _high = (ulong)value;
    }

    public Atom(double value)
    {
        _markOrText = s_real;
        // Negative zero equals zero and prints like it.
        _high = BitConverter.DoubleToUInt64Bits(value == 0 ? 0 : value);
    }

    public Atom(bool value)
    {
        _markOrText = s_boolean;
        _high = value ? 1u : 0;
    }

    public Atom(string value) => _markOrText = value;

    public Atom(Uuid value)
    {
        _markOrText = s_uuid;
        _high = value.High;
        _low = value.Low;
    }

    public AtomicType Type => _markOrText switch
    {
        string => AtomicType.String,
        null => AtomicType.Void,
        _ => Unsafe.As<TypeMark>(_markOrText).Type,
    };

    public long Integer => (long)_high;

    public double Real => BitConverter.UInt64BitsToDouble(_high);

    public bool Boolean => _high != 0;

    public string Text => (string)_markOrText!;

    public Uuid Uuid => new(_high, _low);

    public bool IsDefault => _markOrText switch
    {
        string text => text.Length == 0,
        _ => (_high | _low) == 0,
    };

    public static bool operator ==(Atom left, Atom right) => left.Equals(right);

    public static bool operator !=(Atom left, Atom right) => !left.Equals(right);

    public static bool operator <(Atom left, Atom right) => left.CompareTo(right) < 0;

    public static bool operator >(Atom left, Atom right) => left.CompareTo(right) > 0;

    public static bool operator <=(Atom left, Atom right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Atom left, Atom right) => left.CompareTo(right) >= 0;

    /// <summary>The default of RFC 7047 5.2.1: zero, false, the empty string, the zero identifier.</summary>
    public static Atom Default(AtomicType type) => type switch
    {
        AtomicType.Integer => new Atom(0L),
        AtomicType.Real => new Atom(0.0),
        AtomicType.Boolean => new Atom(false),
        AtomicType.String => new Atom(""),
        AtomicType.Uuid => new Atom(default(Uuid)),
        _ => default,
    };

    /// <summary>The order of elements in sets and maps: numbers by value, text by its UTF-8 bytes.</summary>
    public int CompareTo(Atom other)
    {
        if (_markOrText is string text && other._markOrText is string otherText)
        {
            return ReferenceEquals(text, otherText) ? 0 : Utf8Text.Compare(text, otherText);
        }

        var type = Type;
        if (type != other.Type)
        {
            return type.CompareTo(other.Type);
        }

        return type switch
        {
            AtomicType.Integer => Integer.CompareTo(other.Integer),
            AtomicType.Real => Real < other.Real ? -1 : Real > other.Real ? 1 : 0,
            _ => Uuid.CompareTo(other.Uuid),
        };
    }

    public bool Equals(Atom other) => _markOrText is string text
        ? other._markOrText is string otherText && text == otherText
        : ReferenceEquals(_markOrText, other._markOrText) && _high == other._high && _low == other._low;

    public override bool Equals(object? obj) => obj is Atom other && Equals(other);

    public override int GetHashCode() => _markOrText is string text
        ? text.GetHashCode(StringComparison.Ordinal)
        : HashCode.Combine(_high, _low);

    private sealed class TypeMark(AtomicType type)
    {
        public AtomicType Type => type;
    }
}
