using System;
using System.Buffers.Binary;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;

namespace Ovs.Flow.Match;

/// <summary>
/// All match fields of a frame that lies in ordinary memory: what messages to controllers and tools print. The datapath has
/// <see cref="FlowExtractor"/> for packets on their way.
/// </summary>
public sealed class PacketFields
{
    private const int EthHeaderBytes = 14;
    private const int Ipv6HeaderBytes = 40;
    private const int MplsBytes = 4;
    private const int NshBytes = 8;
    private const int NshType1Bytes = 24;
    private const int IcmpBytes = 8;
    private const uint MplsBottom = 0x100;

    [ThreadStatic]
    private static PacketPool? s_pool;

    private FlowFields _fields;

    private PacketFields()
    {
    }

    public ref FlowFields Fields => ref _fields;

    /// <summary>Where the transport header begins; 0 if there is none.</summary>
    public int TransportOffset { get; private set; }

    /// <summary>Bytes of transport header and payload, without padding of the link layer.</summary>
    public int TransportBytes { get; private set; }

    /// <summary>Reads the headers of <paramref name="packet"/>.</summary>
    /// <param name="packetType">0 for Ethernet, else the packet begins with its network header (OpenFlow 1.5.1 7.2.3.11).</param>
    /// <returns>The fields; only the packet's type if it is too long for a frame.</returns>
    public static PacketFields Of(ReadOnlySpan<byte> packet, uint packetType = 0)
    {
        var result = new PacketFields();
        result.Fields.Key.PacketType = packetType;
        var prefix = packetType == 0 ? 0 : EthHeaderBytes;
        if (packet.Length + prefix > Packet.MaxLength)
        {
            return result;
        }

        var frame = new byte[prefix + packet.Length];
        packet.CopyTo(frame.AsSpan(prefix));
        if (prefix > 0)
        {
            // The extractor begins with Ethernet, so that a network header gets one in front of it.
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(EthHeaderBytes - 2), (ushort)packetType);
        }

        result.Extract(frame, prefix);
        return result;
    }

    private void Extract(ReadOnlySpan<byte> frame, int prefix)
    {
        s_pool ??= new PacketPool(PacketBatch.Capacity);
        if (!s_pool.TryAllocate(frame, out var packet))
        {
            return;
        }

        var packetType = Fields.Key.PacketType;
        _ = FlowExtractor.Extract(packet, FlowExtractor.MaxVlanHeaders, out var key);
        var network = packet.NetworkOffset;
        var transport = packet.TransportOffset;
        s_pool.Free(packet);
        key.PacketType = packetType;
        if (prefix > 0)
        {
            key.EthType = (ushort)packetType;
        }

        Fields.Key = key;
        if (network == 0)
        {
            return;
        }

        switch (key.EthType)
        {
            case EthTypes.Mpls or EthTypes.MplsMulticast:
                TakeMpls(frame[network..]);
                break;
            case EthTypes.Nsh:
                TakeNsh(frame[network..]);
                break;
        }

        if (transport > 0)
        {
            var end = key.EthType == EthTypes.Ipv4
                ? network + BinaryPrimitives.ReadUInt16BigEndian(frame[(network + 2)..])
                : network + Ipv6HeaderBytes + BinaryPrimitives.ReadUInt16BigEndian(frame[(network + 4)..]);
            TransportOffset = transport - prefix;
            TransportBytes = Math.Min(end, frame.Length) - transport;
            if (Prerequisites.IsNeighbourDiscovery(in _fields) && TransportBytes >= IcmpBytes)
            {
                Fields.NdReserved = BinaryPrimitives.ReadUInt32BigEndian(frame[(transport + 4)..]);
            }
        }
    }

    private void TakeMpls(ReadOnlySpan<byte> headers)
    {
        for (var i = 0; i < 3 && headers.Length >= MplsBytes; i++)
        {
            var header = BinaryPrimitives.ReadUInt32BigEndian(headers);
            switch (i)
            {
                case 0:
                    Fields.Mpls0 = header;
                    break;
                case 1:
                    Fields.Mpls1 = header;
                    break;
                default:
                    Fields.Mpls2 = header;
                    break;
            }

            if ((header & MplsBottom) != 0)
            {
                return;
            }

            headers = headers[MplsBytes..];
        }
    }

    // RFC 8300 2.2 and 2.4; other metadata than type 1 is not looked into.
    private void TakeNsh(ReadOnlySpan<byte> header)
    {
        if (header.Length < NshBytes)
        {
            return;
        }

        var first = BinaryPrimitives.ReadUInt16BigEndian(header);
        var length = (first & 0x3f) * 4;
        var type = header[2];
        var isType1 = type == 1;
        if (first >> 14 != 0 || length > header.Length || (isType1 && length != NshType1Bytes)
            || (type == 2 && length < NshBytes))
        {
            return;
        }

        Fields.NshFlags = (byte)((first >> 12) & 3);
        Fields.NshTtl = (byte)((first >> 6) & 0x3f);
        Fields.NshMdType = type;
        Fields.NshNextProtocol = header[3];
        Fields.NshPath = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        if (isType1)
        {
            Fields.NshContext1 = BinaryPrimitives.ReadUInt32BigEndian(header[8..]);
            Fields.NshContext2 = BinaryPrimitives.ReadUInt32BigEndian(header[12..]);
            Fields.NshContext3 = BinaryPrimitives.ReadUInt32BigEndian(header[16..]);
            Fields.NshContext4 = BinaryPrimitives.ReadUInt32BigEndian(header[20..]);
        }
    }
}
