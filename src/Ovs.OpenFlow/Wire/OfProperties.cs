using System;
using System.Buffers.Binary;
using Ovs.OpenFlow.Errors;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Wire;

/// <summary>One property (OpenFlow 1.4 and later): a type, a length, and a value; experimenters have types of their own.</summary>
/// <remarks>OpenFlow 1.5.1 7.2.1. <see cref="Type"/> of an experimenter's has its id in the upper half.</remarks>
internal readonly ref struct OfProperty(ulong type, ReadOnlySpan<byte> whole, int headerBytes)
{
    private const int NestedAlignment = 8;

    public ulong Type { get; } = type;

    /// <summary>The value, without padding.</summary>
    public ReadOnlySpan<byte> Value { get; } = whole[headerBytes..];

    private readonly ReadOnlySpan<byte> _whole = whole;

    public bool IsExperimenter => Type >> 32 != 0;

    public OfError To8(out byte value)
    {
        value = Value.IsEmpty ? (byte)0 : Value[0];
        return Value.IsEmpty ? OfError.BadPropertyBadLen : OfError.None;
    }

    public OfError To16(out ushort value)
    {
        value = Value.Length < 2 ? (ushort)0 : BinaryPrimitives.ReadUInt16BigEndian(Value);
        return Value.Length < 2 ? OfError.BadPropertyBadLen : OfError.None;
    }

    public OfError To32(out uint value)
    {
        value = Value.Length != 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(Value);
        return Value.Length != 4 ? OfError.BadPropertyBadLen : OfError.None;
    }

    /// <summary>A number that stands at a multiple of eight bytes.</summary>
    public OfError To64(out ulong value)
    {
        value = 0;
        var start = (_whole.Length - Value.Length + NestedAlignment - 1) & -NestedAlignment;
        if (_whole.Length != start + sizeof(ulong))
        {
            return OfError.BadPropertyBadLen;
        }

        value = BinaryPrimitives.ReadUInt64BigEndian(_whole[start..]);
        return OfError.None;
    }

    public OfError To128(out UInt128 value)
    {
        value = Value.Length != 16 ? 0 : BinaryPrimitives.ReadUInt128BigEndian(Value);
        return Value.Length != 16 ? OfError.BadPropertyBadLen : OfError.None;
    }

    /// <summary>A structure that stands at a multiple of eight bytes.</summary>
    public OfError ToNested(out ReadOnlySpan<byte> nested)
    {
        var start = (_whole.Length - Value.Length + NestedAlignment - 1) & -NestedAlignment;
        nested = _whole.Length < start ? default : _whole[start..];
        return _whole.Length < start ? OfError.BadPropertyBadLen : OfError.None;
    }
}

/// <summary>Lists of properties, read and written.</summary>
internal static class OfProperties
{
    private const ushort ExperimenterType = 0xffff;
    private const int HeaderBytes = 4;
    private const int ExperimenterHeaderBytes = 12;

    private static readonly LogRateLimit s_limit = new(5, 5);

    /// <summary>The type of an experimenter's property.</summary>
    public static ulong Experimenter(uint experimenter, uint type) => ((ulong)experimenter << 32) | type;

    /// <summary>Takes the next property and its padding.</summary>
    /// <param name="leastExperimenter">Types from this on are experimenters' (0xffff but for some structures).</param>
    public static OfError Take(
        ref OfReader reader, out OfProperty property, int alignment = 8, int leastExperimenter = ExperimenterType)
    {
        property = default;
        var rest = reader.Rest;
        if (rest.Length < HeaderBytes)
        {
            return OfError.BadPropertyBadLen;
        }

        ulong type = BinaryPrimitives.ReadUInt16BigEndian(rest);
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        var padded = (length + alignment - 1) / alignment * alignment;
        if (length < HeaderBytes || padded > rest.Length)
        {
            return OfError.BadPropertyBadLen;
        }

        var headerBytes = HeaderBytes;
        if (type >= (ulong)leastExperimenter)
        {
            headerBytes = ExperimenterHeaderBytes;
            if (length < ExperimenterHeaderBytes)
            {
                return OfError.BadPropertyBadLen;
            }

            type = BinaryPrimitives.ReadUInt64BigEndian(rest[HeaderBytes..]);
            if (type >> 32 == 0)
            {
                return OfError.BadPropertyBadExperimenter;
            }
        }

        property = new OfProperty(type, rest[..length], headerBytes);
        reader.Skip(padded);
        return OfError.None;
    }

    /// <summary>What an unknown property is answered with; logged.</summary>
    /// <param name="isLoose">Unknown properties are let pass.</param>
    /// <param name="what">The structure they are in, for the log.</param>
    public static OfError Unknown(LogModule log, bool isLoose, string what, ulong type)
    {
        var text = type >> 32 == 0
            ? $"unknown {what} property type {type}"
            : $"unknown {what} property type for exp_id 0x{type >> 32:x}, exp_type {(int)type}";
        log.Log(isLoose ? LogLevel.Dbg : LogLevel.Warn, s_limit, text);
        return isLoose ? OfError.None
            : type >> 32 != 0 ? OfError.BadPropertyBadExpType
            : OfError.BadPropertyBadType;
    }

    /// <summary>Writes a property's header; <see cref="End"/> writes its length.</summary>
    public static int Begin(OfWriter writer, ulong type)
    {
        var start = writer.Length;
        if (type >> 32 == 0)
        {
            writer.Put16((ushort)type);
            writer.Put16(HeaderBytes);
        }
        else
        {
            writer.Put16(ExperimenterType);
            writer.Put16(ExperimenterHeaderBytes);
            writer.Put64(type);
        }

        return start;
    }

    /// <summary>As <see cref="Begin"/>, with the value at a multiple of eight bytes.</summary>
    public static int BeginNested(OfWriter writer, ulong type)
    {
        var start = Begin(writer, type);
        writer.Pad(0);
        return start;
    }

    public static void End(OfWriter writer, int start)
    {
        writer.Patch16(start + 2, (ushort)(writer.Length - start));
        writer.Pad(0);
    }

    public static void Put(OfWriter writer, ulong type, ReadOnlySpan<byte> value)
    {
        var start = Begin(writer, type);
        writer.Put(value);
        End(writer, start);
    }

    public static void PutFlag(OfWriter writer, ulong type) => Put(writer, type, default);

    public static void Put8(OfWriter writer, ulong type, byte value)
    {
        var start = Begin(writer, type);
        writer.Put8(value);
        End(writer, start);
    }

    public static void Put16(OfWriter writer, ulong type, ushort value)
    {
        var start = Begin(writer, type);
        writer.Put16(value);
        if (type >> 32 == 0)
        {
            writer.PutZeros(2);
        }

        End(writer, start);
    }

    public static void Put32(OfWriter writer, ulong type, uint value)
    {
        var start = Begin(writer, type);
        writer.Put32(value);
        End(writer, start);
    }

    public static void Put64(OfWriter writer, ulong type, ulong value)
    {
        var start = Begin(writer, type);
        writer.PutZeros(4);
        writer.Put64(value);
        End(writer, start);
    }

    public static void Put128(OfWriter writer, ulong type, UInt128 value)
    {
        var start = Begin(writer, type);
        writer.Put64((ulong)(value >> 64));
        writer.Put64((ulong)value);
        End(writer, start);
    }

    public static void PutNested(OfWriter writer, ulong type, ReadOnlySpan<byte> nested)
    {
        var start = BeginNested(writer, type);
        writer.Put(nested);
        End(writer, start);
    }

    /// <summary>A property whose value is a list of headers, one for each bit.</summary>
    public static void PutBitmap(OfWriter writer, ulong type, ulong bits)
    {
        var start = Begin(writer, type);
        for (; bits != 0; bits &= bits - 1)
        {
            Begin(writer, (ulong)System.Numerics.BitOperations.TrailingZeroCount(bits));
        }

        End(writer, start);
    }
}
