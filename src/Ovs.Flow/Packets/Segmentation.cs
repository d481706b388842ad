using System;
using System.Buffers.Binary;
using Ovs.Flow.Headers;

namespace Ovs.Flow.Packets;

/// <summary>
/// Cuts a segmentation packet into the frames that a wire carries, as a network card would: TCP over IPv4 and IPv6, and UDP
/// datagrams of one size (the kernel's UDP_SEGMENT).
/// </summary>
/// <remarks>Each segment repeats all headers; sequence number, lengths, IPv4 identification, flags and checksums are its own.
/// The packet is borrowed and stays as it was.</remarks>
public ref struct Segmentation
{
    private readonly ReadOnlySpan<byte> _frame;
    private readonly Packet _packet;
    private readonly int _networkOffset;
    private readonly int _transportOffset;
    private readonly int _headerBytes;
    private readonly int _segmentBytes;
    private readonly bool _isIpv4;
    private readonly bool _isTcp;
    private int _nextByte;
    private int _index;

    private Segmentation(Packet packet, int networkOffset, int transportOffset, int headerBytes, bool isIpv4, bool isTcp)
    {
        _packet = packet;
        _frame = packet.Data;
        _networkOffset = networkOffset;
        _transportOffset = transportOffset;
        _headerBytes = headerBytes;
        _segmentBytes = packet.Offload.SegmentSizeBytes;
        _isIpv4 = isIpv4;
        _isTcp = isTcp;
        _nextByte = headerBytes;
    }

    /// <summary>Prepares cutting <paramref name="packet"/>; false if what it says of itself does not fit its bytes, or is of a
    /// kind that software does not cut (fragments of UDP, which kernels have not produced since Linux 4.14).</summary>
    public static bool TryStart(Packet packet, out Segmentation segmentation)
    {
        segmentation = default;
        ref var offload = ref packet.Offload;
        var isTcp = offload.Segmentation is SegmentationKind.Tcp4 or SegmentationKind.Tcp6;
        var frame = packet.Data;
        if ((!isTcp && offload.Segmentation != SegmentationKind.UdpL4) || offload.SegmentSizeBytes == 0
            || !TryFindNetwork(frame, out var network, out var isIpv4))
        {
            return false;
        }

        // Checksums of segmentation packets are always partial, and where they start is where the transport header is, past
        // any IPv6 extension headers (virtio 1.2 5.1.6.2).
        var transport = (int)offload.ChecksumStart;
        var least = network + (isIpv4 ? Ipv4Header.MinimumSize : Ipv6Header.Size);
        if (!offload.NeedsChecksum || transport < least || transport > frame.Length)
        {
            return false;
        }

        int headerBytes;
        if (isTcp)
        {
            if (!TcpHeader.TryParse(frame[transport..], out var tcp))
            {
                return false;
            }

            headerBytes = transport + tcp.Size;
        }
        else
        {
            headerBytes = transport + UdpHeader.Size;
        }

        if (headerBytes >= frame.Length)
        {
            return false;
        }

        segmentation = new Segmentation(packet, network, transport, headerBytes, isIpv4, isTcp);
        return true;
    }

    /// <summary>True while segments are left.</summary>
    public readonly bool HasMore => _nextByte < _frame.Length;

    /// <summary>Makes the next segment; false when the pool has no memory for it.</summary>
    public bool TryNext(PacketPool pool, out Packet segment)
    {
        if (!pool.TryAllocate(out segment))
        {
            return false;
        }

        var payload = _frame.Slice(_nextByte, Math.Min(_segmentBytes, _frame.Length - _nextByte));
        segment.SetLength(_headerBytes + payload.Length);
        var data = segment.Data;
        _frame[.._headerBytes].CopyTo(data);
        payload.CopyTo(data[_headerBytes..]);
        segment.InPort = _packet.InPort;
        segment.PktMark = _packet.PktMark;
        segment.SkbPriority = _packet.SkbPriority;
        segment.NetworkOffset = _networkOffset;
        segment.TransportOffset = _transportOffset;
        var isFirst = _index == 0;
        var isLast = _nextByte + payload.Length == _frame.Length;
        WriteNetwork(data);
        WriteTransport(data, isFirst, isLast);
        _nextByte += payload.Length;
        _index++;
        return true;
    }

    private readonly void WriteNetwork(Span<byte> data)
    {
        var bytes = data[_networkOffset..];
        if (_isIpv4 && Ipv4Header.TryParse(bytes, out var ipv4))
        {
            ipv4.TotalLength = (ushort)bytes.Length;
            ipv4.Identification = (ushort)(ipv4.Identification + _index);
            ipv4.Checksum = 0;
            ipv4.Checksum = Checksum.Of(ipv4.Bytes);
        }
        else if (Ipv6Header.TryParse(bytes, out var ipv6))
        {
            ipv6.PayloadLength = (ushort)(bytes.Length - Ipv6Header.Size);
        }
    }

    private readonly void WriteTransport(Span<byte> data, bool isFirst, bool isLast)
    {
        var bytes = data[_transportOffset..];
        int checksumOffset;
        if (_isTcp && TcpHeader.TryParse(bytes, out var tcp))
        {
            tcp.Sequence += (uint)(_index * _segmentBytes);
            if (!isLast)
            {
                tcp.Flags &= unchecked((byte)~(TcpHeader.Fin | TcpHeader.Psh));
            }

            if (!isFirst)
            {
                // RFC 3168 6.1.2: said once, with the first new data.
                tcp.Flags &= unchecked((byte)~TcpHeader.Cwr);
            }

            checksumOffset = TcpHeader.ChecksumOffset;
        }
        else
        {
            if (UdpHeader.TryParse(bytes, out var udp))
            {
                udp.Length = (ushort)bytes.Length;
            }

            checksumOffset = UdpHeader.ChecksumOffset;
        }

        var field = bytes[checksumOffset..];
        BinaryPrimitives.WriteUInt16BigEndian(field, 0);
        var addresses = _isIpv4 ? data.Slice(_networkOffset + 12, 8) : data.Slice(_networkOffset + 8, 32);
        var protocol = _isTcp ? IpProtocols.Tcp : IpProtocols.Udp;
        var sum = Checksum.AddPseudoHeader(0, addresses, protocol, bytes.Length);
        var checksum = Checksum.Finish(Checksum.Add(sum, bytes));
        BinaryPrimitives.WriteUInt16BigEndian(field, checksum == 0 && !_isTcp ? (ushort)0xffff : checksum);
    }

    private static bool TryFindNetwork(ReadOnlySpan<byte> frame, out int offset, out bool isIpv4)
    {
        offset = EthernetHeader.Size;
        isIpv4 = false;
        while (offset <= frame.Length)
        {
            var type = BinaryPrimitives.ReadUInt16BigEndian(frame[(offset - 2)..]);
            if (!EthTypes.IsVlan(type))
            {
                isIpv4 = type == EthTypes.Ipv4;
                return EthTypes.IsIp(type);
            }

            offset += VlanHeader.Size;
        }

        return false;
    }
}
