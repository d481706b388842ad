using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Ovs.Flow.Key;

/// <summary>A 48-bit Ethernet address (or a mask of one), kept in the order of the wire so that it can be copied to and
/// from packets as it is.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 2, Size = SizeBytes)]
public readonly struct EthAddress : IEquatable<EthAddress>
{
    public const int SizeBytes = 6;

    private readonly ushort _first;
    private readonly ushort _second;
    private readonly ushort _third;

    /// <summary>Takes the low 48 bits of <paramref name="value"/>: 0x0050_5600_0001 is 00:50:56:00:00:01.</summary>
    public EthAddress(ulong value)
    {
        _first = BinaryPrimitives.ReverseEndianness((ushort)(value >> 32));
        _second = BinaryPrimitives.ReverseEndianness((ushort)(value >> 16));
        _third = BinaryPrimitives.ReverseEndianness((ushort)value);
    }

    /// <summary>Takes the first six bytes of <paramref name="bytes"/>.</summary>
    public EthAddress(ReadOnlySpan<byte> bytes) => this = MemoryMarshal.Read<EthAddress>(bytes);

    /// <summary>ff:ff:ff:ff:ff:ff: the broadcast address, and the mask that looks at every bit.</summary>
    public static EthAddress Broadcast => new(0xffff_ffff_ffff);

    public bool IsZero => (_first | _second | _third) == 0;

    public bool IsBroadcast => (_first & _second & _third) == 0xffff;

    /// <summary>True for group addresses, broadcast included (IEEE 802: the first bit on the wire).</summary>
    public bool IsMulticast => (_first & 1) != 0;

    /// <summary>True for addresses that no vendor assigned (IEEE 802 8.4: the second bit on the wire).</summary>
    public bool IsLocal => (_first & 2) != 0;

    /// <summary>True for addresses of protocols between neighbours, which bridges do not forward: 01:80:c2:00:00:0x (IEEE
    /// 802.1D table 7-10) and those of vendors' discovery, spanning-tree and fault protocols.</summary>
    public bool IsReserved
    {
        get
        {
            var value = ToUInt64();
            return (value & 0xffff_ffff_fff0) == 0x0180_c200_0000 || value switch
            {
                0x00e0_2b00_0000 or 0x00e0_2b00_0004 or 0x00e0_2b00_0006 => true, // Extreme EDP, EAPS.
                0x0100_0c00_0000 or 0x0100_0ccc_cccc or 0x0100_0ccc_cccd or 0x0100_0ccd_cdcd => true, // Cisco ISL, CDP, STP.
                >= 0x0100_0ccc_ccc0 and <= 0x0100_0ccc_ccc7 => true, // Cisco fault management.
                _ => false,
            };
        }
    }

    public static bool operator ==(EthAddress left, EthAddress right) => left.Equals(right);

    public static bool operator !=(EthAddress left, EthAddress right) => !left.Equals(right);

    public static EthAddress operator &(EthAddress left, EthAddress right) => new(left.ToUInt64() & right.ToUInt64());

    public static EthAddress operator |(EthAddress left, EthAddress right) => new(left.ToUInt64() | right.ToUInt64());

    /// <summary>Parses "xx:xx:xx:xx:xx:xx", one or two hexadecimal digits in each of six groups.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out EthAddress address)
    {
        address = default;
        var value = 0UL;
        var groups = 0;
        foreach (var range in text.Split(':'))
        {
            var group = text[range];
            if (++groups > SizeBytes || group.Length is 0 or > 2
                || !byte.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
            {
                return false;
            }

            value = (value << 8) | octet;
        }

        address = new EthAddress(value);
        return groups == SizeBytes;
    }

    /// <summary>The address as a number whose most significant byte is the first on the wire.</summary>
    public ulong ToUInt64() =>
        ((ulong)BinaryPrimitives.ReverseEndianness(_first) << 32)
        | ((ulong)BinaryPrimitives.ReverseEndianness(_second) << 16)
        | BinaryPrimitives.ReverseEndianness(_third);

    public void WriteTo(Span<byte> bytes) => MemoryMarshal.Write(bytes, in this);

    public bool Equals(EthAddress other) =>
        ((_first ^ other._first) | (_second ^ other._second) | (_third ^ other._third)) == 0;

    public override bool Equals(object? obj) => obj is EthAddress other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_first, _second, _third);

    public override string ToString()
    {
        var value = ToUInt64();
        return string.Create(17, value, static (text, number) =>
        {
            for (var i = 0; i < SizeBytes; i++)
            {
                var octet = (byte)(number >> (40 - (8 * i)));
                _ = octet.TryFormat(text[(3 * i)..], out _, "x2", CultureInfo.InvariantCulture);
                if (i < SizeBytes - 1)
                {
                    text[(3 * i) + 2] = ':';
                }
            }
        });
    }
}
