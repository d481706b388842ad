using System.Globalization;

namespace Ovs.Datapath.Interface;

/// <summary>A port's number in the datapath; OpenFlow numbers the same ports differently (`OfPort`).</summary>
public readonly record struct DpPort(uint Number)
{
    /// <summary>The port of the datapath's own internal device.</summary>
    public static readonly DpPort Local = new(0);

    /// <summary>No port.</summary>
    public static readonly DpPort None = new(uint.MaxValue);

    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}
