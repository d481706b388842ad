using System;
using System.Globalization;

namespace Ovs.Flow.Fields;

/// <summary>A port's OpenFlow number within its bridge; the datapath numbers the same ports differently (`DpPort`).</summary>
/// <remarks>Always the 16-bit form of OpenFlow 1.0; later versions have 32 bits on the wire, of which the reserved numbers
/// are the same with the upper half filled (<see cref="ToWire32"/>).</remarks>
public readonly record struct OfPort(ushort Number) : ISpanFormattable
{
    /// <summary>One past the last number that a port may have (OpenFlow 1.0 OFPP_MAX).</summary>
    public const ushort Limit = 0xff00;

    public static readonly OfPort Unset = new(0xfff7);
    public static readonly OfPort InPort = new(0xfff8);
    public static readonly OfPort Table = new(0xfff9);
    public static readonly OfPort Normal = new(0xfffa);
    public static readonly OfPort Flood = new(0xfffb);
    public static readonly OfPort All = new(0xfffc);
    public static readonly OfPort Controller = new(0xfffd);

    /// <summary>The bridge's own internal port (OpenFlow 1.0 OFPP_LOCAL).</summary>
    public static readonly OfPort Local = new(0xfffe);

    /// <summary>No port (OpenFlow 1.0 OFPP_NONE), any port where one is chosen (OpenFlow 1.1 OFPP_ANY).</summary>
    public static readonly OfPort None = new(0xffff);

    private const uint WireOffset = 0xffff_0000;
    private const uint WireLimit = 0xffff_ff00;

    // OpenFlow 1.0 5.2.1, 1.1 A.2.1; 0xfff7 is the original's own.
    private static readonly (string Name, OfPort Port)[] s_reserved =
    [
        ("IN_PORT", InPort), ("TABLE", Table), ("NORMAL", Normal), ("FLOOD", Flood), ("ALL", All),
        ("CONTROLLER", Controller), ("LOCAL", Local), ("ANY", None), ("UNSET", Unset), ("NONE", None),
    ];

    /// <summary>The name of a reserved number, or null.</summary>
    public string? ReservedName
    {
        get
        {
            if (Number >= Unset.Number)
            {
                foreach (var (name, port) in s_reserved)
                {
                    if (port == this)
                    {
                        return name;
                    }
                }
            }

            return null;
        }
    }

    public bool IsReserved => Number >= Limit;

    /// <summary>Finds a reserved number by its name, in any case.</summary>
    public static bool TryFindReserved(ReadOnlySpan<char> name, out OfPort found)
    {
        foreach (var (reserved, port) in s_reserved)
        {
            if (name.Equals(reserved, StringComparison.OrdinalIgnoreCase))
            {
                found = port;
                return true;
            }
        }

        found = None;
        return false;
    }

    /// <summary>The number in 32 bits, as OpenFlow 1.1 and later send it.</summary>
    public uint ToWire32() => Number < Limit ? Number : Number + WireOffset;

    /// <summary>Takes the 32-bit form; false (and <see cref="None"/>) for numbers that no port can have.</summary>
    public static bool TryFromWire32(uint number, out OfPort port)
    {
        var ok = number is < Limit or >= WireLimit;
        port = ok ? new((ushort)number) : None;
        return ok;
    }

    public override string ToString() => ReservedName ?? Number.ToString(CultureInfo.InvariantCulture);

    public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

    public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
    {
        if (ReservedName is not { } name)
        {
            return Number.TryFormat(destination, out charsWritten, default, CultureInfo.InvariantCulture);
        }

        charsWritten = name.Length;
        return name.TryCopyTo(destination);
    }
}
