using System;

namespace Ovs.Flow.Fields;

/// <summary>Writes a field's value as text, in the field's own format.</summary>
public static class FieldPrinter
{
    public static void Append(TextBuffer text, FieldRow field, in FieldValue value, NameMap? ports) =>
        Append(text, field, in value, FieldValue.Exact(field), ports);

    /// <summary>Writes "value", "value/mask", or "ANY" if nothing matters.</summary>
    public static void Append(TextBuffer text, FieldRow field, in FieldValue value, in FieldValue mask, NameMap? ports)
    {
        if (mask.IsZero)
        {
            text.Append("ANY");
            return;
        }

        var isExact = mask.IsExact(field);
        switch (field.Format)
        {
            case FieldFormat.Port32 when isExact:
                _ = OfPort.TryFromWire32((uint)value.Number, out var port);
                PortText.Append(text, port, ports);
                break;
            case FieldFormat.Port when isExact:
                PortText.Append(text, new OfPort((ushort)value.Number), ports);
                break;
            case FieldFormat.ConnectionState:
                FlagText.Connection.AppendMasked(text, (uint)value.Number, (uint)mask.Number, FlagText.Connection.All);
                break;
            case FieldFormat.TunnelFlags:
                FlagText.Tunnel.AppendMasked(text, (uint)value.Number, (uint)mask.Number & FlagText.Tunnel.All, FlagText.Tunnel.All);
                break;
            case FieldFormat.TcpFlags:
                FlagText.Tcp.AppendMasked(text, (uint)value.Number, (uint)mask.Number & FlagText.Tcp.All, FlagText.Tcp.All);
                break;
            case FieldFormat.Ethernet:
                AddressText.AppendEthernet(text, (ulong)value.Number, (ulong)mask.Number);
                break;
            case FieldFormat.Ipv4:
                AddressText.AppendIpv4(text, (uint)value.Number, (uint)mask.Number);
                break;
            case FieldFormat.Ipv6:
                AddressText.AppendIpv6(text, value.Number, mask.Number);
                break;
            case FieldFormat.Fragment:
                text.Append(FragmentText.NameOf((Key.IpFrag)(byte)value.Number, (Key.IpFrag)(byte)mask.Number));
                break;
            case FieldFormat.PacketType:
                AppendPacketType(text, (uint)value.Number, (uint)mask.Number);
                break;
            default:
                AppendInteger(text, field, in value, in mask, isExact);
                break;
        }
    }

    /// <summary>"eth", or "packet_type=(namespace,type)".</summary>
    public static void AppendPacketType(TextBuffer text, uint value, uint mask)
    {
        if (value == 0 && mask == uint.MaxValue)
        {
            text.Append("eth");
            return;
        }

        text.Append("packet_type=(");
        AppendHalf(text, value >> 16, mask >> 16);
        text.Append(',');
        AppendHalf(text, value & 0xffff, mask & 0xffff);
        text.Append(')');
    }

    private static void AppendHalf(TextBuffer text, uint value, uint mask)
    {
        if (mask == 0)
        {
            text.Append('*');
            return;
        }

        _ = value > 9 ? text.Append("0x").Hex(value) : text.Decimal(value);
        if (mask != 0xffff)
        {
            text.Append("/0x").Hex(mask);
        }
    }

    private static void AppendInteger(TextBuffer text, FieldRow field, in FieldValue value, in FieldValue mask, bool isExact)
    {
        if (field.Format == FieldFormat.Hexadecimal)
        {
            AppendHex(text, in value);
        }
        else
        {
            text.Decimal((ulong)value.Number);
        }

        if (!isExact)
        {
            text.Append('/');
            AppendHex(text, in mask);
        }
    }

    private static void AppendHex(TextBuffer text, in FieldValue value)
    {
        _ = value.Option is null ? text.Hex0X(value.Number) : text.Hex0X(value.Option);
    }
}
