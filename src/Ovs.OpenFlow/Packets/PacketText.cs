using System;
using System.Buffers.Binary;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Match;

namespace Ovs.OpenFlow.Packets;

/// <summary>A packet's headers as text: its fields as a match, and the checksum of its transport protocol.</summary>
public static class PacketText
{
    /// <summary>Appends one line.</summary>
    /// <param name="packetType">0 for Ethernet, see <see cref="PacketFields.Of"/>.</param>
    public static void Append(TextBuffer text, ReadOnlySpan<byte> packet, uint packetType)
    {
        var found = PacketFields.Of(packet, packetType);
        Append(text, in found.Fields, null);
        var transport = packet.Slice(found.TransportOffset, found.TransportBytes);
        var (name, offset, least) = found.Fields.Key.IpProto switch
        {
            IpProtocols.Tcp => (" tcp_csum:", 16, 20),
            IpProtocols.Udp => (" udp_csum:", 6, 8),
            IpProtocols.Sctp => (" sctp_csum:", 8, 12),
            IpProtocols.Icmp => (" icmp_csum:", 2, 8),
            IpProtocols.Icmpv6 => (" icmp6_csum:", 2, 4),
            _ => ("", 0, int.MaxValue),
        };
        if (transport.Length >= least)
        {
            text.Append(name).Hex(found.Fields.Key.IpProto == IpProtocols.Sctp
                ? BinaryPrimitives.ReadUInt32BigEndian(transport[offset..])
                : BinaryPrimitives.ReadUInt16BigEndian(transport[offset..]));
        }

        text.Append('\n');
    }

    /// <summary>Appends the fields alone.</summary>
    public static void Append(TextBuffer text, in FlowFields fields, NameMap? ports)
    {
        var match = new FlowMatch();
        PacketMatch.Set(in fields, match);
        MatchPrinter.Append(text, match, ports);
    }
}
