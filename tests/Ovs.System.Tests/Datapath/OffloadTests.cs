using System;
using System.Net;
using System.Net.Sockets;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Netdev;
using Ovs.Flow.Packets;
using static Ovs.System.Tests.SwitchUnderTest;

namespace Ovs.System.Tests.Datapath;

/// <summary>TCP works with the default settings of every port, and fast: segmentation packets pass whole.</summary>
public sealed class OffloadTests
{
    private const long StreamBytes = 64 << 20;
    private const ushort Vlan = 0x8100;

    [Fact]
    public void Tcp_between_two_veths_passes_in_large_packets()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        sw.Add(lab.AddHost("a", "10.99.1.1/24"));
        sw.Add(lab.AddHost("b", "10.99.1.2/24"));
        sw.Rule(1, To(2));
        sw.Rule(2, To(1));
        Streams.RequireTcp(lab, "a", "b", "10.99.1.2", StreamBytes);
        RequireLargePackets(sw, 2);
    }

    [Fact]
    public void Tcp_over_ipv6()
    {
        Lab.Require();
        Assert.SkipUnless(Socket.OSSupportsIPv6, "the kernel has no IPv6");
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        sw.Add(lab.AddHost("a", "fd99::1/64 nodad"));
        sw.Add(lab.AddHost("b", "fd99::2/64 nodad"));
        sw.Rule(1, To(2));
        sw.Rule(2, To(1));
        Streams.RequireTcp(lab, "a", "b", "fd99::2", StreamBytes);
        RequireLargePackets(sw, 2);
    }

    [Theory]
    [InlineData(0x8100)]
    [InlineData(0x88a8)]
    public void Tcp_over_a_tagged_trunk_of_packet_sockets(int tpid)
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        sw.Add(lab.AddHost("a", "10.99.2.1/24"));
        sw.Add(lab.AddHost("b", "10.99.2.2/24"));
        AddTrunk(lab, tpid == Vlan ? 1500 : 1508);
        sw.Add(lab.Name("t3"));
        sw.Add(lab.Name("t4"));
        sw.Rule(1, DpAction.PushVlan((ushort)tpid, 10), To(3));
        sw.Rule(4, DpAction.PopVlan(), To(2));
        sw.Rule(2, DpAction.PushVlan((ushort)tpid, 10), To(4));
        sw.Rule(3, DpAction.PopVlan(), To(1));
        Streams.RequireTcp(lab, "a", "b", "10.99.2.2", StreamBytes);
        RequireLargePackets(sw, 4);
    }

    [Fact]
    public void Tcp_over_a_trunk_with_two_tags()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        sw.Add(lab.AddHost("a", "10.99.3.1/24"));
        sw.Add(lab.AddHost("b", "10.99.3.2/24"));
        AddTrunk(lab, 1508);
        sw.Add(lab.Name("t3"));
        sw.Add(lab.Name("t4"));
        DpAction[] push = [DpAction.PushVlan(Vlan, 10), DpAction.PushVlan(0x88a8, 20)];
        DpAction[] pop = [DpAction.PopVlan(), DpAction.PopVlan()];
        sw.Rule(1, [.. push, To(3)]);
        sw.Rule(4, [.. pop, To(2)]);
        sw.Rule(2, [.. push, To(4)]);
        sw.Rule(3, [.. pop, To(1)]);
        Streams.RequireTcp(lab, "a", "b", "10.99.3.2", StreamBytes);
        RequireLargePackets(sw, 4);
    }

    [Fact]
    public void Tcp_between_a_veth_and_a_tap_device()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        sw.Add(lab.AddHost("a", "10.99.4.1/24"));
        AddTapHost(lab, sw, "b", "10.99.4.2/24");
        sw.Rule(1, To(2));
        sw.Rule(2, To(1));
        Streams.RequireTcp(lab, "a", "b", "10.99.4.2", StreamBytes);
        Streams.RequireTcp(lab, "b", "a", "10.99.4.1", StreamBytes);
        RequireLargePackets(sw, 2);
    }

    [Fact]
    public void Tcp_tagged_through_a_tap_device()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        sw.Add(lab.AddHost("a", "10.99.5.1/24"));
        sw.Add(lab.AddHost("b", "10.99.5.2/24"));
        var tap = lab.Name("tap");
        sw.Add(tap, "tap");
        lab.AddVeth(lab.Name("v4"), lab.Name("v5"));
        Lab.Run("ip", $"link set {lab.Name("v5")} up");
        Lab.Run("ip", $"link set {tap} up");
        sw.Add(lab.Name("v4"));
        RedirectAll(tap, lab.Name("v5"));
        RedirectAll(lab.Name("v5"), tap);
        // Host a's frames are written to the TAP device with a tag, go through the kernel to v4, and lose the tag there.
        sw.Rule(1, DpAction.PushVlan(Vlan, 10), To(3));
        sw.Rule(4, DpAction.PopVlan(), To(2));
        sw.Rule(2, DpAction.PushVlan(Vlan, 10), To(4));
        sw.Rule(3, DpAction.PopVlan(), To(1));
        Streams.RequireTcp(lab, "a", "b", "10.99.5.2", StreamBytes);
        Streams.RequireTcp(lab, "b", "a", "10.99.5.1", StreamBytes);
        RequireLargePackets(sw, 4);
    }

    [Fact]
    public void Udp_segments_arrive_as_datagrams()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        sw.Add(lab.AddHost("a", "10.99.6.1/24"));
        AddTapHost(lab, sw, "b", "10.99.6.2/24");
        sw.Rule(1, DpAction.PushVlan(Vlan, 3), DpAction.PopVlan(), To(2));
        sw.Rule(2, To(1));
        using var receiver = lab.Inside("b", () => BoundUdp("10.99.6.2"));
        using var sender = lab.Inside("a", () => BoundUdp("10.99.6.1"));
        const int segmentBytes = 1000;
        sender.SetRawSocketOption(17, 103, BitConverter.GetBytes(segmentBytes)); // UDP_SEGMENT
        var message = new byte[(30 * segmentBytes) + 77];
        new Random(5).NextBytes(message);
        sender.SendTo(message, receiver.LocalEndPoint!);
        var datagram = new byte[65536];
        for (var at = 0; at < message.Length; at += segmentBytes)
        {
            var expected = message.AsSpan(at, Math.Min(segmentBytes, message.Length - at));
            var count = receiver.Receive(datagram);
            Assert.True(expected.SequenceEqual(datagram.AsSpan(0, count)));
        }

        Assert.True(sw.Port(1).RxPackets < 10, $"{sw.Port(1)}");
    }

    [Fact]
    public void A_port_with_offloads_switched_off_gets_whole_frames_too()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        sw.Add(lab.AddHost("a", "10.99.7.1/24"));
        var port = lab.AddHost("b", "10.99.7.2/24");
        sw.Add(port);
        Assert.SkipUnless(Lab.TryRun("ethtool", $"-K {port} tx off tso off gso off", out var why), $"ethtool: {why}");
        sw.Rule(1, To(2));
        sw.Rule(2, To(1));
        Streams.RequireTcp(lab, "a", "b", "10.99.7.2", StreamBytes / 4);
        Assert.Equal(0, sw.Port(2).TxErrors);
    }

    [Fact]
    public void A_segmentation_packet_that_the_kernel_refuses_is_cut_in_software()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        AddTrunk(lab, 1500);
        sw.Types.EnableDummy(replaceSystem: false);
        var source = (DummyNetdev)sw.Add(lab.Name("d1"), "dummy");
        sw.Add(lab.Name("t3"));
        sw.Add(lab.Name("t4"));
        sw.Rule(1, To(2));
        byte[] headers =
        [
            2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0, 0x45, 0, 0, 0, 0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2,
            0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0x50, 0x10, 0, 0, 0, 0, 0, 0,
        ];
        var offload = new OffloadState
        {
            Flags = OffloadFlags.NeedsChecksum,
            ChecksumStart = 34,
            ChecksumOffset = 16,
            Segmentation = SegmentationKind.Tcp4,
            SegmentSizeBytes = 1400,
            HeaderSizeBytes = 60000, // Longer than the packet: EINVAL.
        };
        Assert.True(source.Inject([.. headers, .. new byte[4000]], offload));
        sw.Datapath.Settle();
        sw.Datapath.Settle();
        Assert.Equal((1, 3, 0), (sw.Port(2).TxFinished, sw.Port(2).TxPackets, sw.Port(2).TxErrors));
        Assert.Equal((3, 4000 + (3 * headers.Length)), (sw.Port(3).RxPackets, sw.Port(3).RxBytes));
    }

    // The kernel lets packet sockets exceed the MTU by one tag of type 0x8100 and by nothing else.
    private static void AddTrunk(Lab lab, int mtu)
    {
        lab.AddVeth(lab.Name("t3"), lab.Name("t4"));
        Lab.Run("ip", $"link set {lab.Name("t3")} mtu {mtu}");
        Lab.Run("ip", $"link set {lab.Name("t4")} mtu {mtu} up");
    }

    private static Socket BoundUdp(string address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 30_000 };
        socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
        return socket;
    }

    // The device keeps working for us when it moves to another namespace, though we no longer see it there.
    private static void AddTapHost(Lab lab, SwitchUnderTest sw, string suffix, string address)
    {
        var name = lab.Name("tap");
        sw.Add(name, "tap");
        lab.AddNamespace(suffix);
        Lab.Run("ip", $"link set {name} netns {lab.Name(suffix)}");
        lab.In(suffix, $"link set {name} up");
        lab.In(suffix, $"addr add {address} dev {name}");
    }

    private static void RedirectAll(string from, string to)
    {
        Lab.Run("tc", $"qdisc add dev {from} ingress");
        Lab.Run("tc", $"filter add dev {from} parent ffff: protocol all u32 match u32 0 0 action mirred egress redirect dev {to}");
    }

    private static void RequireLargePackets(SwitchUnderTest sw, uint ports)
    {
        var sent = 0L;
        var bytes = 0L;
        for (var port = 1u; port <= ports; port++)
        {
            var statistics = sw.Port(port);
            Assert.Equal((0, 0, 0), (statistics.TxErrors, statistics.TxFinished, statistics.RxDropped));
            sent += statistics.RxPackets;
            bytes += statistics.RxBytes;
        }

        // With acknowledgements counted, segments of 1,448 bytes would average below that.
        Assert.True(bytes / sent > 3000, $"{bytes} bytes in {sent} packets");
    }
}
