using System;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;

namespace Ovs.Flow.Tests.Key;

public sealed class FlowExtractorTests : IDisposable
{
    private readonly PacketPool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Tcp_over_ipv4()
    {
        var frame = Frames.Ethernet(0x0200_0000_0001, 0x0200_0000_0002).Ipv4(0x0a000001, 0x0a000002, IpProtocols.Tcp, 20)
            .Tcp(1234, 80, 99, 0x12).ToArray();
        var (key, packet, extent) = Extract(frame);
        Assert.Equal(FlowKey.BasicExtent, extent);
        Assert.Equal(7u, key.InPort);
        Assert.Equal("02:00:00:00:00:01", key.EthSrc.ToString());
        Assert.Equal("02:00:00:00:00:02", key.EthDst.ToString());
        Assert.Equal(EthTypes.Ipv4, key.EthType);
        Assert.Equal(0x0a000001u, key.Ipv4Src);
        Assert.Equal(0x0a000002u, key.Ipv4Dst);
        Assert.Equal((IpProtocols.Tcp, 0x10, 64), (key.IpProto, key.IpTos, key.IpTtl));
        Assert.Equal((1234, 80, 0x12), (key.TpSrc, key.TpDst, key.TcpFlags));
        Assert.Equal(IpFrag.None, key.IpFrag);
        Assert.Equal((14, 34), (packet.NetworkOffset, packet.TransportOffset));
    }

    [Fact]
    public void Two_tags_are_read_when_two_are_allowed()
    {
        var frame = Frames.Ethernet(1, 2, 0x88a8, 0x6064, 0x8100, 0x000a).Ipv4(1, 2, IpProtocols.Udp, 8).Udp(5, 6, 0).ToArray();
        var (key, packet, _) = Extract(frame, vlanLimit: 2);
        Assert.Equal(new VlanTag(0x7064, 0x88a8), key.Vlan0);
        Assert.Equal((100, 3), (key.Vlan0.Vid, key.Vlan0.Pcp));
        Assert.Equal(new VlanTag(0x100a, 0x8100), key.Vlan1);
        Assert.Equal((5, 6), (key.TpSrc, key.TpDst));
        Assert.Equal((22, 42), (packet.NetworkOffset, packet.TransportOffset));
    }

    [Fact]
    public void A_tag_beyond_the_limit_is_a_type()
    {
        var frame = Frames.Ethernet(1, 2, 0x88a8, 0x6064, 0x8100, 0x000a).Ipv4(1, 2, IpProtocols.Udp, 8).Udp(5, 6, 0).ToArray();
        var (key, _, _) = Extract(frame, vlanLimit: 1);
        Assert.Equal(EthTypes.Vlan, key.EthType);
        Assert.Equal(default, key.Vlan1);
        Assert.Equal(0, key.IpProto);
    }

    [Fact]
    public void Arp_uses_the_addresses_of_IPv4()
    {
        var frame = Frames.Ethernet(0x0200_0000_0001, 0xffff_ffff_ffff).Big(EthTypes.Arp, 2).Big(0x0001_0800_0604_0001, 8)
            .Big(0x0200_0000_0001, 6).Big(0x0a000001, 4).Big(0, 6).Big(0x0a000002, 4).ToArray();
        var (key, _, extent) = Extract(frame);
        Assert.Equal(FlowKey.NeighbourExtent, extent);
        Assert.Equal((1, 0x0a000001u, 0x0a000002u), (key.IpProto, key.Ipv4Src, key.Ipv4Dst));
        Assert.Equal(0x0200_0000_0001u, key.ArpSha.ToUInt64());
        Assert.True(key.ArpTha.IsZero);
    }

    [Fact]
    public void Neighbour_solicitation()
    {
        var frame = Frames.Ethernet(1, 0x3333_ff00_0002).Ipv6("fe80::1", "ff02::1:ff00:2", IpProtocols.Icmpv6, 32)
            .Big(0x8700_0000_0000_0000, 8).Big(0xfe80_0000_0000_0000, 8).Big(2, 8).Raw(1, 1).Big(0x0200_0000_0001, 6).ToArray();
        var (key, _, extent) = Extract(frame);
        Assert.Equal(FlowKey.NeighbourExtent, extent);
        Assert.Equal((135, 0), (key.TpSrc, key.TpDst));
        Assert.Equal("fe80::2", key.NdTarget.ToString());
        Assert.Equal("02:00:00:00:00:01", key.ArpSha.ToString());
        Assert.Equal(1, key.NdOptionType);
        Assert.Equal((0x12345u, 0x28, 255), (key.Ipv6Label, key.IpTos, key.IpTtl));
    }

    [Fact]
    public void Extension_headers_are_skipped_to_the_transport()
    {
        var frame = Frames.Ethernet(1, 2).Ipv6("::1", "::2", IpProtocols.HopByHop, 16 + 20)
            .Raw(IpProtocols.Fragment, 0, 1, 4, 0, 0, 0, 0).Raw(IpProtocols.Tcp, 0, 0, 1, 0, 0, 0, 9).Tcp(10, 20, 0, 2).ToArray();
        var (key, packet, _) = Extract(frame);
        Assert.Equal(IpFrag.Any, key.IpFrag);
        Assert.Equal((IpProtocols.Tcp, 10, 20), (key.IpProto, key.TpSrc, key.TpDst));
        Assert.Equal(14 + 40 + 16, packet.TransportOffset);
    }

    [Theory]
    [InlineData(0x2000, IpFrag.Any, 5)]
    [InlineData(0x2001, IpFrag.Any | IpFrag.Later, 0)]
    [InlineData(0x0001, IpFrag.Any | IpFrag.Later, 0)]
    [InlineData(0x4000, IpFrag.None, 5)]
    public void Later_fragments_have_no_ports(int fragment, IpFrag expected, int port)
    {
        var frame = Frames.Ethernet(1, 2).Ipv4(1, 2, IpProtocols.Udp, 8, (ushort)fragment).Udp(5, 6, 0).ToArray();
        var (key, _, _) = Extract(frame);
        Assert.Equal(expected, key.IpFrag);
        Assert.Equal(port, key.TpSrc);
    }

    [Fact]
    public void Frames_with_a_length_have_no_type_unless_Snap_says_one()
    {
        var bridgeProtocol = Frames.Ethernet(1, 0x0180_c200_0000).Big(38, 2).Raw(0x42, 0x42, 3).Raw(new byte[35]).ToArray();
        Assert.Equal(EthTypes.None, Extract(bridgeProtocol).Key.EthType);
        var snap = Frames.Ethernet(1, 2).Big(36, 2).Raw(0xaa, 0xaa, 3, 0, 0, 0).Ipv4(1, 2, IpProtocols.Udp, 8).Udp(5, 6, 0).ToArray();
        var (key, packet, _) = Extract(snap);
        Assert.Equal((EthTypes.Ipv4, 5), (key.EthType, key.TpSrc));
        Assert.Equal(22, packet.NetworkOffset);
    }

    [Fact]
    public void An_impossible_total_length_ends_the_walk()
    {
        var frame = Frames.Ethernet(1, 2).Ipv4(1, 2, IpProtocols.Udp, 9).Udp(5, 6, 0).ToArray();
        var (key, packet, _) = Extract(frame);
        Assert.Equal((EthTypes.Ipv4, 0u, 0), (key.EthType, key.Ipv4Src, key.IpProto));
        Assert.Equal((14, 0), (packet.NetworkOffset, packet.TransportOffset));
    }

    [Fact]
    public void Padding_after_the_datagram_is_no_header()
    {
        var frame = Frames.Ethernet(1, 2).Ipv4(1, 2, IpProtocols.Udp, 4).Udp(5, 6, 0).Raw(new byte[30]).ToArray();
        Assert.Equal(0, Extract(frame).Key.TpSrc);
    }

    [Fact]
    public void Whatever_the_bytes_the_key_is_sound_and_depends_on_the_frame_only()
    {
        byte[][] seeds =
        [
            Frames.Ethernet(1, 2, 0x8100, 5).Ipv4(1, 2, IpProtocols.Tcp, 20).Tcp(1, 2, 3, 4).ToArray(),
            Frames.Ethernet(1, 2, 0x88a8, 5, 0x8100, 6).Ipv6("::1", "::2", IpProtocols.HopByHop, 28)
                .Raw(IpProtocols.Tcp, 0, 0, 0, 0, 0, 0, 0).Tcp(1, 2, 3, 4).ToArray(),
            Frames.Ethernet(1, 2).Ipv6("fe80::1", "fe80::2", IpProtocols.Icmpv6, 40).Big(0x8800_0000_0000_0000, 8).Big(1, 8)
                .Big(2, 8).Raw(1, 1, 1, 1, 1, 1, 1, 1).Raw(2, 1, 1, 1, 1, 1, 1, 1).ToArray(),
            Frames.Ethernet(1, 2).Big(EthTypes.Arp, 2).Big(0x0001_0800_0604_0001, 8).Raw(new byte[20]).ToArray(),
        ];
        Prop.ForAll<byte, (ushort, byte)[], ushort>((seed, edits, cut) =>
        {
            var frame = (byte[])seeds[seed % seeds.Length].Clone();
            foreach (var (at, value) in edits)
            {
                frame[at % frame.Length] = value;
            }

            var length = cut % (frame.Length + 1);
            return Soundly(frame.AsSpan(0, length));
        }).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    private bool Soundly(ReadOnlySpan<byte> frame)
    {
        var packet = Frames.Allocate(_pool, frame);
        var tail = packet.Tailroom;
        packet.SetLength(frame.Length + 64);
        packet.Data[frame.Length..].Fill(0x45);
        packet.SetLength(frame.Length);
        var extent = FlowExtractor.Extract(packet, 2, out var key);
        packet.SetLength(frame.Length + 64);
        packet.Data[frame.Length..].Fill(0xff);
        packet.SetLength(frame.Length);
        var again = FlowExtractor.Extract(packet, 2, out var same);
        var sound = key == same && extent == again && FlowKey.ExtentOf(in key) <= extent && tail == packet.Tailroom
            && packet.NetworkOffset <= frame.Length && packet.TransportOffset <= frame.Length;
        _pool.Free(packet);
        return sound;
    }

    private (FlowKey Key, Packet Packet, int Extent) Extract(byte[] frame, int vlanLimit = 2)
    {
        var packet = Frames.Allocate(_pool, frame);
        packet.InPort = 7;
        var extent = FlowExtractor.Extract(packet, vlanLimit, out var key);
        Assert.True(FlowKey.ExtentOf(in key) <= extent);
        return (key, packet, extent);
    }
}
