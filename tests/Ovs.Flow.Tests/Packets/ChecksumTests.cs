using System;
using System.Buffers.Binary;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Flow.Headers;
using Ovs.Flow.Packets;

namespace Ovs.Flow.Tests.Packets;

public sealed class ChecksumTests
{
    [Fact]
    public void The_sum_is_that_of_the_definition() =>
        Prop.ForAll<byte[]>(bytes => Checksum.Of(bytes) == Frames.SlowChecksum(bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public void The_example_of_RFC_1071() =>
        Assert.Equal(0xddf2, Checksum.Fold(Checksum.Add(0, [0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7])));

    [Fact]
    public void An_update_equals_computing_anew() =>
        Prop.ForAll<ushort[], byte, ushort>((words, index, value) =>
        {
            var bytes = new byte[2 + (2 * words.Length) + 2];
            bytes[0] = 0x45; // A header is never all zero, the one case in which the two zeros differ.
            for (var i = 0; i < words.Length; i++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2 + (2 * i)), words[i]);
            }

            var before = Checksum.Of(bytes);
            var at = 2 + (2 * (index % (words.Length + 1)));
            var old = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), value);
            return Checksum.Update(before, old, value) == Checksum.Of(bytes);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_partial_checksum_is_completed(bool ipv6)
    {
        using var pool = new PacketPool();
        var builder = Frames.Ethernet(1, 2);
        builder = ipv6 ? builder.Ipv6("fd00::1", "fd00::2", IpProtocols.Udp, 13) : builder.Ipv4(1, 2, IpProtocols.Udp, 13);
        var packet = Frames.Allocate(pool, builder.Udp(1, 2, 5).Raw(1, 2, 3, 4, 5).ToArray());
        var transport = ipv6 ? 54 : 34;
        var addresses = ipv6 ? packet.Data.Slice(22, 32) : packet.Data.Slice(26, 8);
        var seed = Checksum.Fold(Checksum.AddPseudoHeader(0, addresses, IpProtocols.Udp, 13));
        BinaryPrimitives.WriteUInt16BigEndian(packet.Data[(transport + 6)..], seed);
        packet.Offload.Flags = OffloadFlags.NeedsChecksum;
        packet.Offload.ChecksumStart = (ushort)transport;
        packet.Offload.ChecksumOffset = 6;
        Assert.True(Checksum.TryComplete(packet));
        Assert.True(packet.Offload.IsComplete);
        Assert.Equal(0, Frames.VerifyTransport(packet.Data, 14, transport));
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(58, 6)]
    [InlineData(65535, 65535)]
    public void A_checksum_outside_the_frame_is_refused(int start, int offset)
    {
        using var pool = new PacketPool();
        var packet = Frames.Allocate(pool, new byte[60]);
        packet.Offload.Flags = OffloadFlags.NeedsChecksum;
        packet.Offload.ChecksumStart = (ushort)start;
        packet.Offload.ChecksumOffset = (ushort)offset;
        Assert.False(Checksum.TryComplete(packet));
    }
}
