using System;

namespace Ovs.Flow.Fields;

/// <summary>Reads a field's value from text, in the field's own format.</summary>
public static class FieldParser
{
    /// <summary>Reads "value" or "value/mask"; null or the error's text.</summary>
    /// <param name="ports">Names of ports, or null if only numbers and reserved names are known.</param>
    public static string? Parse(
        FieldRow field, ReadOnlySpan<char> text, NameMap? ports, out FieldValue value, out FieldValue mask)
    {
        if (text is "*")
        {
            value = FieldValue.Zero(field);
            mask = FieldValue.Zero(field);
            return null;
        }

        mask = FieldValue.Exact(field);
        var error = field.Format switch
        {
            FieldFormat.Decimal or FieldFormat.Hexadecimal => ParseInteger(field, text, out value, ref mask),
            FieldFormat.ConnectionState => ParseFlags(FlagText.Connection, field, text, out value, out mask),
            FieldFormat.TcpFlags => ParseFlags(FlagText.Tcp, field, text, out value, out mask),
            FieldFormat.TunnelFlags => ParseFlags(FlagText.Tunnel, field, text, out value, out mask),
            FieldFormat.Ethernet => ParseEthernet(text, out value, ref mask),
            FieldFormat.Ipv4 => ParseIpv4(text, out value, out mask),
            FieldFormat.Ipv6 => ParseIpv6(text, out value, out mask),
            FieldFormat.Fragment => FragmentText.Parse(text, out value, out mask),
            FieldFormat.PacketType => ParsePacketType(text, out value),
            _ => ParsePort(field, text, ports, out value),
        };
        if (error is null && !IsMaskValid(field, in mask))
        {
            error = $"{text}: invalid mask for field {field.Name}";
        }

        return error;
    }

    /// <summary>Reads a value without mask.</summary>
    public static string? ParseValue(FieldRow field, ReadOnlySpan<char> text, NameMap? ports, out FieldValue value)
    {
        var error = Parse(field, text, ports, out value, out var mask);
        return error ?? (mask.IsExact(field) ? null : $"{text}: wildcards not allowed here");
    }

    /// <summary>False for a mask in between on a field that is matched as a whole or not at all.</summary>
    public static bool IsMaskValid(FieldRow field, in FieldValue mask) =>
        field.IsMaskable || mask.IsZero || mask.IsExact(field);

    private static string? ParseInteger(FieldRow field, ReadOnlySpan<char> text, out FieldValue value, ref FieldValue mask)
    {
        Span<byte> bytes = stackalloc byte[field.Bytes];
        var what = "value";
        var error = NumberText.ReadBytes(text, bytes, out var length);
        value = default;
        if (error == NumberError.None && (length == text.Length || text[length] == '/'))
        {
            value = FieldValue.Read(field, bytes);
            if (length == text.Length)
            {
                return null;
            }

            what = "mask";
            var maskText = text[(length + 1)..];
            error = NumberText.ReadBytes(maskText, bytes, out length);
            if (error == NumberError.None && length == maskText.Length)
            {
                mask = FieldValue.Read(field, bytes);
                return null;
            }
        }

        return error == NumberError.Range
            ? $"{text}: {what} too large for {field.Bytes}-byte field {field.Name}"
            : $"{text}: bad syntax for {field.Name} {what}";
    }

    private static string? ParseFlags(
        FlagText flags, FieldRow field, ReadOnlySpan<char> text, out FieldValue value, out FieldValue mask)
    {
        var error = flags.Parse(text, out var set, out var looked);
        value = new(set);
        mask = new(looked & field.AllBits);
        return error;
    }

    private static string? ParseEthernet(ReadOnlySpan<char> text, out FieldValue value, ref FieldValue mask)
    {
        var scanner = new TextScanner(text);
        var ok = scanner.TakeEthernet(out var address);
        value = new(address);
        if (ok && scanner.Take('/'))
        {
            ok = scanner.TakeEthernet(out var looked);
            mask = new(looked);
        }

        return ok && scanner.IsAtEnd ? null : $"{text}: invalid Ethernet address";
    }

    private static string? ParseIpv4(ReadOnlySpan<char> text, out FieldValue value, out FieldValue mask)
    {
        var scanner = new TextScanner(text);
        var error = AddressText.ParseIpv4(ref scanner, text, out var address, out var looked);
        value = new(address);
        mask = new(looked);
        return error ?? (scanner.IsAtEnd ? null : $"{text}: invalid IP address");
    }

    private static string? ParseIpv6(ReadOnlySpan<char> text, out FieldValue value, out FieldValue mask)
    {
        var scanner = new TextScanner(text);
        var error = AddressText.ParseIpv6(ref scanner, text, out var address, out var looked);
        value = new(address);
        mask = new(looked);
        return error ?? (scanner.IsAtEnd ? null : $"{text}: invalid IPv6 address");
    }

    private static string? ParsePort(FieldRow field, ReadOnlySpan<char> text, NameMap? ports, out FieldValue value)
    {
        var ok = PortText.TryParse(text, ports, out var port);
        if (field.Format == FieldFormat.Port)
        {
            value = new(port.Number);
            return ok ? null : $"{text}: invalid or unknown port for {field.Name}";
        }

        value = new(port.ToWire32());
        return ok ? null : $"{text}: port value out of range for {field.Name}";
    }

    private static string? ParsePacketType(ReadOnlySpan<char> text, out FieldValue value)
    {
        value = default;
        var what = "missing '('";
        if (text.Length > 0 && text[0] == '(')
        {
            what = "ns";
            var rest = text[1..];
            Span<byte> bytes = stackalloc byte[4];
            if (NumberText.ReadBytes(rest, bytes[..2], out var length) == NumberError.None)
            {
                what = "missing ','";
                if (length < rest.Length && rest[length] == ',')
                {
                    rest = rest[(length + 1)..];
                    what = "ns_type";
                    if (NumberText.ReadBytes(rest, bytes[2..], out length) == NumberError.None)
                    {
                        value = new(FieldValue.ReadNumber(bytes));
                        what = length < rest.Length && rest[length] == ')' ? null : "missing ')'";
                    }
                }
            }
        }

        if (what is null)
        {
            return null;
        }

        // The original's message shows what was left when it stopped.
        return $"{RestOf(text, what)}: bad syntax for packet type {what}";
    }

    private static ReadOnlySpan<char> RestOf(ReadOnlySpan<char> text, string what)
    {
        if (what == "missing '('")
        {
            return text;
        }

        var comma = text.IndexOf(',');
        return what is "ns_type" or "missing ')'" && comma >= 0 ? text[(comma + 1)..] : text[1..];
    }
}
