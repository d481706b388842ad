namespace Ovs.Flow.Headers;

/// <summary>IP protocol numbers the switch knows (IANA).</summary>
public static class IpProtocols
{
    public const byte HopByHop = 0;
    public const byte Icmp = 1;
    public const byte Igmp = 2;
    public const byte Tcp = 6;
    public const byte Udp = 17;
    public const byte Routing = 43;
    public const byte Fragment = 44;
    public const byte Authentication = 51;
    public const byte Icmpv6 = 58;
    public const byte DestinationOptions = 60;
    public const byte Sctp = 132;
}
