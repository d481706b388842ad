namespace Ovs.Native.Netlink;

/// <summary>A network device as rtnetlink(7) describes it.</summary>
public sealed record LinkInfo
{
    public required string Name { get; init; }

    public required int IfIndex { get; init; }

    public LinkFlags Flags { get; init; }

    /// <summary>Link layer address, empty if the device has none.</summary>
    public byte[] Address { get; init; } = [];

    public int Mtu { get; init; }

    /// <summary>Kind of a virtual device, such as "veth" or "tun"; empty for others.</summary>
    public string Kind { get; init; } = "";

    /// <summary>How often carrier came or went since the device exists.</summary>
    public uint CarrierChanges { get; init; }

    /// <summary>Counters; null if the message carried none.</summary>
    public LinkCounters? Counters { get; init; }
}
