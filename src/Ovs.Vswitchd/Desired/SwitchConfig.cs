using System.Collections.Generic;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;

namespace Ovs.Vswitchd.Desired;

/// <summary>What the database wants of the switch, read out of the rows into plain values.</summary>
internal sealed record SwitchConfig(IReadOnlyList<BridgeConfig> Bridges)
{
    public static SwitchConfig Empty { get; } = new([]);

    public int MaxIdleMs { get; init; }

    public int MaxRevalidatorMs { get; init; }

    public int FlowLimit { get; init; }

    public int StatisticsIntervalMs { get; init; }

    public int VlanLimit { get; init; }
}

/// <summary>A Bridge row.</summary>
internal sealed record BridgeConfig(string Name, string DatapathType, IReadOnlyList<PortConfig> Ports)
{
    public VlanSet FloodVlans { get; init; } = VlanSet.None;

    public int MacAgingSeconds { get; init; }

    public int MacTableSize { get; init; }

    public bool ForwardsBpdus { get; init; }

    /// <summary>False for fail_mode "secure": without a controller such a bridge has no flows.</summary>
    public bool IsStandalone { get; init; } = true;

    /// <summary>The address of the bridge's own port as long as no other port lends it one; the same at every start.</summary>
    public EthAddress DefaultMac { get; init; }

    /// <summary>other_config:hwaddr.</summary>
    public EthAddress? Mac { get; init; }

    /// <summary>other_config:datapath-id, 16 hexadecimal digits.</summary>
    public string? DatapathId { get; init; }
}

/// <summary>A Port row: a bundle of interfaces.</summary>
internal sealed record PortConfig(string Name, BundleSettings Settings, IReadOnlyList<InterfaceConfig> Interfaces)
{
    /// <summary>Port.mac: what the bridge may take for its own address in place of the interface's.</summary>
    public EthAddress? Mac { get; init; }
}

/// <summary>An Interface row.</summary>
internal sealed record InterfaceConfig(string Name, string Type)
{
    public ushort? OfPortRequest { get; init; }

    /// <summary>The number it had before the switch was started again.</summary>
    public ushort? PreviousOfPort { get; init; }

    public int? MtuRequest { get; init; }

    public EthAddress? Mac { get; init; }
}
