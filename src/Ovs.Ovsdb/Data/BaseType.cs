using System;
using System.Text;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Data;

/// <summary>What a reference does to the row it names: keep it alive, or vanish with it (RFC 7047 3.2).</summary>
public enum RefType : byte
{
    Strong,
    Weak,
}

/// <summary>
/// The type of keys or of values: an atomic type with the constraints of a &lt;base-type&gt; (RFC 7047 3.2).
/// </summary>
public sealed partial class BaseType : IEquatable<BaseType>
{
    private static readonly BaseType[] s_plain =
    [
        new(AtomicType.Void), new(AtomicType.Integer), new(AtomicType.Real),
        new(AtomicType.Boolean), new(AtomicType.String), new(AtomicType.Uuid),
    ];

    public BaseType(AtomicType type) => Type = type;

    public AtomicType Type { get; }

    /// <summary>The set of allowed values, or null.</summary>
    public Datum? Enum { get; init; }

    public long MinInteger { get; init; } = long.MinValue;

    public long MaxInteger { get; init; } = long.MaxValue;

    public double MinReal { get; init; } = -double.MaxValue;

    public double MaxReal { get; init; } = double.MaxValue;

    /// <summary>The shortest and longest text, in characters.</summary>
    public uint MinLength { get; init; }

    public uint MaxLength { get; init; } = uint.MaxValue;

    /// <summary>The table whose rows identifiers name, or null.</summary>
    public string? RefTable { get; init; }

    public RefType RefType { get; init; }

    public bool IsReference => RefTable is not null;

    public bool IsStrongReference => RefTable is not null && RefType == RefType.Strong;

    public bool IsWeakReference => RefTable is not null && RefType == RefType.Weak;

    public bool HasConstraints => Enum is not null || Type switch
    {
        AtomicType.Integer => MinInteger != long.MinValue || MaxInteger != long.MaxValue,
        AtomicType.Real => MinReal != -double.MaxValue || MaxReal != double.MaxValue,
        AtomicType.String => MinLength != 0 || MaxLength != uint.MaxValue,
        AtomicType.Uuid => RefTable is not null,
        _ => false,
    };

    /// <summary>The type without any constraint.</summary>
    public static BaseType Plain(AtomicType type) => s_plain[(int)type];

    /// <summary>Null when <paramref name="atom"/> meets the constraints; references are checked at commit.</summary>
    public OvsdbError? Check(Atom atom)
    {
        if (Enum is not null && !Enum.ContainsKey(atom))
        {
            return OvsdbError.ConstraintViolation(
                $"{atom.ToText()} is not one of the allowed values ({Enum.ToText(ColumnType.SetOfMany(Type))})");
        }

        return Type switch
        {
            AtomicType.Integer => CheckInteger(atom.Integer),
            AtomicType.Real => CheckReal(atom.Real),
            AtomicType.String => CheckText(atom.Text),
            _ => null,
        };
    }

    public bool Equals(BaseType? other) =>
        other is not null
        && (ReferenceEquals(this, other)
            || (Type == other.Type
                && (Enum is null ? other.Enum is null : Enum.Equals(other.Enum))
                && MinInteger == other.MinInteger && MaxInteger == other.MaxInteger
                && MinReal.Equals(other.MinReal) && MaxReal.Equals(other.MaxReal)
                && MinLength == other.MinLength && MaxLength == other.MaxLength
                && RefTable == other.RefTable && RefType == other.RefType));

    public override bool Equals(object? obj) => Equals(obj as BaseType);

    public override int GetHashCode() => HashCode.Combine(Type, MinInteger, MaxInteger, MinLength, MaxLength, RefTable);

    private OvsdbError? CheckInteger(long value)
    {
        if (value >= MinInteger && value <= MaxInteger)
        {
            return null;
        }

        return OvsdbError.ConstraintViolation((MinInteger != long.MinValue, MaxInteger != long.MaxValue) switch
        {
            (true, true) => $"{value} is not in the valid range {MinInteger} to {MaxInteger} (inclusive)",
            (true, false) => $"{value} is less than minimum allowed value {MinInteger}",
            _ => $"{value} is greater than maximum allowed value {MaxInteger}",
        });
    }

    private OvsdbError? CheckReal(double value)
    {
        if (value >= MinReal && value <= MaxReal)
        {
            return null;
        }

        var (text, min, max) = (RealText.Format(value), RealText.Format(MinReal), RealText.Format(MaxReal));
        return OvsdbError.ConstraintViolation((MinReal != -double.MaxValue, MaxReal != double.MaxValue) switch
        {
            (true, true) => $"{text} is not in the valid range {min} to {max} (inclusive)",
            (true, false) => $"{text} is less than minimum allowed value {min}",
            _ => $"{text} is greater than maximum allowed value {max}",
        });
    }

    private OvsdbError? CheckText(string value)
    {
        if (Utf8Text.HasInvalidBytes(value))
        {
            return OvsdbError.ConstraintViolation($"not a valid UTF-8 string: {InvalidSequence(value)}");
        }

        if (MinLength == 0 && value.Length <= MaxLength)
        {
            return null; // Characters are never more than UTF-16 units.
        }

        var length = 0u;
        foreach (var _ in value.EnumerateRunes())
        {
            length++;
        }

        if (length < MinLength)
        {
            return OvsdbError.ConstraintViolation(
                $"\"{value}\" length {length} is less than minimum allowed length {MinLength}");
        }

        return length > MaxLength
            ? OvsdbError.ConstraintViolation(
                $"\"{value}\" length {length} is greater than maximum allowed length {MaxLength}")
            : null;
    }

    /// <summary>Names the bytes from the start of the bad sequence to the first byte that does not fit.</summary>
    private static string InvalidSequence(string value)
    {
        ReadOnlySpan<byte> bytes = Utf8Text.Encode(value);
        while (Rune.DecodeFromUtf8(bytes, out _, out var size) == System.Buffers.OperationStatus.Done)
        {
            bytes = bytes[size..];
        }

        // The decoder says how many bytes began well; the original also shows the one that did not follow.
        _ = Rune.DecodeFromUtf8(bytes, out _, out var begun);
        var shown = bytes[0] is >= 0xc2 and <= 0xf4 ? begun + 1 : 1;
        var text = new StringBuilder("invalid UTF-8 sequence");
        for (var i = 0; i < shown; i++)
        {
            // A sequence cut by the end shows the terminating zero of the original's strings.
            text.Append($" 0x{(i < bytes.Length ? bytes[i] : 0):x2}");
        }

        return text.ToString();
    }
}
