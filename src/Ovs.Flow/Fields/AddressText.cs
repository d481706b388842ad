using System;
using System.Numerics;
using Ovs.Flow.Key;

namespace Ovs.Flow.Fields;

/// <summary>Text of addresses with masks.</summary>
public static class AddressText
{
    private const int Ipv4Bits = 32;
    private const int Ipv6Bits = 128;

    /// <summary>"a.b.c.d", with "/bits" or "/mask" unless the mask is exact.</summary>
    public static void AppendIpv4(TextBuffer text, uint address, uint mask = uint.MaxValue)
    {
        AppendIpv4Address(text, address);
        if (mask != uint.MaxValue)
        {
            text.Append('/');
            if ((~mask & (~mask + 1)) == 0)
            {
                text.Decimal((ulong)BitOperations.PopCount(mask));
            }
            else
            {
                AppendIpv4Address(text, mask);
            }
        }
    }

    public static void AppendIpv6(TextBuffer text, UInt128 address)
    {
        Span<char> characters = stackalloc char[Ipv6Text.MaxLength];
        var length = Ipv6Text.Format(new Ipv6Address((ulong)(address >> 64), (ulong)address), characters);
        text.Append(characters[..length]);
    }

    public static void AppendIpv6(TextBuffer text, UInt128 address, UInt128 mask)
    {
        AppendIpv6(text, address);
        if (mask == UInt128.MaxValue)
        {
            return;
        }

        text.Append('/');
        if ((~mask & (~mask + 1)) == 0)
        {
            text.Decimal((ulong)UInt128.PopCount(mask));
        }
        else
        {
            AppendIpv6(text, mask);
        }
    }

    public static void AppendIpv6(TextBuffer text, Ipv6Address address, Ipv6Address mask) =>
        AppendIpv6(text, ToNumber(address), ToNumber(mask));

    public static void AppendEthernet(TextBuffer text, ulong address)
    {
        for (var shift = 40; shift >= 0; shift -= 8)
        {
            text.Hex((address >> shift) & 0xff, 2);
            if (shift > 0)
            {
                text.Append(':');
            }
        }
    }

    public static void AppendEthernet(TextBuffer text, ulong address, ulong mask)
    {
        AppendEthernet(text, address);
        if (mask != 0xffff_ffff_ffff)
        {
            text.Append('/');
            AppendEthernet(text, mask);
        }
    }

    /// <summary>Reads an address with an optional prefix length or mask from the front; null or the error's text.</summary>
    public static string? ParseIpv4(ref TextScanner scanner, ReadOnlySpan<char> whole, out uint address, out uint mask)
    {
        mask = uint.MaxValue;
        if (!scanner.TakeIpv4(out address))
        {
            return $"{whole}: invalid IP address";
        }

        var behindAddress = scanner;
        if (!scanner.Take('/'))
        {
            return null;
        }

        if (scanner.TakeIpv4(out mask))
        {
            return null;
        }

        if (scanner.TakeNumber(10, out var bits))
        {
            if ((int)bits is < 0 or > Ipv4Bits)
            {
                return $"{whole}: IPv4 network prefix bits not between 0 and 32, inclusive";
            }

            mask = bits == 0 ? 0 : uint.MaxValue << (int)(Ipv4Bits - bits);
            return null;
        }

        mask = uint.MaxValue;
        scanner = behindAddress;
        return null;
    }

    /// <summary>As <see cref="ParseIpv4"/>, for IPv6.</summary>
    public static string? ParseIpv6(ref TextScanner scanner, ReadOnlySpan<char> whole, out UInt128 address, out UInt128 mask)
    {
        mask = UInt128.MaxValue;
        scanner.SkipBlanks();
        if (!TakeIpv6(ref scanner, out address))
        {
            return $"{whole}: invalid IPv6 address";
        }

        var behindAddress = scanner;
        if (!scanner.Take('/'))
        {
            return null;
        }

        var behindSlash = scanner;
        if (scanner.TakeNumber(10, out var bits))
        {
            if ((int)bits is < 0 or > Ipv6Bits)
            {
                return $"{whole}: IPv6 network prefix bits not between 0 and 128, inclusive";
            }

            mask = bits == 0 ? 0 : UInt128.MaxValue << (int)(Ipv6Bits - bits);
            return null;
        }

        if (AddressLength(behindSlash.Rest) == 0)
        {
            scanner = behindAddress;
            return null;
        }

        return TakeIpv6(ref scanner, out mask) ? null : $"{whole}: Invalid IPv6 mask";
    }

    internal static UInt128 ToNumber(Ipv6Address address) => new(address.High, address.Low);

    private static bool TakeIpv6(ref TextScanner scanner, out UInt128 address)
    {
        var length = AddressLength(scanner.Rest);
        var ok = Ipv6Text.TryParse(scanner.Rest[..length], out var parsed);
        address = ToNumber(parsed);
        scanner.Skip(length);
        return ok;
    }

    // Characters that an address can have, at most 46 of them.
    private static int AddressLength(ReadOnlySpan<char> text)
    {
        var length = 0;
        while (length < Math.Min(text.Length, 46) && (TextScanner.Digit(text[length]) >= 0 || text[length] is ':' or '.'))
        {
            length++;
        }

        return length;
    }

    private static void AppendIpv4Address(TextBuffer text, uint address)
    {
        Span<char> characters = stackalloc char[16];
        text.Append(characters[..Ipv6Text.FormatIpv4(address, characters)]);
    }
}
