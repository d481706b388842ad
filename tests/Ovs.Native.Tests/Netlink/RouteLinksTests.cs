using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Native.Netlink;

namespace Ovs.Native.Tests.Netlink;

public sealed class RouteLinksTests
{
    private const ushort NewLink = 16;
    private const ushort DeleteLink = 17;

    // What the kernel says of a veth: family, type, index 5, flags up, broadcast, running, multicast; then attributes.
    private static readonly byte[] s_veth =
    [
        0, 0, 1, 0, 5, 0, 0, 0, 0x43, 0x10, 1, 0, 0, 0, 0, 0,
        7, 0, 3, 0, (byte)'v', (byte)'0', 0, 0,
        8, 0, 4, 0, 0xdc, 5, 0, 0,
        10, 0, 1, 0, 2, 0, 0, 0, 0, 9, 0, 0,
        8, 0, 35, 0, 3, 0, 0, 0,
        16, 0, 18, 0x80, 9, 0, 1, 0, (byte)'v', (byte)'e', (byte)'t', (byte)'h', 0, 0, 0, 0,
    ];

    [Fact]
    public void A_device_is_parsed()
    {
        Assert.True(RouteLinks.TryParse(NewLink, s_veth, out var link, out var exists));
        Assert.True(exists);
        Assert.Equal(("v0", 5, 1500, "veth", 3u), (link!.Name, link.IfIndex, link.Mtu, link.Kind, link.CarrierChanges));
        Assert.Equal(LinkFlags.Up | LinkFlags.Running, link.Flags & (LinkFlags.Up | LinkFlags.Running | LinkFlags.Loopback));
        Assert.Equal([2, 0, 0, 0, 0, 9], link.Address);
        Assert.Null(link.Counters);
    }

    [Fact]
    public void A_device_that_vanished_is_told_apart()
    {
        Assert.True(RouteLinks.TryParse(DeleteLink, s_veth, out var link, out var exists));
        Assert.False(exists);
        Assert.Equal("v0", link!.Name);
    }

    [Fact]
    public void A_bridge_talking_of_its_port_does_not_talk_of_the_device()
    {
        byte[] message = [7, .. s_veth[1..]];
        Assert.False(RouteLinks.TryParse(DeleteLink, message, out _, out _));
    }

    [Fact]
    public void Counters_are_read_in_the_kernels_order()
    {
        var attribute = new byte[4 + (24 * 8)];
        attribute[0] = (byte)attribute.Length;
        attribute[2] = 23;
        for (var i = 0; i < 24; i++)
        {
            attribute[4 + (8 * i)] = (byte)(i + 1);
        }

        Assert.True(RouteLinks.TryParse(NewLink, [.. s_veth, .. attribute], out var link, out _));
        var counters = link!.Counters!.Value;
        Assert.Equal((1ul, 2ul, 3ul, 4ul), (counters.RxPackets, counters.TxPackets, counters.RxBytes, counters.TxBytes));
        Assert.Equal((9ul, 10ul, 16ul), (counters.Multicast, counters.Collisions, counters.RxMissedErrors));
    }

    [Fact]
    public void Whatever_the_bytes_parsing_ends() =>
        Prop.ForAll<(ushort At, byte Value)[], ushort>((edits, cut) =>
        {
            var bytes = (byte[])s_veth.Clone();
            foreach (var (at, value) in edits)
            {
                bytes[at % bytes.Length] = value;
            }

            var found = RouteLinks.TryParse(NewLink, bytes.AsSpan(0, cut % (bytes.Length + 1)), out var link, out _);
            return !found || link!.Name.Length > 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void What_is_written_is_read_back()
    {
        var request = new NetlinkWriter(18, NetlinkFlags.Dump).Fixed(0x0102_0304).Attribute(3, "eth0").Attribute(4, 1500u).Attribute(1, [1, 2, 3]);
        var messages = new NetlinkReader(request.Finish(77));
        Assert.True(messages.TryMessage(out var type, out var sequence, out var body));
        Assert.Equal((18, 77u), (type, sequence));
        var read = new List<(ushort Type, string Hex)>();
        var attributes = new NetlinkReader(body[4..]);
        while (attributes.TryAttribute(out var attribute, out var value))
        {
            read.Add((attribute, Convert.ToHexString(value)));
        }

        Assert.Equal([(3, "6574683000"), (4, "DC050000"), (1, "010203")], read);
        Assert.False(messages.TryMessage(out _, out _, out _));
    }
}
