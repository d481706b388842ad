namespace Ovs.Flow.Fields;

/// <summary>What must be matched before a field may be (OpenFlow 1.5.1 7.2.3.8 and the original's manual).</summary>
public enum Prerequisite : byte
{
    None,
    Ethernet,
    Arp,
    VlanTag,
    Ipv4,
    Ipv6,
    AnyIp,
    Mpls,
    Nsh,
    TrackedConnection,
    Tcp,
    Udp,
    Sctp,
    Icmpv4,
    Icmpv6,
    NeighbourDiscovery,
    NeighbourSolicitation,
    NeighbourAdvertisement,
}
