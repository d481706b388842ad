using System;
using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Datapath.Actions;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;
using Ovs.Flow.Tests;

namespace Ovs.Datapath.Tests.Actions;

public sealed class HeaderRewriteTests : IDisposable
{
    private readonly PacketPool _pool = new();

    public void Dispose() => _pool.Dispose();

    [Fact]
    public void Written_bits_are_read_back_and_checksums_stay_right() =>
        Prop.ForAll<byte, ulong[], ulong[]>((kind, values, bits) =>
        {
            var value = new FlowKey();
            var mask = default(FlowMask);
            for (var i = 0; i < FlowKey.WordCount; i++)
            {
                value.Words[i] = i < values.Length ? values[i] * 0x9e37_79b9_7f4a_7c15 : 0;
                mask.Bits.Words[i] = i < bits.Length ? bits[i] * 0x9e37_79b9_7f4a_7c15 : 0;
            }

            value.Ipv6Label &= 0xfffff;
            mask.Bits.Ipv6Label &= 0xfffff;
            return RewritesSoundly(value, mask, ipv6: (kind & 1) != 0, tcp: (kind & 2) != 0, partial: (kind & 4) != 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    [Fact]
    public void A_udp_datagram_without_checksum_keeps_none()
    {
        var packet = Frames.Allocate(_pool, Frames.Ethernet(1, 2).Ipv4(1, 2, IpProtocols.Udp, 8).Udp(1, 2, 0).ToArray());
        Assert.Equal(FlowKey.BasicExtent, FlowExtractor.Extract(packet, 2, out _));
        var mask = default(FlowMask);
        mask.Bits.Ipv4Src = uint.MaxValue;
        mask.Bits.TpSrc = ushort.MaxValue;
        HeaderRewrite.Apply(packet, new SetMasked(HeaderGroup.Ipv4, new FlowKey { Ipv4Src = 9 }, mask));
        HeaderRewrite.Apply(packet, new SetMasked(HeaderGroup.Udp, new FlowKey { TpSrc = 9 }, mask));
        Assert.Equal(0, BinaryPrimitives.ReadUInt16BigEndian(packet.Data[40..]));
        Assert.Equal(9, BinaryPrimitives.ReadUInt16BigEndian(packet.Data[34..]));
        _pool.Free(packet);
    }

    [Fact]
    public void An_sctp_packet_gets_its_own_kind_of_checksum()
    {
        var packet = Frames.Allocate(_pool, Frames.Ethernet(1, 2).Ipv4(1, 2, IpProtocols.Sctp, 16).Big(0x00010002, 4).Raw(new byte[12]).ToArray());
        Assert.Equal(FlowKey.BasicExtent, FlowExtractor.Extract(packet, 2, out _));
        var mask = default(FlowMask);
        mask.Bits.TpDst = ushort.MaxValue;
        HeaderRewrite.Apply(packet, new SetMasked(HeaderGroup.Sctp, new FlowKey { TpDst = 3 }, mask));
        var segment = packet.Data[34..].ToArray();
        var written = BinaryPrimitives.ReadUInt32LittleEndian(segment.AsSpan(8));
        segment.AsSpan(8, 4).Clear();
        Assert.Equal(SctpChecksum.Of(segment), written);
        Assert.Equal(3, segment[3]);
        _pool.Free(packet);
    }

    [Fact]
    public void Crc32c_of_the_usual_test_string() => Assert.Equal(0xe3069283u, SctpChecksum.Of("123456789"u8));

    [Fact]
    public void Arp_fields_are_written()
    {
        var frame = Frames.Ethernet(1, 2).Big(EthTypes.Arp, 2).Big(0x0001_0800_0604_0001, 8).Raw(new byte[20]).ToArray();
        var packet = Frames.Allocate(_pool, frame);
        Assert.Equal(FlowKey.NeighbourExtent, FlowExtractor.Extract(packet, 2, out _));
        var value = new FlowKey { IpProto = 2, Ipv4Src = 7, ArpTha = new EthAddress(8) };
        var mask = new FlowMask { Bits = new FlowKey { IpProto = 0xff, Ipv4Src = uint.MaxValue, ArpTha = EthAddress.Broadcast } };
        HeaderRewrite.Apply(packet, new SetMasked(HeaderGroup.Arp, value, mask));
        FlowExtractor.Extract(packet, 2, out var key);
        Assert.Equal(((byte)2, 7u, 8ul), (key.IpProto, key.Ipv4Src, key.ArpTha.ToUInt64()));
        _pool.Free(packet);
    }

    private bool RewritesSoundly(FlowKey value, FlowMask mask, bool ipv6, bool tcp, bool partial)
    {
        var protocol = tcp ? IpProtocols.Tcp : IpProtocols.Udp;
        var length = (tcp ? 20 : 8) + 11;
        var builder = Frames.Ethernet(1, 2);
        builder = ipv6 ? builder.Ipv6("fd00::1", "fd00::2", protocol, length) : builder.Ipv4(1, 2, protocol, length);
        builder = tcp ? builder.Tcp(1, 2, 3, 0x10) : builder.Udp(1, 2, 11);
        var packet = Frames.Allocate(_pool, builder.Raw("hello world"u8).ToArray());
        FlowExtractor.Extract(packet, 2, out var before);
        StartChecksum(packet, protocol, partial);
        var groups = new[] { HeaderGroup.Ethernet, ipv6 ? HeaderGroup.Ipv6 : HeaderGroup.Ipv4, tcp ? HeaderGroup.Tcp : HeaderGroup.Udp };
        foreach (var group in groups)
        {
            HeaderRewrite.Apply(packet, new SetMasked(group, value, mask));
        }

        if (partial && !Checksum.TryComplete(packet))
        {
            return false;
        }

        FlowExtractor.Extract(packet, 2, out var after);
        var sound = Frames.VerifyTransport(packet.Data, packet.NetworkOffset, packet.TransportOffset) == 0
            && (ipv6 || Frames.SlowChecksum(packet.Data.Slice(14, 20)) == 0)
            && after.EthSrc.ToUInt64() == Merge(before.EthSrc.ToUInt64(), value.EthSrc.ToUInt64(), mask.Bits.EthSrc.ToUInt64())
            && after.TpSrc == Merge(before.TpSrc, value.TpSrc, mask.Bits.TpSrc)
            && after.TpDst == Merge(before.TpDst, value.TpDst, mask.Bits.TpDst)
            && after.IpTos == Merge(before.IpTos, value.IpTos, mask.Bits.IpTos)
            && after.IpTtl == Merge(before.IpTtl, value.IpTtl, mask.Bits.IpTtl)
            && after.IpProto == before.IpProto
            && (ipv6
                ? after.Ipv6Dst.Low == Merge(before.Ipv6Dst.Low, value.Ipv6Dst.Low, mask.Bits.Ipv6Dst.Low)
                    && after.Ipv6Label == Merge(before.Ipv6Label, value.Ipv6Label, mask.Bits.Ipv6Label)
                : after.Ipv4Dst == Merge(before.Ipv4Dst, value.Ipv4Dst, mask.Bits.Ipv4Dst));
        _pool.Free(packet);
        return sound;
    }

    private static void StartChecksum(Packet packet, byte protocol, bool partial)
    {
        var (network, transport) = (packet.NetworkOffset, packet.TransportOffset);
        var addresses = packet.Data[network] >> 4 == 4 ? packet.Data.Slice(network + 12, 8) : packet.Data.Slice(network + 8, 32);
        var offset = protocol == IpProtocols.Tcp ? 16 : 6;
        var seed = Checksum.Fold(Checksum.AddPseudoHeader(0, addresses, protocol, packet.Length - transport));
        BinaryPrimitives.WriteUInt16BigEndian(packet.Data[(transport + offset)..], seed);
        packet.Offload.Flags = OffloadFlags.NeedsChecksum;
        packet.Offload.ChecksumStart = (ushort)transport;
        packet.Offload.ChecksumOffset = (ushort)offset;
        if (!partial)
        {
            Assert.True(Checksum.TryComplete(packet));
        }
    }

    private static ulong Merge(ulong old, ulong value, ulong mask) => (old & ~mask) | (value & mask);
}
