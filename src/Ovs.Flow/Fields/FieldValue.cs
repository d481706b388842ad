using System;
using System.Buffers.Binary;

namespace Ovs.Flow.Fields;

/// <summary>
/// A field's value or mask: a number of up to 128 bits, or, for tunnel options, bytes in the order of the wire.
/// </summary>
/// <remarks>A tunnel option always has <see cref="FieldRow.Bytes"/> bytes here, right-aligned; the array is never changed.
/// What the option's length is, <see cref="SignificantBytes"/> and the switch's table decide.</remarks>
public readonly record struct FieldValue(UInt128 Number, byte[]? Option = null)
{
    /// <summary>All bits of the field, as a mask that looks at everything.</summary>
    public static FieldValue Exact(FieldRow field) =>
        field.IsVariableLength ? new(0, Filled(field.Bytes, 0xff)) : new(field.AllBits);

    public static FieldValue Zero(FieldRow field) =>
        field.IsVariableLength ? new(0, new byte[field.Bytes]) : default;

    /// <summary>Takes a value of the wire; shorter ones are extended with zeros at the front.</summary>
    public static FieldValue Read(FieldRow field, ReadOnlySpan<byte> bytes)
    {
        if (!field.IsVariableLength)
        {
            return new(ReadNumber(bytes));
        }

        var option = new byte[field.Bytes];
        bytes = bytes[Math.Max(0, bytes.Length - option.Length)..];
        bytes.CopyTo(option.AsSpan(option.Length - bytes.Length));
        return new(0, option);
    }

    /// <summary>Up to 16 bytes as one number, the first byte most significant.</summary>
    public static UInt128 ReadNumber(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        8 => BinaryPrimitives.ReadUInt64BigEndian(bytes),
        16 => BinaryPrimitives.ReadUInt128BigEndian(bytes),
        _ => ReadOdd(bytes),
    };

    /// <summary>Writes <paramref name="bytes"/>.Length low bytes of a number, the most significant first.</summary>
    public static void WriteNumber(UInt128 number, Span<byte> bytes)
    {
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            bytes[i] = (byte)number;
            number >>= 8;
        }
    }

    /// <summary>Writes the low <paramref name="bytes"/>.Length bytes of the value.</summary>
    public void Write(Span<byte> bytes)
    {
        if (Option is null)
        {
            WriteNumber(Number, bytes);
        }
        else
        {
            Option.AsSpan(Option.Length - bytes.Length).CopyTo(bytes);
        }
    }

    public bool IsZero => Option is null ? Number == 0 : !Option.AsSpan().ContainsAnyExcept((byte)0);

    /// <summary>True for a mask that looks at every bit.</summary>
    public bool IsExact(FieldRow field) =>
        Option is null ? Number == field.AllBits : !Option.AsSpan().ContainsAnyExcept((byte)0xff);

    /// <summary>Bytes without leading zeros, for tunnel options; for others what <paramref name="field"/> says.</summary>
    public int SignificantBytes(FieldRow field)
    {
        if (Option is null)
        {
            return field.Bytes;
        }

        var first = Option.AsSpan().IndexOfAnyExcept((byte)0);
        return first < 0 ? 0 : Option.Length - first;
    }

    public bool Equals(FieldValue other) =>
        Number == other.Number && Option.AsSpan().SequenceEqual(other.Option) && Option is null == other.Option is null;

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Number);
        hash.AddBytes(Option);
        return hash.ToHashCode();
    }

    private static UInt128 ReadOdd(ReadOnlySpan<byte> bytes)
    {
        UInt128 number = 0;
        foreach (var octet in bytes)
        {
            number = (number << 8) | octet;
        }

        return number;
    }

    private static byte[] Filled(int count, byte value)
    {
        var bytes = new byte[count];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}
