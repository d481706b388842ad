namespace Ovs.Flow.Headers;

/// <summary>EtherTypes the switch knows (IEEE 802 numbers).</summary>
public static class EthTypes
{
    public const ushort Ipv4 = 0x0800;
    public const ushort Arp = 0x0806;
    public const ushort Rarp = 0x8035;
    public const ushort Vlan = 0x8100;
    public const ushort ServiceVlan = 0x88a8;
    public const ushort Ipv6 = 0x86dd;
    public const ushort Mpls = 0x8847;
    public const ushort MplsMulticast = 0x8848;
    public const ushort Lacp = 0x8809;
    public const ushort Lldp = 0x88cc;
    public const ushort Nsh = 0x894f;
    public const ushort Teb = 0x6558;

    /// <summary>The least number that is a type; below, the field is a length (IEEE 802.3 3.2.6).</summary>
    public const ushort Least = 0x0600;

    /// <summary>Stands for "no type" in flow keys: a frame with a length that is not SNAP over Ethernet.</summary>
    public const ushort None = 0x05ff;

    /// <summary>True for the types of 802.1Q and 802.1ad headers.</summary>
    public static bool IsVlan(ushort type) => type is Vlan or ServiceVlan;

    public static bool IsIp(ushort type) => type is Ipv4 or Ipv6;
}
