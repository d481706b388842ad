using System.Runtime.CompilerServices;
using Ovs.Flow.Headers;
using Ovs.Flow.Packets;

namespace Ovs.Flow.Key;

/// <summary>
/// Reads a packet's headers into a <see cref="FlowKey"/>, once, and notes where its network and transport headers begin.
/// </summary>
/// <remarks>
/// Each header is read after one length check. Whatever the bytes are, the result is a valid key: a header that is cut short
/// or contradicts itself ends the walk, and the fields from there on stay zero, as in the original, so that translations see
/// the same. Lengths claimed by IP are believed only inside the frame.
/// </remarks>
public static unsafe class FlowExtractor
{
    /// <summary>The most VLAN headers that a key can hold.</summary>
    public const int MaxVlanHeaders = 2;

    private const int EthHeaderBytes = 14;
    private const int VlanHeaderBytes = 4;
    private const int SnapHeaderBytes = 8;
    private const int Ipv4HeaderBytes = 20;
    private const int Ipv6HeaderBytes = 40;
    private const int ArpBytes = 28;
    private const int ExtensionBytes = 8;
    private const int NdTargetEnd = 24;

    /// <summary>Fills <paramref name="key"/> from <paramref name="packet"/> and its metadata, sets the packet's offsets and
    /// gives the key's extent (see <see cref="FlowKey.ExtentOf"/>): no word at or after it is other than zero.</summary>
    /// <param name="vlanLimit">How many VLAN headers to look into; the next one is an EtherType like any other.</param>
    public static int Extract(Packet packet, int vlanLimit, out FlowKey key)
    {
        key = default;
        key.InPort = packet.InPort;
        key.RecircId = packet.RecircId;
        packet.NetworkOffset = 0;
        packet.TransportOffset = 0;
        var start = packet.Start;
        var extent = FlowKey.BasicExtent;
        if (packet.Length >= EthHeaderBytes)
        {
            extent = Link(packet, start, start + packet.Length, vlanLimit, ref key);
        }

        if ((packet.PktMark | packet.SkbPriority) != 0)
        {
            key.PktMark = packet.PktMark;
            key.SkbPriority = packet.SkbPriority;
            extent = FlowKey.WordCount;
        }

        return extent;
    }

    private static int Link(Packet packet, byte* start, byte* end, int vlanLimit, ref FlowKey key)
    {
        key.EthDst = Unsafe.ReadUnaligned<EthAddress>(start);
        key.EthSrc = Unsafe.ReadUnaligned<EthAddress>(start + EthAddress.SizeBytes);
        var at = start + (2 * EthAddress.SizeBytes);
        var type = Be16(at);
        for (var depth = 0; depth < vlanLimit && EthTypes.IsVlan(type); depth++)
        {
            if (end - at < VlanHeaderBytes + 2)
            {
                break;
            }

            var tag = new VlanTag((ushort)(Be16(at + 2) | VlanTag.Present), type);
            if (depth == 0)
            {
                key.Vlan0 = tag;
            }
            else
            {
                key.Vlan1 = tag;
            }

            at += VlanHeaderBytes;
            type = Be16(at);
        }

        at += 2;
        if (type < EthTypes.Least)
        {
            type = SnapType(ref at, end);
        }

        key.EthType = type;
        packet.NetworkOffset = (int)(at - start);
        return type switch
        {
            EthTypes.Ipv4 => Ipv4(packet, start, at, end, ref key),
            EthTypes.Ipv6 => Ipv6(packet, start, at, end, ref key),
            EthTypes.Arp or EthTypes.Rarp => Arp(at, end, ref key),
            _ => FlowKey.BasicExtent,
        };
    }

    // IEEE 802.2 with SNAP and a zero organisation carries an EtherType; any other length-encapsulated frame has none.
    private static ushort SnapType(ref byte* at, byte* end)
    {
        if (end - at < SnapHeaderBytes || Be16(at) != 0xaaaa || at[2] != 3 || (at[3] | at[4] | at[5]) != 0)
        {
            return EthTypes.None;
        }

        var type = Be16(at + 6);
        at += SnapHeaderBytes;
        return type >= EthTypes.Least ? type : EthTypes.None;
    }

    private static int Ipv4(Packet packet, byte* start, byte* at, byte* end, ref FlowKey key)
    {
        var available = (int)(end - at);
        if (available < Ipv4HeaderBytes)
        {
            return FlowKey.BasicExtent;
        }

        var headerBytes = (at[0] & 0xf) * 4;
        var totalBytes = (int)Be16(at + 2);
        if (headerBytes < Ipv4HeaderBytes || headerBytes > totalBytes || totalBytes > available)
        {
            return FlowKey.BasicExtent;
        }

        key.IpTos = at[1];
        key.IpTtl = at[8];
        key.IpProto = at[9];
        key.Ipv4Src = Be32(at + 12);
        key.Ipv4Dst = Be32(at + 16);
        var fragment = Be16(at + 6);
        if ((fragment & 0x3fff) != 0)
        {
            // RFC 791: any offset, or "more fragments"; without the first bytes there is no transport header.
            key.IpFrag = (fragment & 0x1fff) != 0 ? IpFrag.Any | IpFrag.Later : IpFrag.Any;
        }

        return Transport(packet, start, at + headerBytes, at + totalBytes, FlowKey.BasicExtent, ref key);
    }

    private static int Ipv6(Packet packet, byte* start, byte* at, byte* end, ref FlowKey key)
    {
        if (end - at < Ipv6HeaderBytes)
        {
            return FlowKey.BasicExtent;
        }

        var payloadBytes = (int)Be16(at + 4);
        if (payloadBytes + Ipv6HeaderBytes > end - at)
        {
            return FlowKey.BasicExtent;
        }

        var first = Be32(at);
        key.Ipv6Src = new Ipv6Address(Be64(at + 8), Be64(at + 16));
        key.Ipv6Dst = new Ipv6Address(Be64(at + 24), Be64(at + 32));
        end = at + Ipv6HeaderBytes + payloadBytes;
        var next = at[6];
        var hopLimit = at[7];
        at += Ipv6HeaderBytes;
        if (!SkipExtensions(ref at, end, ref next, out var fragment))
        {
            return FlowKey.Ipv6Extent;
        }

        key.Ipv6Label = first & 0xfffff;
        key.IpTos = (byte)(first >> 20);
        key.IpTtl = hopLimit;
        key.IpProto = next;
        key.IpFrag = fragment;
        return Transport(packet, start, at, end, FlowKey.Ipv6Extent, ref key);
    }

    // RFC 8200 4. Each extension header is at least 8 bytes, and its fields of interest are among these.
    private static bool SkipExtensions(ref byte* at, byte* end, ref byte next, out IpFrag fragment)
    {
        fragment = IpFrag.None;
        while (true)
        {
            if (next is not (IpProtocols.HopByHop or IpProtocols.Routing or IpProtocols.DestinationOptions
                or IpProtocols.Authentication or IpProtocols.Fragment))
            {
                return true;
            }

            if (end - at < ExtensionBytes)
            {
                return false;
            }

            var kind = next;
            next = at[0];
            var bytes = kind switch
            {
                IpProtocols.Fragment => ExtensionBytes,
                IpProtocols.Authentication => (at[1] + 2) * 4,
                _ => (at[1] + 1) * 8,
            };
            if (end - at < bytes)
            {
                return false;
            }

            var offset = kind == IpProtocols.Fragment ? Be16(at + 2) : (ushort)0;
            at += bytes;
            if (offset == 0)
            {
                continue;
            }

            fragment = IpFrag.Any;
            if ((offset & 0xfff8) != 0)
            {
                fragment |= IpFrag.Later;
                next = IpProtocols.Fragment;
                return true;
            }
        }
    }

    private static int Arp(byte* at, byte* end, ref FlowKey key)
    {
        // RFC 826: Ethernet, IPv4 and their address sizes, in one comparison.
        if (end - at < ArpBytes || Be64(at) >> 16 != 0x0001_0800_0604)
        {
            return FlowKey.BasicExtent;
        }

        var operation = Be16(at + 6);
        if (operation <= byte.MaxValue)
        {
            key.IpProto = (byte)operation;
        }

        key.ArpSha = Unsafe.ReadUnaligned<EthAddress>(at + 8);
        key.Ipv4Src = Be32(at + 14);
        key.ArpTha = Unsafe.ReadUnaligned<EthAddress>(at + 18);
        key.Ipv4Dst = Be32(at + 24);
        return FlowKey.NeighbourExtent;
    }

    private static int Transport(Packet packet, byte* start, byte* at, byte* end, int extent, ref FlowKey key)
    {
        packet.TransportOffset = (int)(at - start);
        if ((key.IpFrag & IpFrag.Later) != 0)
        {
            return extent;
        }

        var available = end - at;
        switch (key.IpProto)
        {
            case IpProtocols.Tcp:
                var headerBytes = available >= 20 ? (at[12] >> 4) * 4 : 0;
                if (headerBytes >= 20 && headerBytes <= available)
                {
                    key.TcpFlags = (ushort)(Be16(at + 12) & 0xfff);
                    Ports(at, ref key);
                }

                break;
            case IpProtocols.Udp when available >= 8:
            case IpProtocols.Sctp when available >= 12:
                Ports(at, ref key);
                break;
            case IpProtocols.Icmp when available >= 8:
            case IpProtocols.Igmp when available >= 8:
                key.TpSrc = at[0];
                key.TpDst = at[1];
                break;
            case IpProtocols.Icmpv6 when available >= 8:
                key.TpSrc = at[0];
                key.TpDst = at[1];
                if (at[0] is 135 or 136 && at[1] == 0 && key.EthType == EthTypes.Ipv6)
                {
                    Neighbour(at, end, ref key);
                    return FlowKey.NeighbourExtent;
                }

                break;
            default:
                break;
        }

        return extent;
    }

    // RFC 4861 4.3 and 4.4: a target, then options in units of 8 bytes. Either link layer option twice is no message at all.
    private static void Neighbour(byte* at, byte* end, ref FlowKey key)
    {
        if (end - at < NdTargetEnd)
        {
            return;
        }

        key.NdTarget = new Ipv6Address(Be64(at + 8), Be64(at + 16));
        at += NdTargetEnd;
        while (end - at >= 8)
        {
            var bytes = at[1] * 8;
            if (bytes == 0 || bytes > end - at)
            {
                return;
            }

            if (bytes == 8 && at[0] is 1 or 2)
            {
                ref var address = ref at[0] == 1 ? ref key.ArpSha : ref key.ArpTha;
                if (!address.IsZero)
                {
                    key.NdTarget = default;
                    key.ArpSha = default;
                    key.ArpTha = default;
                    return;
                }

                address = Unsafe.ReadUnaligned<EthAddress>(at + 2);
                if (key.NdOptionType == 0)
                {
                    key.NdOptionType = at[0];
                }
            }

            at += bytes;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Ports(byte* at, ref FlowKey key)
    {
        key.TpSrc = Be16(at);
        key.TpDst = Be16(at + 2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Be16(byte* at) => (ushort)((at[0] << 8) | at[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Be32(byte* at) =>
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Be64(byte* at) =>
        System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(at));
}
