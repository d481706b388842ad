using System;
using System.Linq;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;
using Ovs.Flow.Tests;
using Ovs.Native;
using static Ovs.Datapath.Tests.Userspace.TestSwitch;

namespace Ovs.Datapath.Tests.Userspace;

public sealed class UserspaceDatapathTests
{
    private static readonly byte[] s_frame = Frames.Ethernet(0x0200_0000_0001, 0x0200_0000_0002)
        .Ipv4(1, 2, IpProtocols.Tcp, 20).Tcp(1, 2, 3, 0x10).ToArray();

    [Fact]
    public void A_miss_installs_a_flow_that_later_packets_hit()
    {
        using var sw = new TestSwitch(2, (_, result) => Exactly(result, To(2)));
        sw.Clock.Stop();
        sw.Clock.Warp(5000);
        sw.Receive(1, s_frame);
        Assert.Equal(s_frame, sw.SentOnce(2));
        var flow = Assert.Single(sw.Dump());
        Assert.Equal(default, flow.Statistics);
        sw.Receive(1, s_frame, s_frame, s_frame);
        Assert.Equal(1, sw.Misses);
        Assert.Equal(3, sw.SentBy[1].Count);
        Assert.Equal(new FlowStatistics(3, 3 * s_frame.Length, sw.Clock.NowMs, 0x10), flow.Statistics);
        Assert.Equal((3, 1, 0, 1), (sw.Datapath.Statistics.Hit, sw.Datapath.Statistics.Missed, sw.Datapath.Statistics.Lost, sw.Datapath.Statistics.FlowCount));
        Assert.Equal("2", flow.Actions.ToString());
    }

    [Fact]
    public void Packets_of_one_batch_miss_once()
    {
        using var sw = new TestSwitch(2, (_, result) => Exactly(result, To(2)));
        sw.Receive(1, s_frame);
        sw.Datapath.FlushFlows();
        sw.Receive(1, s_frame, s_frame, s_frame, s_frame);
        Assert.Equal(2, sw.Misses);
        Assert.Equal(5, sw.SentBy[1].Count);
    }

    [Fact]
    public void An_answer_for_one_packet_is_not_installed()
    {
        using var sw = new TestSwitch(2, (_, result) =>
        {
            Exactly(result, To(2));
            result.Install = false;
        });
        sw.Receive(1, s_frame);
        sw.Receive(1, s_frame);
        Assert.Equal(2, sw.Misses);
        Assert.Empty(sw.Dump());
        Assert.Equal(2, sw.SentBy[1].Count);
    }

    [Fact]
    public void Order_within_a_flow_is_kept()
    {
        using var sw = new TestSwitch(3, (key, result) => Exactly(result, To(key.EthDst.ToUInt64() % 2 == 0 ? 2u : 3u)));
        var frames = Enumerable.Range(0, 90).Select(i => Frames.Ethernet(1, (ulong)(0x0200_0000_0000 + (i % 4)), 0x1234).Big((ulong)i, 46).ToArray()).ToArray();
        sw.Receive(1, frames);
        foreach (var sent in new[] { sw.SentBy[1], sw.SentBy[2] })
        {
            foreach (var flow in sent.GroupBy(frame => frame[5]))
            {
                Assert.Equal(flow.OrderBy(frame => frame[59]), flow);
            }
        }

        Assert.Equal(90, sw.SentBy[1].Count + sw.SentBy[2].Count);
    }

    [Fact]
    public void Changes_after_an_output_do_not_reach_it()
    {
        using var sw = new TestSwitch(4, (_, result) =>
            Exactly(result, To(2), DpAction.PushVlan(0x8100, 10), To(3), DpAction.PopVlan(), To(4)));
        for (var round = 0; round < 2; round++)
        {
            sw.Receive(1, s_frame);
            Assert.Equal(s_frame, sw.SentOnce(2));
            Assert.Equal([.. s_frame[..12], 0x81, 0, 0, 10, .. s_frame[12..]], sw.SentOnce(3));
            Assert.Equal(s_frame, sw.SentOnce(4));
        }
    }

    [Fact]
    public void A_truncated_copy_leaves_the_packet_whole()
    {
        using var sw = new TestSwitch(3, (_, result) => Exactly(result, DpAction.Truncate(20), To(2), To(3)));
        sw.Receive(1, s_frame);
        Assert.Equal(s_frame[..20], sw.SentOnce(2));
        Assert.Equal(s_frame, sw.SentOnce(3));
    }

    [Fact]
    public void A_userspace_action_shows_the_packet_as_it_is_then()
    {
        using var sw = new TestSwitch(2, (_, result) => Exactly(result, DpAction.PushVlan(0x8100, 7), DpAction.Userspace("why"), To(2)));
        sw.Receive(1, s_frame);
        sw.Receive(1, s_frame);
        Assert.Equal(2, sw.Shown.Count);
        Assert.All(sw.Shown, shown => Assert.Equal(("why", s_frame.Length + 4), (shown.Cookie, shown.Frame.Length)));
    }

    [Fact]
    public void What_a_sender_left_to_do_is_done_for_a_port_that_cannot()
    {
        using var sw = new TestSwitch(2, (_, result) => Exactly(result, DpAction.PushVlan(0x8100, 10), To(2)));
        var payload = new byte[3000];
        new Random(1).NextBytes(payload);
        var frame = Frames.Ethernet(1, 2).Ipv4(1, 2, IpProtocols.Tcp, 20 + payload.Length).Tcp(1, 2, 3, 0x18).Raw(payload).ToArray();
        sw.Receive(1, frame, new OffloadState
        {
            Flags = OffloadFlags.NeedsChecksum,
            ChecksumStart = 34,
            ChecksumOffset = 16,
            Segmentation = SegmentationKind.Tcp4,
            SegmentSizeBytes = 1448,
        });
        var segments = sw.SentBy[1].ToArray();
        Assert.Equal([18 + 40 + 1448, 18 + 40 + 1448, 18 + 40 + 104], segments.Select(segment => segment.Length));
        Assert.All(segments, segment => Assert.Equal(0, Frames.VerifyTransport(segment, 18, 38)));
        Assert.Equal(payload, segments.SelectMany(segment => segment[58..]));
        Assert.True(sw.Datapath.TryGetPortStatistics(new DpPort(2), out var statistics));
        Assert.Equal((1, 3), (statistics.TxFinished, statistics.TxPackets));
    }

    [Fact]
    public void A_packet_out_runs_its_actions()
    {
        using var sw = new TestSwitch(2, (_, _) => { });
        sw.Datapath.Execute(s_frame, new DpPort(1), new DpActions([DpAction.PushVlan(0x8100, 5), To(2)]));
        sw.Datapath.Settle();
        Assert.Equal(s_frame.Length + 4, sw.SentOnce(2).Length);
        Assert.Equal(0, sw.Misses);
    }

    [Fact]
    public void Flows_are_replaced_deleted_and_limited()
    {
        var owner = new object();
        using var sw = new TestSwitch(3, (_, result) =>
        {
            Exactly(result, To(2));
            result.Owner = owner;
        });
        sw.Receive(1, s_frame);
        var flow = Assert.Single(sw.Dump());
        Assert.Same(owner, flow.Owner);
        Assert.True(sw.Datapath.ReplaceActions(flow, new DpActions([To(3)])));
        sw.Receive(1, s_frame);
        Assert.Equal(s_frame, sw.SentOnce(3));
        Assert.True(sw.Datapath.DeleteFlow(flow));
        Assert.False(sw.Datapath.DeleteFlow(flow));
        Assert.False(sw.Datapath.ReplaceActions(flow, DpActions.Drop));
        Assert.True(flow.IsDead);
        Assert.Equal(1, flow.Statistics.Packets);
        sw.Datapath.FlowLimit = 0;
        sw.Receive(1, s_frame);
        Assert.Equal(2, sw.Misses);
        Assert.Equal(2, sw.SentBy[1].Count);
        Assert.Empty(sw.Dump());
    }

    [Fact]
    public void Installing_by_hand_refuses_duplicates()
    {
        using var sw = new TestSwitch(2, (_, _) => { });
        var mask = default(FlowMask);
        mask.Bits.InPort = uint.MaxValue;
        var key = new FlowKey { InPort = 1 };
        var actions = new DpActions([To(2)]);
        Assert.Equal(Errno.None, sw.Datapath.InstallFlow(in key, in mask, actions, null, out var flow));
        key.EthType = 5;
        Assert.Equal(Errno.EEXIST, sw.Datapath.InstallFlow(in key, in mask, actions, null, out var same));
        Assert.Same(flow, same);
        sw.Receive(1, s_frame);
        Assert.Equal(s_frame, sw.SentOnce(2));
        Assert.Equal(0, sw.Misses);
    }

    [Fact]
    public void Port_numbers_are_stable_and_requests_are_honoured()
    {
        using var sw = new TestSwitch(2, (_, _) => { });
        using var a = new DummyNetdev("a", "dummy");
        using var b = new DummyNetdev("b", "dummy");
        using var same = new DummyNetdev("a", "dummy");
        Assert.Equal(Errno.EBUSY, sw.Datapath.AddPort(a, new DpPort(2), out _));
        Assert.Equal(Errno.None, sw.Datapath.AddPort(a, new DpPort(77), out var requested));
        Assert.Equal(Errno.EEXIST, sw.Datapath.AddPort(same, DpPort.None, out _));
        Assert.Equal(Errno.None, sw.Datapath.AddPort(b, DpPort.None, out var free));
        Assert.Equal((77u, 3u), (requested.Number, free.Number));
        Assert.Equal(Errno.None, sw.Datapath.RemovePort(new DpPort(1)));
        Assert.Equal(Errno.ENODEV, sw.Datapath.RemovePort(new DpPort(1)));
        Assert.Equal(["p2", "b", "a"], sw.Datapath.Ports.Select(port => port.Name));
        Assert.False(sw.Datapath.TryGetPortStatistics(new DpPort(1), out _));
    }

    [Fact]
    public void A_packet_for_a_removed_port_is_dropped()
    {
        using var sw = new TestSwitch(2, (_, result) => Exactly(result, To(2)));
        Assert.Equal(Errno.None, sw.Datapath.RemovePort(new DpPort(2)));
        sw.Receive(1, s_frame);
        Assert.Empty(sw.SentBy[1]);
        Assert.Equal(1, sw.Misses);
    }
}
