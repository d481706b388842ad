using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Flow.Match;

/// <summary>
/// What a flow matches, being built or taken apart: a value and a mask for everything in <see cref="FlowFields"/>, and
/// tunnel options. Bits that do not matter are zero in the value.
/// </summary>
/// <remarks>A match is about a kilobyte: codecs and parsers reuse one, and flows keep a <see cref="CompactMatch"/>.</remarks>
public sealed class FlowMatch
{
    private FlowFields _value;
    private FlowFields _mask;

    public ref FlowFields Value => ref _value;

    public ref FlowFields Mask => ref _mask;

    /// <summary>Tunnel options, by ascending index; usually none.</summary>
    public TunnelOptionMatch[] Options { get; set; } = [];

    /// <summary>How long options are by the switch's table; null takes the length of what is given.</summary>
    public TunnelOptionTable? OptionTable { get; set; }

    /// <summary>True if only Ethernet packets match, as in all of OpenFlow before 1.5.</summary>
    public bool IsEthernet => Mask.Key.PacketType == uint.MaxValue && Value.Key.PacketType == 0;

    /// <summary>The EtherType, or that of a packet without Ethernet header; only if it is matched does it say anything.</summary>
    public ushort EthType => EthTypeOf(in Value);

    /// <summary>Which protocols can carry a match on these bits of a field.</summary>
    public static FieldSupport SupportOf(FieldRow field, in FieldValue mask)
    {
        if (mask.IsExact(field))
        {
            return field.Exact;
        }

        if (mask.IsZero && !field.IsVariableLength)
        {
            return FieldSupport.OpenFlow10;
        }

        if (field.Prefix == field.Bitwise)
        {
            return field.Prefix;
        }

        var wild = ~(uint)mask.Number;
        return (wild & (wild + 1)) == 0 ? field.Prefix : field.Bitwise;
    }

    /// <summary>The EtherType of fields: of the frame, or of the packet type's namespace 1.</summary>
    public static ushort EthTypeOf(in FlowFields fields)
    {
        var type = fields.Key.PacketType;
        return type == 0 ? fields.Key.EthType : type >> 16 == 1 ? (ushort)type : EthTypes.None;
    }

    /// <summary>Makes it match everything.</summary>
    public void Clear()
    {
        Value = default;
        Mask = default;
        Options = [];
        OptionTable = null;
    }

    public void CopyFrom(FlowMatch other)
    {
        Value = other.Value;
        Mask = other.Mask;
        Options = other.Options;
        OptionTable = other.OptionTable;
    }

    /// <summary>Matches a field exactly.</summary>
    public void SetExact(FieldId id, UInt128 value) => SetExact(FieldTable.Get(id), value);

    /// <summary>Matches a field; null or why it cannot.</summary>
    public string? Set(FieldRow field, in FieldValue value, in FieldValue mask)
    {
        if (field.IsVariableLength)
        {
            return SetOption(field, in value, in mask);
        }

        if (mask.Number == field.AllBits)
        {
            SetExact(field, value.Number);
        }
        else if (mask.Number == 0)
        {
            SetWild(field);
        }
        else if (field.IsMaskable)
        {
            SetMasked(field, value.Number, mask.Number);
        }

        return null;
    }

    /// <summary>True if the field is not looked at.</summary>
    public bool IsWild(FieldRow field) =>
        field.IsVariableLength ? FindOption(field.OptionIndex) is null : FieldAccess.IsWild(field, in Mask);

    /// <summary>The field's value, in the form of the wire.</summary>
    public FieldValue ValueOf(FieldRow field) =>
        field.IsVariableLength
            ? FindOption(field.OptionIndex) is { } option ? FieldValue.Read(field, option.Value) : FieldValue.Zero(field)
            : new(FieldAccess.Get(field, in Value));

    /// <summary>The field's mask, in the form of the wire.</summary>
    public FieldValue MaskOf(FieldRow field) =>
        field.IsVariableLength
            ? FindOption(field.OptionIndex) is { } option ? FieldValue.Read(field, option.Mask) : FieldValue.Zero(field)
            : new(FieldAccess.Get(field, in Mask));

    public TunnelOptionMatch? FindOption(int index)
    {
        foreach (var option in Options)
        {
            if (option.Index == index)
            {
                return option;
            }
        }

        return null;
    }

    /// <summary>Fields of Ethernet and above need a packet that is Ethernet, unless something else was said.</summary>
    public void AddEthernetPrerequisite(FieldRow field)
    {
        if (field.Prerequisite != Prerequisite.None)
        {
            SetDefaultPacketType();
        }
    }

    public void SetDefaultPacketType()
    {
        if (Mask.Key.PacketType == 0)
        {
            Value.Key.PacketType = 0;
            Mask.Key.PacketType = uint.MaxValue;
        }
    }

    public void SetEthType(ushort type)
    {
        Value.Key.EthType = type;
        Mask.Key.EthType = ushort.MaxValue;
    }

    public void SetIpProto(byte protocol)
    {
        Value.Key.IpProto = protocol;
        Mask.Key.IpProto = byte.MaxValue;
    }

    public void SetVlanTci(ushort value, ushort mask)
    {
        Value.Key.Vlan0 = Value.Key.Vlan0 with { Tci = (ushort)(value & mask) };
        Mask.Key.Vlan0 = Mask.Key.Vlan0 with { Tci = mask };
    }

    public bool MatchesSame(FlowMatch other) =>
        Mask == other.Mask && Value == other.Value && Options.AsSpan().SequenceEqual(other.Options);

    private void SetExact(FieldRow field, UInt128 value)
    {
        switch (field.Id)
        {
            case FieldId.DlVlan when value == 0xffff:
                SetVlanTci(0, 0xffff);
                return;
            case FieldId.DlVlan:
                value = (value & VlanTag.VidMask) | VlanTag.Present;
                break;
            case FieldId.DlVlanPcp or FieldId.VlanPcp:
                SetVlanBits((ushort)((ushort)((value & 7) << VlanTag.PcpShift) | VlanTag.Present), VlanTag.PcpMask | VlanTag.Present);
                return;
            default:
                break;
        }

        FieldAccess.Set(field, ref Value, value);
        FieldAccess.Set(field, ref Mask, UInt128.MaxValue);
    }

    private void SetVlanBits(ushort value, ushort mask)
    {
        var tci = (ushort)((Value.Key.Vlan0.Tci & ~mask) | value);
        Value.Key.Vlan0 = Value.Key.Vlan0 with { Tci = tci };
        Mask.Key.Vlan0 = Mask.Key.Vlan0 with { Tci = (ushort)(Mask.Key.Vlan0.Tci | mask) };
    }

    private void SetMasked(FieldRow field, UInt128 value, UInt128 mask)
    {
        FieldAccess.Set(field, ref Value, value & mask);
        FieldAccess.Set(field, ref Mask, mask);
    }

    private void SetWild(FieldRow field)
    {
        switch (field.Id)
        {
            case FieldId.DlVlan or FieldId.VlanVid:
                // What remains of the tag is the priority, if that is matched; then the tag must still be there.
                if ((Mask.Key.Vlan0.Tci & VlanTag.PcpMask) != 0)
                {
                    FieldAccess.Set(FieldTable.Get(FieldId.VlanVid), ref Value, (ushort)(Value.Key.Vlan0.Tci & VlanTag.Present));
                    FieldAccess.Set(FieldTable.Get(FieldId.VlanVid), ref Mask, (ushort)(Mask.Key.Vlan0.Tci & VlanTag.Present));
                }
                else
                {
                    SetVlanTci(0, 0);
                }

                break;
            case FieldId.DlVlanPcp or FieldId.VlanPcp:
                if ((Mask.Key.Vlan0.Tci & VlanTag.VidMask) != 0)
                {
                    FieldAccess.Set(field, ref Value, 0);
                    FieldAccess.Set(field, ref Mask, 0);
                }
                else
                {
                    SetVlanTci(0, 0);
                }

                break;
            default:
                FieldAccess.Set(field, ref Value, 0);
                FieldAccess.Set(field, ref Mask, 0);
                break;
        }
    }

    private string? SetOption(FieldRow field, in FieldValue value, in FieldValue mask)
    {
        var index = field.OptionIndex;
        var isMasked = !mask.IsExact(field);
        var length = isMasked
            ? Math.Max(value.SignificantBytes(field), mask.SignificantBytes(field))
            : value.SignificantBytes(field);
        if (OptionTable is not null)
        {
            if (!OptionTable.IsMapped(index))
            {
                return null;
            }

            length = OptionTable[index].LengthBytes;
            isMasked = mask.Option.AsSpan(field.Bytes - length).ContainsAnyExcept((byte)0xff);
        }
        else
        {
            var used = length;
            foreach (var option in Options)
            {
                used += option.Value.Length;
            }

            if (used > TunnelOptionTable.TotalBytes)
            {
                return $"field {field.Name} exceeds maximum size for tunnel metadata (used {used}, max " +
                    $"{TunnelOptionTable.TotalBytes})";
            }

            if (FindOption(index) is not null)
            {
                return $"field {field.Name} set multiple times";
            }
        }

        var valueBytes = new byte[length];
        var maskBytes = new byte[length];
        value.Write(valueBytes);
        mask.Write(maskBytes);
        for (var i = 0; i < length; i++)
        {
            valueBytes[i] &= maskBytes[i];
        }

        AddOption(new TunnelOptionMatch(index, valueBytes, maskBytes, isMasked));
        return null;
    }

    private void AddOption(TunnelOptionMatch added)
    {
        var options = new TunnelOptionMatch[Options.Length + 1];
        var at = 0;
        while (at < Options.Length && Options[at].Index < added.Index)
        {
            at++;
        }

        if (at < Options.Length && Options[at].Index == added.Index)
        {
            Options = [.. Options.AsSpan(0, at), added, .. Options.AsSpan(at + 1)];
            return;
        }

        Options.AsSpan(0, at).CopyTo(options);
        options[at] = added;
        Options.AsSpan(at).CopyTo(options.AsSpan(at + 1));
        Options = options;
    }
}
