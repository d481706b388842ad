using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Key;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Text;

/// <summary>Reads single arguments of flows and actions; null or the original's error text.</summary>
public static class ArgumentText
{
    private static readonly LogModule s_tableLog = LogModule.Define("ofp_table");

    /// <summary>A decimal, octal or hexadecimal number of 8 bits; <paramref name="name"/> says what it is.</summary>
    public static string? ToByte(ReadOnlySpan<char> text, string name, out byte value)
    {
        var ok = NumberText.TryInt32(text, 0, out var number) && number is >= 0 and <= byte.MaxValue;
        value = ok ? (byte)number : (byte)0;
        return ok ? null : $"invalid {name} \"{text}\"";
    }

    public static string? ToUInt16(ReadOnlySpan<char> text, string? name, out ushort value)
    {
        var ok = NumberText.TryInt32(text, 0, out var number) && number is >= 0 and <= ushort.MaxValue;
        value = ok ? (ushort)number : (ushort)0;
        return ok ? null : $"invalid {name ?? "(null)"} \"{text}\"";
    }

    public static string? ToUInt32(ReadOnlySpan<char> text, out uint value)
    {
        value = 0;
        if (text.IsEmpty)
        {
            return "missing required numeric argument";
        }

        if (!NumberText.TryUInt64(text, 0, out var number) || number > uint.MaxValue)
        {
            return $"invalid numeric format {text}";
        }

        value = (uint)number;
        return null;
    }

    public static string? ToUInt64(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        return text.IsEmpty ? "missing required numeric argument"
            : NumberText.TryUInt64(text, 0, out value) ? null
            : $"invalid numeric format {text}";
    }

    /// <summary>An Ethernet address at the front; what follows is not looked at, as in the original.</summary>
    public static string? ToEthernet(ReadOnlySpan<char> text, out EthAddress address)
    {
        var scanner = new TextScanner(text);
        var ok = scanner.TakeEthernet(out var number);
        address = new EthAddress(number);
        return ok ? null : $"invalid mac address {text}";
    }

    public static string? ToIpv4(ReadOnlySpan<char> text, out uint address) =>
        Ipv6Text.TryParseIpv4(text, out address) ? null : $"{text}: could not convert to IP address";

    /// <summary>A table's number or name.</summary>
    public static bool TryTable(ReadOnlySpan<char> text, NameMap? names, out byte table)
    {
        table = 0;
        if (text.Length > 0 && text[0] == '-')
        {
            s_tableLog.Warn($"Negative value {text.ToString()} is not a valid table number.");
            return false;
        }

        if (NumberText.TryUInt32(text, 10, out var number))
        {
            if (number > byte.MaxValue)
            {
                s_tableLog.Warn($"table {number} is outside the supported range 0 through 255");
                return false;
            }

            table = (byte)number;
            return true;
        }

        if (names is null || !names.TryFind(text, out number) || number == byte.MaxValue)
        {
            return false;
        }

        table = (byte)number;
        return true;
    }

    public static void AppendTable(TextBuffer text, byte table, NameMap? names)
    {
        if (names?.NameOf(table) is { } name)
        {
            NameMap.AppendName(text, name);
        }
        else
        {
            text.Decimal(table);
        }
    }

    /// <summary>C's atoi: what is no number is 0.</summary>
    public static int AtoI(ReadOnlySpan<char> text)
    {
        _ = NumberText.ReadUInt64(text, 10, out var value, out _);
        return unchecked((int)value);
    }

    /// <summary>Pairs of hexadecimal digits, with blanks or dots between; gives what is left at the first that is none.</summary>
    public static ReadOnlySpan<char> TakeHex(ReadOnlySpan<char> text, Wire.OfWriter bytes)
    {
        while (true)
        {
            text = text.TrimStart(" .\t\r\n");
            if (text.Length < 2 || TextScanner.Digit(text[0]) < 0 || TextScanner.Digit(text[1]) < 0)
            {
                return text;
            }

            bytes.Put8((byte)((TextScanner.Digit(text[0]) << 4) | TextScanner.Digit(text[1])));
            text = text[2..];
        }
    }

    /// <summary>Bytes as pairs of digits with dots between: "00.11.22".</summary>
    public static void AppendDotted(TextBuffer text, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            text.Append(i > 0 ? "." : "").Hex(bytes[i], 2);
        }
    }
}
