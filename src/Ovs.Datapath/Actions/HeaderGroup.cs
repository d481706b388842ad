namespace Ovs.Datapath.Actions;

/// <summary>The headers that a set action can change; the values are those of enum ovs_key_attr (linux/openvswitch.h).</summary>
public enum HeaderGroup : byte
{
    Priority = 2,
    Ethernet = 4,
    Ipv4 = 7,
    Ipv6 = 8,
    Tcp = 9,
    Udp = 10,
    Icmp = 11,
    Icmpv6 = 12,
    Arp = 13,
    Mark = 15,
    Sctp = 17,
}
