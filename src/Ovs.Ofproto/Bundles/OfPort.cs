using System.Globalization;

namespace Ovs.Ofproto.Bundles;

/// <summary>A port's OpenFlow number within its bridge; the datapath numbers the same ports differently (`DpPort`).</summary>
public readonly record struct OfPort(ushort Number)
{
    /// <summary>The bridge's own internal port (OpenFlow 1.0 OFPP_LOCAL).</summary>
    public static readonly OfPort Local = new(0xfffe);

    /// <summary>No port (OpenFlow 1.0 OFPP_NONE).</summary>
    public static readonly OfPort None = new(0xffff);

    /// <summary>One past the last number that a port may have (OpenFlow 1.0 OFPP_MAX).</summary>
    public const ushort Limit = 0xff00;

    public override string ToString() =>
        this == Local ? "LOCAL" : Number.ToString(CultureInfo.InvariantCulture);
}
