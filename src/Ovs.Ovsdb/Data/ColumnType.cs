using System;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Data;

/// <summary>The &lt;type&gt; of a column (RFC 7047 3.2): a scalar, an optional value, a set or a map.</summary>
public sealed class ColumnType : IEquatable<ColumnType>
{
    /// <summary>The maximum that schemas spell "unlimited".</summary>
    public const uint Unlimited = uint.MaxValue;

    private static readonly ColumnType[] s_scalars = MakeAll(1, 1);
    private static readonly ColumnType[] s_sets = MakeAll(1, Unlimited);
    private static readonly Datum?[] s_defaults = new Datum?[AtomicTypes.Count * AtomicTypes.Count];

    private ColumnType? _withoutSizeLimits;
    private ColumnType? _withoutConstraints;

    public ColumnType(BaseType key, BaseType? value = null, uint min = 1, uint max = 1)
    {
        Key = key;
        Value = value ?? BaseType.Plain(AtomicType.Void);
        Min = min;
        Max = max;
    }

    public BaseType Key { get; }

    /// <summary>The type of a map's values; of atomic type Void when this is not a map.</summary>
    public BaseType Value { get; }

    /// <summary>The least number of elements, 0 or 1.</summary>
    public uint Min { get; }

    public uint Max { get; }

    public bool IsMap => Value.Type != AtomicType.Void;

    public bool IsScalar => !IsMap && Min == 1 && Max == 1;

    public bool IsOptional => Min == 0 && Max == 1;

    public bool IsOptionalScalar => !IsMap && IsOptional;

    public bool IsSet => !IsMap && !IsScalar;

    /// <summary>True when values may have more than one element, so that differences are told per element.</summary>
    public bool IsComposite => Max > 1;

    public bool IsValid => Key.Type != AtomicType.Void && Min <= 1 && Max >= 1;

    /// <summary>The value of a column nobody has set (RFC 7047 5.2.1).</summary>
    public Datum Default
    {
        get
        {
            if (Min == 0)
            {
                return Datum.Empty;
            }

            ref var cached = ref s_defaults[((int)Key.Type * AtomicTypes.Count) + (int)Value.Type];
            return cached ??= IsMap
                ? Datum.Pair(Atom.Default(Key.Type), Atom.Default(Value.Type))
                : Datum.Of(Atom.Default(Key.Type));
        }
    }

    /// <summary>The same, with any number of elements: for values that are thrown away after a comparison.</summary>
    public ColumnType WithoutSizeLimits => _withoutSizeLimits ??= new(Key, Value, 0, Unlimited);

    /// <summary>The same atomic types with no constraint: for differences, which need not be valid values.</summary>
    public ColumnType WithoutConstraints =>
        _withoutConstraints ??= new(BaseType.Plain(Key.Type), BaseType.Plain(Value.Type), 0, Unlimited);

    public static ColumnType Scalar(AtomicType type) => s_scalars[(int)type];

    /// <summary>One or more plain values, as enumerations are.</summary>
    public static ColumnType SetOfMany(AtomicType type) => s_sets[(int)type];

    /// <summary>Reads a &lt;type&gt; of RFC 7047 3.2; null when it is well formed.</summary>
    public static OvsdbError? Parse(JsonValue json, out ColumnType type)
    {
        type = Scalar(AtomicType.Void);
        if (json is JsonString)
        {
            var error = BaseType.Parse(json, out var scalar);
            type = new ColumnType(scalar);
            return error;
        }

        if (json is not JsonObject)
        {
            return OvsdbError.Syntax(json, null, "ovsdb type expected");
        }

        var members = new MemberReader(json, "ovsdb type");
        var key = members.Take("key", MemberKinds.String | MemberKinds.Object);
        var value = members.Take("value", MemberKinds.String | MemberKinds.Object | MemberKinds.Optional);
        var min = members.Take("min", MemberKinds.Integer | MemberKinds.Optional);
        var max = members.Take("max", MemberKinds.Integer | MemberKinds.String | MemberKinds.Optional);
        return members.Finish() ?? Parse(json, key!, value, min, max, out type);
    }

    public JsonValue ToJson()
    {
        if (IsScalar && !Key.HasConstraints)
        {
            return Key.ToJson();
        }

        var json = new JsonObject(("key", Key.ToJson()));
        if (IsMap)
        {
            json["value"] = Value.ToJson();
        }

        if (Min != 1)
        {
            json["min"] = (long)Min;
        }

        if (Max != 1)
        {
            json["max"] = Max == Unlimited ? "unlimited" : (long)Max;
        }

        return json;
    }

    /// <summary>A phrase for messages, such as "set of up to 4096 integers".</summary>
    public string ToEnglish()
    {
        if (IsScalar)
        {
            return Key.Type.Name();
        }

        var count = (Max == Unlimited, Min > 0) switch
        {
            (true, true) => $" of {Min} or more",
            (true, false) => " of",
            (false, true) => $" of {Min} to {Max}",
            _ => $" of up to {Max}",
        };
        return IsMap
            ? $"map{count} ({Key.Type.Name()}, {Value.Type.Name()}) pairs"
            : $"set{count} {Key.Type.Name()}s";
    }

    public bool Equals(ColumnType? other) =>
        other is not null && Key.Equals(other.Key) && Value.Equals(other.Value) && Min == other.Min && Max == other.Max;

    public override bool Equals(object? obj) => Equals(obj as ColumnType);

    public override int GetHashCode() => HashCode.Combine(Key, Value, Min, Max);

    public override string ToString() => ToEnglish();

    private static OvsdbError? Parse(
        JsonValue json, JsonValue key, JsonValue? value, JsonValue? min, JsonValue? max, out ColumnType type)
    {
        type = Scalar(AtomicType.Void);
        var valueType = BaseType.Plain(AtomicType.Void);
        var leastCount = 1u;
        var error = BaseType.Parse(key, out var keyType)
            ?? (value is null ? null : BaseType.Parse(value, out valueType))
            ?? ParseCount(min, out leastCount);
        if (error is not null)
        {
            return error;
        }

        var mostCount = Unlimited;
        if (max is not JsonString { Value: "unlimited" })
        {
            error = ParseCount(max, out mostCount);
            if (error is not null)
            {
                return error;
            }
        }

        type = new ColumnType(keyType, valueType, leastCount, mostCount);
        return type.IsValid ? null : OvsdbError.Syntax(json, null, "ovsdb type fails constraint checks");
    }

    private static OvsdbError? ParseCount(JsonValue? json, out uint count)
    {
        count = 1;
        if (json is null)
        {
            return null;
        }

        if (json is not JsonInteger { Value: >= 0 and < uint.MaxValue } integer)
        {
            return OvsdbError.Syntax(json, null, "bad min or max value");
        }

        count = (uint)integer.Value;
        return null;
    }

    private static ColumnType[] MakeAll(uint min, uint max)
    {
        var types = new ColumnType[AtomicTypes.Count];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = new ColumnType(BaseType.Plain((AtomicType)i), null, min, max);
        }

        return types;
    }
}
