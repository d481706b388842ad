using System;
using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Actions;

/// <summary>Single bits of field values; bit 0 is the lowest.</summary>
internal static class FieldBits
{
    /// <summary>So many low ones.</summary>
    public static UInt128 Ones(int bits) => bits >= 128 ? UInt128.MaxValue : (UInt128.One << bits) - 1;

    /// <summary>As <see cref="Ones"/>, of any width.</summary>
    public static FieldValue AllOnes(int bits)
    {
        if (bits <= 128)
        {
            return new(Ones(bits));
        }

        var bytes = new byte[(bits + 7) / 8];
        bytes.AsSpan().Fill(0xff);
        if (bits % 8 != 0)
        {
            bytes[0] = (byte)((1 << (bits % 8)) - 1);
        }

        return new(0, bytes);
    }

    /// <summary>The value of the whole field with <paramref name="number"/> in some bits and zeros elsewhere.</summary>
    public static FieldValue Place(in SubField bits, UInt128 number) => Place(in bits, new FieldValue(number));

    public static FieldValue Place(in SubField bits, in FieldValue value)
    {
        if (!bits.Field.IsVariableLength)
        {
            return new((value.Number & Ones(bits.Bits)) << bits.Offset);
        }

        var option = new byte[bits.Field.Bytes];
        for (var i = 0; i < bits.Bits; i++)
        {
            if (IsSet(in value, i))
            {
                var at = bits.Offset + i;
                option[option.Length - 1 - (at / 8)] |= (byte)(1 << (at % 8));
            }
        }

        return new(0, option);
    }

    /// <summary>True if no bit from <paramref name="bits"/> on is set.</summary>
    public static bool Fits(in FieldValue value, int bits)
    {
        if (value.Option is null)
        {
            return bits >= 128 || value.Number >> bits == 0;
        }

        return NextOne(in value, bits, value.Option.Length * 8) >= value.Option.Length * 8;
    }

    public static bool IsSet(in FieldValue value, int bit)
    {
        if (value.Option is null)
        {
            return bit < 128 && ((value.Number >> bit) & 1) != 0;
        }

        var at = value.Option.Length - 1 - (bit / 8);
        return at >= 0 && (value.Option[at] & (1 << (bit % 8))) != 0;
    }

    /// <summary>The first one at or after <paramref name="start"/>, or <paramref name="end"/>.</summary>
    public static int NextOne(in FieldValue value, int start, int end)
    {
        while (start < end && !IsSet(in value, start))
        {
            start++;
        }

        return Math.Min(start, end);
    }

    public static int NextZero(in FieldValue value, int start, int end)
    {
        while (start < end && IsSet(in value, start))
        {
            start++;
        }

        return Math.Min(start, end);
    }

    /// <summary>Up to 64 bits.</summary>
    public static ulong Read(in FieldValue value, int offset, int bits)
    {
        if (value.Option is null)
        {
            return (ulong)((value.Number >> offset) & Ones(bits));
        }

        var number = 0UL;
        for (var i = 0; i < bits; i++)
        {
            number |= IsSet(in value, offset + i) ? 1UL << i : 0;
        }

        return number;
    }
}
