using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace Ovs.Runtime.Json;

public enum JsonKind
{
    Null,
    False,
    True,
    Object,
    Array,
    Integer,
    Real,
    String,
}

/// <summary>
/// A JSON value (RFC 8259). Immutable once built but for <see cref="JsonArray"/> and <see cref="JsonObject"/>, which
/// their builder fills before sharing them. Integers that fit 64 bits are kept apart from reals, as OVSDB requires
/// (RFC 7047 3.1).
/// </summary>
public abstract class JsonValue : IEquatable<JsonValue>
{
    public static readonly JsonValue Null = new JsonLiteral(JsonKind.Null);
    public static readonly JsonValue True = new JsonLiteral(JsonKind.True);
    public static readonly JsonValue False = new JsonLiteral(JsonKind.False);

    public abstract JsonKind Kind { get; }

    public static JsonValue Of(bool value) => value ? True : False;

    public static JsonValue Of(long value) => JsonInteger.From(value);

    public static JsonValue Of(double value) => new JsonReal(value);

    public static JsonValue Of(string value) => new JsonString(value);

    public static implicit operator JsonValue(string value) => new JsonString(value);

    public static implicit operator JsonValue(long value) => JsonInteger.From(value);

    public static implicit operator JsonValue(bool value) => Of(value);

    /// <summary>Deep equality; member order of objects does not matter.</summary>
    public abstract bool Equals(JsonValue? other);

    public sealed override bool Equals(object? obj) => obj is JsonValue other && Equals(other);

    public abstract override int GetHashCode();

    /// <summary>The compact text, members in insertion order.</summary>
    public override string ToString() => JsonWriter.ToText(this, JsonStyle.Compact);

    private sealed class JsonLiteral(JsonKind kind) : JsonValue
    {
        public override JsonKind Kind => kind;

        public override bool Equals(JsonValue? other) => other?.Kind == kind;

        public override int GetHashCode() => (int)kind;
    }
}

public sealed class JsonInteger(long value) : JsonValue
{
    private const int SharedCount = 256;

    private static readonly JsonInteger[] s_shared = MakeShared();

    public long Value => value;

    public override JsonKind Kind => JsonKind.Integer;

    public override bool Equals(JsonValue? other) => other is JsonInteger integer && integer.Value == value;

    public override int GetHashCode() => value.GetHashCode();

    /// <summary>A value that may be shared: small ones are.</summary>
    internal static JsonInteger From(long value) =>
        (ulong)value < SharedCount ? s_shared[value] : new JsonInteger(value);

    private static JsonInteger[] MakeShared()
    {
        var shared = new JsonInteger[SharedCount];
        for (var i = 0; i < shared.Length; i++)
        {
            shared[i] = new JsonInteger(i);
        }

        return shared;
    }
}

public sealed class JsonReal(double value) : JsonValue
{
    public double Value => value;

    public override JsonKind Kind => JsonKind.Real;

    public override bool Equals(JsonValue? other) => other is JsonReal real && real.Value.Equals(value);

    public override int GetHashCode() => value.GetHashCode();
}

public sealed class JsonString(string value) : JsonValue
{
    public string Value => value;

    public override JsonKind Kind => JsonKind.String;

    public override bool Equals(JsonValue? other) => other is JsonString text && text.Value == value;

    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);
}

public sealed class JsonArray : JsonValue
{
    private readonly List<JsonValue> _items;

    public JsonArray() => _items = [];

    public JsonArray(params ReadOnlySpan<JsonValue> items) => _items = [.. items];

    public JsonArray(IEnumerable<JsonValue> items) => _items = [.. items];

    public override JsonKind Kind => JsonKind.Array;

    public int Count => _items.Count;

    public IReadOnlyList<JsonValue> Items => _items;

    public JsonValue this[int index] => _items[index];

    public void Add(JsonValue item) => _items.Add(item);

    public override bool Equals(JsonValue? other)
    {
        if (other is not JsonArray array || array.Count != Count)
        {
            return false;
        }

        for (var i = 0; i < _items.Count; i++)
        {
            if (!_items[i].Equals(array[i]))
            {
                return false;
            }
        }

        return true;
    }

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }
}
