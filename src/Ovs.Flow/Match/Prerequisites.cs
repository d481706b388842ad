using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Flow.Match;

/// <summary>Whether a field may be looked at, given what is known of the packet.</summary>
public static class Prerequisites
{
    private const uint CtNew = 1;
    private const uint CtEstablished = 2;
    private const uint CtRelated = 4;
    private const uint CtReply = 8;
    private const uint CtInvalid = 0x10;
    private const uint CtTracked = 0x20;
    private const uint CtNat = 0xc0;

    /// <summary>True if <paramref name="match"/> makes sure that a packet has the field.</summary>
    public static bool Met(FieldRow field, FlowMatch match) => Met(field.Prerequisite, in match.Value, in match.Mask, isMatch: true);

    /// <summary>True if a packet with these fields has the field.</summary>
    public static bool Met(FieldRow field, in FlowFields packet) => Met(field.Prerequisite, in packet, in packet, isMatch: false);

    public static bool IsNeighbourDiscovery(in FlowFields fields) =>
        IsIcmpv6(in fields) && fields.Key.TpDst == 0 && fields.Key.TpSrc is 135 or 136;

    public static bool IsIcmpv4(in FlowFields fields) =>
        FlowMatch.EthTypeOf(in fields) == EthTypes.Ipv4 && fields.Key.IpProto == IpProtocols.Icmp;

    public static bool IsIcmpv6(in FlowFields fields) =>
        FlowMatch.EthTypeOf(in fields) == EthTypes.Ipv6 && fields.Key.IpProto == IpProtocols.Icmpv6;

    private static bool Met(Prerequisite prerequisite, in FlowFields fields, in FlowFields mask, bool isMatch)
    {
        var type = FlowMatch.EthTypeOf(in fields);
        return prerequisite switch
        {
            Prerequisite.None => true,
            Prerequisite.Ethernet => fields.Key.PacketType == 0,
            Prerequisite.Arp => type is EthTypes.Arp or EthTypes.Rarp,
            Prerequisite.Ipv4 => type == EthTypes.Ipv4,
            Prerequisite.Ipv6 => type == EthTypes.Ipv6,
            Prerequisite.VlanTag => fields.Key.PacketType == 0 && fields.Key.Vlan0.IsPresent,
            Prerequisite.Mpls => type is EthTypes.Mpls or EthTypes.MplsMulticast,
            Prerequisite.AnyIp => EthTypes.IsIp(type),
            Prerequisite.Nsh => type == EthTypes.Nsh,
            Prerequisite.TrackedConnection => IsTracked(fields.Key.CtState, mask.Key.CtState, isMatch),
            Prerequisite.Tcp => IsTransport(in fields, type, IpProtocols.Tcp),
            Prerequisite.Udp => IsTransport(in fields, type, IpProtocols.Udp),
            Prerequisite.Sctp => IsTransport(in fields, type, IpProtocols.Sctp),
            Prerequisite.Icmpv4 => IsIcmpv4(in fields),
            Prerequisite.Icmpv6 => IsIcmpv6(in fields),
            Prerequisite.NeighbourDiscovery => IsNeighbourDiscovery(in fields),
            Prerequisite.NeighbourSolicitation => IsNeighbourDiscovery(in fields) && fields.Key.TpSrc == 135,
            Prerequisite.NeighbourAdvertisement => IsNeighbourDiscovery(in fields) && fields.Key.TpSrc == 136,
            _ => false,
        };
    }

    private static bool IsTransport(in FlowFields fields, ushort type, byte protocol) =>
        EthTypes.IsIp(type) && fields.Key.IpProto == protocol && (fields.Key.IpFrag & IpFrag.Later) == 0;

    // A match must ask for a bit that only valid connections have, or for "tracked" and not "invalid".
    private static bool IsTracked(uint state, uint mask, bool isMatch) => isMatch
        ? (state & (CtNew | CtEstablished | CtRelated | CtReply | CtNat)) != 0
            || ((state & CtTracked) != 0 && (mask & CtInvalid) != 0 && (state & CtInvalid) == 0)
        : (state & (CtNew | CtEstablished | CtReply)) != 0;
}
