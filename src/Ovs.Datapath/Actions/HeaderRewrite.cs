using System;
using System.Buffers.Binary;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;

namespace Ovs.Datapath.Actions;

/// <summary>Writes fields of headers under a mask and keeps every checksum right, partial ones included.</summary>
/// <remarks>Needs the packet's offsets (set by <see cref="FlowExtractor"/>). A header that is not there is not written.</remarks>
internal static class HeaderRewrite
{
    public static void Apply(Packet packet, SetMasked set)
    {
        var value = set.Value;
        var mask = set.Mask.Bits;
        switch (set.Group)
        {
            case HeaderGroup.Ethernet:
                Ethernet(packet, in value, in mask);
                break;
            case HeaderGroup.Ipv4:
                Ipv4(packet, in value, in mask);
                break;
            case HeaderGroup.Ipv6:
                Ipv6(packet, in value, in mask);
                break;
            case HeaderGroup.Tcp or HeaderGroup.Udp or HeaderGroup.Sctp:
                Ports(packet, set.Group, in value, in mask);
                break;
            case HeaderGroup.Icmp or HeaderGroup.Icmpv6:
                Icmp(packet, in value, in mask);
                break;
            case HeaderGroup.Arp:
                Arp(packet, in value, in mask);
                break;
            case HeaderGroup.Priority:
                packet.SkbPriority = Merge(packet.SkbPriority, value.SkbPriority, mask.SkbPriority);
                break;
            case HeaderGroup.Mark:
                packet.PktMark = Merge(packet.PktMark, value.PktMark, mask.PktMark);
                break;
            default:
                break;
        }
    }

    private static void Ethernet(Packet packet, in FlowKey value, in FlowKey mask)
    {
        if (EthernetHeader.TryParse(packet.Data, out var header))
        {
            header.Source = Merge(header.Source, value.EthSrc, mask.EthSrc);
            header.Destination = Merge(header.Destination, value.EthDst, mask.EthDst);
        }
    }

    private static void Ipv4(Packet packet, in FlowKey value, in FlowKey mask)
    {
        if (packet.NetworkOffset == 0 || !Ipv4Header.TryParse(packet.Data[packet.NetworkOffset..], out var header))
        {
            return;
        }

        var source = Merge(header.Source, value.Ipv4Src, mask.Ipv4Src);
        var destination = Merge(header.Destination, value.Ipv4Dst, mask.Ipv4Dst);
        TransportChecksum(packet, header.Protocol, header.Source, source);
        TransportChecksum(packet, header.Protocol, header.Destination, destination);
        header.Source = source;
        header.Destination = destination;
        header.Tos = (byte)Merge(header.Tos, value.IpTos, mask.IpTos);
        header.Ttl = (byte)Merge(header.Ttl, value.IpTtl, mask.IpTtl);
        header.Checksum = 0;
        header.Checksum = Checksum.Of(header.Bytes);
    }

    private static void Ipv6(Packet packet, in FlowKey value, in FlowKey mask)
    {
        if (packet.NetworkOffset == 0 || !Ipv6Header.TryParse(packet.Data[packet.NetworkOffset..], out var header))
        {
            return;
        }

        var source = Merge(header.Source, value.Ipv6Src, mask.Ipv6Src);
        var destination = Merge(header.Destination, value.Ipv6Dst, mask.Ipv6Dst);
        TransportChecksum(packet, header.NextHeader, header.Source, source);
        TransportChecksum(packet, header.NextHeader, header.Destination, destination);
        header.Source = source;
        header.Destination = destination;
        header.TrafficClass = (byte)Merge(header.TrafficClass, value.IpTos, mask.IpTos);
        header.FlowLabel = Merge(header.FlowLabel, value.Ipv6Label, mask.Ipv6Label);
        header.HopLimit = (byte)Merge(header.HopLimit, value.IpTtl, mask.IpTtl);
    }

    private static void Ports(Packet packet, HeaderGroup group, in FlowKey value, in FlowKey mask)
    {
        var at = packet.TransportOffset;
        var data = packet.Data;
        var headerBytes = group switch
        {
            HeaderGroup.Tcp => TcpHeader.MinimumSize,
            HeaderGroup.Udp => UdpHeader.Size,
            _ => SctpChecksum.HeaderSize,
        };
        if (at == 0 || at + headerBytes > data.Length)
        {
            return;
        }

        var segment = data[at..];
        var oldPorts = BinaryPrimitives.ReadUInt32BigEndian(segment);
        var newPorts = Merge(
            oldPorts, ((uint)value.TpSrc << 16) | value.TpDst, ((uint)mask.TpSrc << 16) | mask.TpDst);
        BinaryPrimitives.WriteUInt32BigEndian(segment, newPorts);
        if (group == HeaderGroup.Sctp)
        {
            SctpChecksum.Write(segment);
        }
        else if (!packet.Offload.NeedsChecksum)
        {
            // A partial checksum is completed over the ports later, so it does not change with them.
            UpdateField(segment, group == HeaderGroup.Udp, oldPorts, newPorts);
        }
    }

    private static void Icmp(Packet packet, in FlowKey value, in FlowKey mask)
    {
        if (packet.TransportOffset != 0 && IcmpHeader.TryParse(packet.Data[packet.TransportOffset..], out var header))
        {
            var before = (ushort)((header.Type << 8) | header.Code);
            header.Type = (byte)Merge(header.Type, value.TpSrc, mask.TpSrc);
            header.Code = (byte)Merge(header.Code, value.TpDst, mask.TpDst);
            header.Checksum = Checksum.Update(header.Checksum, before, (ushort)((header.Type << 8) | header.Code));
        }
    }

    private static void Arp(Packet packet, in FlowKey value, in FlowKey mask)
    {
        if (packet.NetworkOffset != 0 && ArpHeader.TryParse(packet.Data[packet.NetworkOffset..], out var header))
        {
            header.Operation = (ushort)Merge(header.Operation, value.IpProto, mask.IpProto);
            header.SenderMac = Merge(header.SenderMac, value.ArpSha, mask.ArpSha);
            header.SenderIp = Merge(header.SenderIp, value.Ipv4Src, mask.Ipv4Src);
            header.TargetMac = Merge(header.TargetMac, value.ArpTha, mask.ArpTha);
            header.TargetIp = Merge(header.TargetIp, value.Ipv4Dst, mask.Ipv4Dst);
        }
    }

    private static void TransportChecksum(Packet packet, byte protocol, uint oldValue, uint newValue) =>
        TransportChecksum(packet, protocol, new Ipv6Address(0, oldValue), new Ipv6Address(0, newValue));

    // The checksums of TCP, UDP and ICMPv6 cover the addresses.
    private static void TransportChecksum(Packet packet, byte protocol, Ipv6Address oldValue, Ipv6Address newValue)
    {
        var at = packet.TransportOffset;
        var offset = protocol switch
        {
            IpProtocols.Tcp => TcpHeader.ChecksumOffset,
            IpProtocols.Udp => UdpHeader.ChecksumOffset,
            IpProtocols.Icmpv6 => IcmpHeader.ChecksumOffset,
            _ => -1,
        };
        if (at == 0 || offset < 0 || at + offset + 2 > packet.Length || oldValue == newValue || IsLaterFragment(packet))
        {
            return;
        }

        var field = packet.Data[(at + offset)..];
        var checksum = BinaryPrimitives.ReadUInt16BigEndian(field);
        if (packet.Offload.NeedsChecksum)
        {
            // The field holds the sum of the addresses itself, not its complement.
            checksum = (ushort)~Checksum.Update((ushort)~checksum, oldValue, newValue);
        }
        else if (protocol != IpProtocols.Udp || checksum != 0)
        {
            checksum = Checksum.Update(checksum, oldValue, newValue);
            checksum = checksum == 0 && protocol == IpProtocols.Udp ? (ushort)0xffff : checksum;
        }

        BinaryPrimitives.WriteUInt16BigEndian(field, checksum);
    }

    private static bool IsLaterFragment(Packet packet) =>
        Ipv4Header.TryParse(packet.Data[packet.NetworkOffset..], out var header) && (header.FragmentWord & 0x1fff) != 0;

    private static void UpdateField(Span<byte> segment, bool isUdp, uint oldPorts, uint newPorts)
    {
        var field = segment[(isUdp ? UdpHeader.ChecksumOffset : TcpHeader.ChecksumOffset)..];
        var checksum = BinaryPrimitives.ReadUInt16BigEndian(field);
        if (isUdp && checksum == 0)
        {
            return;
        }

        checksum = Checksum.Update(checksum, oldPorts, newPorts);
        BinaryPrimitives.WriteUInt16BigEndian(field, checksum == 0 && isUdp ? (ushort)0xffff : checksum);
    }

    private static uint Merge(uint old, uint value, uint mask) => (old & ~mask) | (value & mask);

    private static EthAddress Merge(EthAddress old, EthAddress value, EthAddress mask) =>
        new((old.ToUInt64() & ~mask.ToUInt64()) | (value & mask).ToUInt64());

    private static Ipv6Address Merge(Ipv6Address old, Ipv6Address value, Ipv6Address mask) =>
        new((old.High & ~mask.High) | (value.High & mask.High), (old.Low & ~mask.Low) | (value.Low & mask.Low));
}
