using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Flow.Headers;
using Ovs.Flow.Packets;

namespace Ovs.Flow.Tests.Packets;

public sealed class SegmentationTests : IDisposable
{
    private readonly PacketPool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Tcp_segments_carry_the_same_bytes_in_order_with_right_headers() =>
        Prop.ForAll<ushort, ushort, byte>((size, segmentSize, kind) =>
        {
            var payload = new byte[1 + (size % 20000)];
            new Random(size).NextBytes(payload);
            return SplitsSoundly(payload, 1 + (segmentSize % 3000), ipv6: (kind & 1) != 0, tagged: (kind & 2) != 0, tcp: (kind & 4) != 0);
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Flags_that_belong_to_one_segment_stay_with_it()
    {
        var packet = Build(new byte[2500], 1000, ipv6: false, tagged: false, tcp: true, flags: 0x99);
        var flags = new List<byte>();
        foreach (var segment in Split(packet))
        {
            flags.Add(segment[47]);
        }

        Assert.Equal([0x90, 0x10, 0x19], flags);
    }

    [Fact]
    public void Identification_counts_up()
    {
        var ids = new List<int>();
        foreach (var segment in Split(Build(new byte[2500], 1000, ipv6: false, tagged: true, tcp: true)))
        {
            ids.Add((segment[22] << 8) | segment[23]);
        }

        Assert.Equal([7, 8, 9], ids);
    }

    [Fact]
    public void Whatever_a_packet_says_of_itself_it_is_cut_or_refused() =>
        Prop.ForAll<ushort[], byte, ushort>((edits, kind, length) =>
        {
            var packet = Build(new byte[300], 100, ipv6: (kind & 1) != 0, tagged: (kind & 2) != 0, tcp: (kind & 4) != 0);
            for (var i = 0; i + 1 < edits.Length; i += 2)
            {
                packet.Data[edits[i] % packet.Length] = (byte)edits[i + 1];
            }

            if ((kind & 8) != 0)
            {
                packet.Offload.ChecksumStart = length;
            }

            packet.SetLength(Math.Min(packet.Length, length % 400));
            var total = 0;
            foreach (var segment in Split(packet))
            {
                total += segment.Length;
            }

            return total >= 0 && _pool.InUseCount == 0;
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(1000));

    private bool SplitsSoundly(byte[] payload, int segmentSize, bool ipv6, bool tagged, bool tcp)
    {
        var packet = Build(payload, segmentSize, ipv6, tagged, tcp);
        var network = tagged ? 18 : 14;
        var transport = network + (ipv6 ? 40 : 20);
        var header = transport + (tcp ? 20 : 8);
        var joined = new List<byte>();
        var sound = true;
        foreach (var segment in Split(packet))
        {
            var sequence = tcp ? (segment[transport + 6] << 8) | segment[transport + 7] : 0;
            sound &= !tcp || sequence == ((1000 + joined.Count) & 0xffff);
            var ipLength = ipv6
                ? 40 + ((segment[network + 4] << 8) | segment[network + 5])
                : (segment[network + 2] << 8) | segment[network + 3];
            sound &= ipLength == segment.Length - network;
            sound &= ipv6 || Frames.SlowChecksum(segment.AsSpan(network, 20)) == 0;
            sound &= Frames.VerifyTransport(segment, network, transport) == 0;
            sound &= tcp || ((segment[transport + 4] << 8) | segment[transport + 5]) == segment.Length - transport;
            sound &= segment.Length - header <= segmentSize;
            joined.AddRange(segment[header..]);
        }

        return sound && joined.ToArray().AsSpan().SequenceEqual(payload) && _pool.InUseCount == 0;
    }

    private Packet Build(byte[] payload, int segmentSize, bool ipv6, bool tagged, bool tcp, byte flags = 0x18)
    {
        var builder = tagged ? Frames.Ethernet(1, 2, 0x8100, 0x0064) : Frames.Ethernet(1, 2);
        var protocol = tcp ? IpProtocols.Tcp : IpProtocols.Udp;
        var bytes = payload.Length + (tcp ? 20 : 8);
        builder = ipv6 ? builder.Ipv6("fd00::1", "fd00::2", protocol, bytes) : builder.Ipv4(0x0a000001, 0x0a000002, protocol, bytes);
        builder = tcp ? builder.Tcp(1, 2, 1000, flags) : builder.Udp(1, 2, payload.Length);
        var packet = Frames.Allocate(_pool, builder.Raw(payload).ToArray());
        ref var offload = ref packet.Offload;
        offload.Flags = OffloadFlags.NeedsChecksum;
        offload.Segmentation = !tcp ? SegmentationKind.UdpL4 : ipv6 ? SegmentationKind.Tcp6 : SegmentationKind.Tcp4;
        offload.SegmentSizeBytes = (ushort)segmentSize;
        offload.ChecksumStart = (ushort)((tagged ? 18 : 14) + (ipv6 ? 40 : 20));
        offload.ChecksumOffset = (ushort)(tcp ? 16 : 6);
        return packet;
    }

    private List<byte[]> Split(Packet packet)
    {
        var segments = new List<byte[]>();
        if (Segmentation.TryStart(packet, out var segmentation))
        {
            while (segmentation.HasMore)
            {
                Assert.True(segmentation.TryNext(_pool, out var segment));
                segments.Add(segment.Data.ToArray());
                _pool.Free(segment);
            }
        }

        _pool.Free(packet);
        return segments;
    }
}
