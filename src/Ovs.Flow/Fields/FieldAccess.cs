using System;
using System.Runtime.CompilerServices;
using Ovs.Flow.Key;

namespace Ovs.Flow.Fields;

/// <summary>Reads and writes fields of <see cref="FlowFields"/> by row, as numbers of the wire; tunnel options are elsewhere
/// and read as zero.</summary>
public static class FieldAccess
{
    /// <summary>The field's value, or, of a mask, the bits that matter.</summary>
    public static UInt128 Get(FieldRow field, in FlowFields fields)
    {
        var stored = Load(field.Place, in fields) & field.CoveredBits;
        if (field.Id is FieldId.DlVlan or FieldId.DlVlanPcp or FieldId.VlanPcp or FieldId.IpTos)
        {
            return (stored >> field.Place.Shift) & field.ValidBits;
        }

        return field.Format == FieldFormat.Port32
            ? new OfPort((ushort)stored).ToWire32()
            : stored >> field.Place.Shift;
    }

    /// <summary>True if a mask looks at no bit of the field.</summary>
    public static bool IsWild(FieldRow field, in FlowFields mask) => (Load(field.Place, in mask) & field.CoveredBits) == 0;

    /// <summary>Makes the field's bits in <paramref name="fields"/> equal to those of <paramref name="value"/>.</summary>
    public static void Set(FieldRow field, ref FlowFields fields, UInt128 value)
    {
        var place = field.Place;
        if (field.Format == FieldFormat.Port32)
        {
            _ = OfPort.TryFromWire32((uint)value, out var port);
            value = port.Number;
        }

        var kept = Load(place, in fields) & ~field.CoveredBits;
        Store(place, ref fields, kept | ((value << place.Shift) & field.CoveredBits));
    }

    private static UInt128 Load(FieldPlace place, in FlowFields fields)
    {
        ref var at = ref Unsafe.AddByteOffset(
            ref Unsafe.As<FlowFields, byte>(ref Unsafe.AsRef(in fields)), place.Offset);
        switch (place.Storage)
        {
            case FieldStorage.Byte:
                return at;
            case FieldStorage.UInt16:
                return Unsafe.As<byte, ushort>(ref at);
            case FieldStorage.UInt32:
                return Unsafe.As<byte, uint>(ref at);
            case FieldStorage.UInt64:
                return Unsafe.As<byte, ulong>(ref at);
            case FieldStorage.Ethernet:
                return Unsafe.As<byte, EthAddress>(ref at).ToUInt64();
            case FieldStorage.Wide:
                var wide = Unsafe.As<byte, Ipv6Address>(ref at);
                return new UInt128(wide.High, wide.Low);
            case FieldStorage.RegisterPair:
                return LoadPair(ref at);
            case FieldStorage.RegisterQuad:
                return new UInt128(LoadPair(ref at), LoadPair(ref Unsafe.AddByteOffset(ref at, sizeof(ulong))));
            default:
                return 0;
        }
    }

    private static void Store(FieldPlace place, ref FlowFields fields, UInt128 value)
    {
        ref var at = ref Unsafe.AddByteOffset(ref Unsafe.As<FlowFields, byte>(ref fields), place.Offset);
        switch (place.Storage)
        {
            case FieldStorage.Byte:
                at = (byte)value;
                break;
            case FieldStorage.UInt16:
                Unsafe.As<byte, ushort>(ref at) = (ushort)value;
                break;
            case FieldStorage.UInt32:
                Unsafe.As<byte, uint>(ref at) = (uint)value;
                break;
            case FieldStorage.UInt64:
                Unsafe.As<byte, ulong>(ref at) = (ulong)value;
                break;
            case FieldStorage.Ethernet:
                Unsafe.As<byte, EthAddress>(ref at) = new EthAddress((ulong)value);
                break;
            case FieldStorage.Wide:
                Unsafe.As<byte, Ipv6Address>(ref at) = new Ipv6Address((ulong)(value >> 64), (ulong)value);
                break;
            case FieldStorage.RegisterPair:
                StorePair(ref at, (ulong)value);
                break;
            case FieldStorage.RegisterQuad:
                StorePair(ref at, (ulong)(value >> 64));
                StorePair(ref Unsafe.AddByteOffset(ref at, sizeof(ulong)), (ulong)value);
                break;
            default:
                break;
        }
    }

    private static ulong LoadPair(ref byte at) =>
        ((ulong)Unsafe.As<byte, uint>(ref at) << 32) | Unsafe.As<byte, uint>(ref Unsafe.AddByteOffset(ref at, sizeof(uint)));

    private static void StorePair(ref byte at, ulong value)
    {
        Unsafe.As<byte, uint>(ref at) = (uint)(value >> 32);
        Unsafe.As<byte, uint>(ref Unsafe.AddByteOffset(ref at, sizeof(uint))) = (uint)value;
    }
}
