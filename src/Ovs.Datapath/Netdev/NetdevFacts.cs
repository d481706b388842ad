using Ovs.Flow.Key;

namespace Ovs.Datapath.Netdev;

/// <summary>Whether a link sends and receives at the same time.</summary>
public enum Duplex
{
    Unknown,
    Half,
    Full,
}

/// <summary>What is known of a device at one moment.</summary>
public sealed record NetdevFacts
{
    /// <summary>The facts of a device that is not there.</summary>
    public static NetdevFacts Missing { get; } = new();

    /// <summary>False if the device vanished; all else then has no meaning.</summary>
    public bool Exists { get; init; }

    public int IfIndex { get; init; }

    public bool IsLoopback { get; init; }

    public EthAddress Mac { get; init; }

    public int Mtu { get; init; }

    /// <summary>Administratively up (IFF_UP).</summary>
    public bool IsAdminUp { get; init; }

    /// <summary>Has carrier (IFF_RUNNING): Interface.link_state.</summary>
    public bool HasCarrier { get; init; }

    /// <summary>How often carrier was gained or lost while we watched.</summary>
    public long CarrierResets { get; init; }

    /// <summary>Bits per second, 0 if unknown.</summary>
    public long SpeedBitsPerSecond { get; init; }

    public Duplex Duplex { get; init; }

    /// <summary>Kernel driver, empty if unknown: Interface.status:driver_name.</summary>
    public string DriverName { get; init; } = "";

    public string DriverVersion { get; init; } = "";

    public string FirmwareVersion { get; init; } = "";
}
