using System;
using System.Collections.Generic;
using System.Linq;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Flow.Key;
using Ovs.Native;
using static Ovs.System.Tests.SwitchUnderTest;

namespace Ovs.System.Tests.Datapath;

public sealed class DeviceTests
{
    private static readonly byte[] s_frame = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2, 0, 0, 0, 0, 1, 0x12, 0x34, .. new byte[46]];

    [Fact]
    public void A_missing_device_heals_when_it_appears()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        var name = lab.Name("v1");
        Assert.Equal(Errno.ENODEV, sw.Types.Open(name, "", out _));
        Assert.Equal("No such device", Errno.ENODEV.Text);
        var appeared = false;
        sw.Types.Links.Changed += changed => appeared |= changed == name;
        lab.AddVeth(name, lab.Name("v2"));
        sw.Until(() => appeared);
        var netdev = sw.Add(name);
        Assert.True(netdev.Facts.Exists);
        Assert.Equal("system", netdev.Type);
    }

    [Fact]
    public void A_device_that_vanishes_is_noticed_and_its_successor_works()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        sw.Add(lab.AddHost("a", "10.99.8.1/24"));
        var port = lab.AddHost("b", "10.99.8.2/24");
        var netdev = sw.Add(port);
        sw.Rule(1, To(2));
        sw.Rule(2, To(1));
        Streams.RequireTcp(lab, "a", "b", "10.99.8.2", 1 << 20);
        Lab.Run("ip", $"link delete {port}");
        sw.Until(() => !netdev.Facts.Exists);
        sw.Datapath.Execute(s_frame, new DpPort(1), new DpActions([To(2)]));
        sw.Datapath.Settle();
        Assert.Equal(Errno.ENODEV, netdev.SetMtu(1400));
        Assert.Equal(Errno.ENODEV, netdev.GetStatistics(out _));
        Assert.Equal(Errno.None, sw.Datapath.RemovePort(new DpPort(2)));
        lab.AddVeth(port, $"eth0 netns {lab.Name("b")}");
        lab.In("b", "link set eth0 up");
        lab.In("b", "addr add 10.99.8.2/24 dev eth0");
        lab.In("a", "neigh flush dev eth0");
        sw.Add(port);
        Streams.RequireTcp(lab, "a", "b", "10.99.8.2", 1 << 20);
    }

    [Fact]
    public void A_device_that_goes_down_and_up_works_again()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        sw.Add(lab.AddHost("a", "10.99.9.1/24"));
        var port = lab.AddHost("b", "10.99.9.2/24");
        var netdev = sw.Add(port);
        sw.Rule(1, To(2));
        sw.Rule(2, To(1));
        Assert.True(netdev.Facts.IsAdminUp);
        Assert.Equal(Errno.None, netdev.SetUp(false));
        Assert.False(netdev.Facts.IsAdminUp);
        sw.Datapath.Execute(s_frame, new DpPort(1), new DpActions([To(2)]));
        sw.Datapath.Settle();
        Assert.Equal(1, sw.Port(2).TxDropped);
        Assert.Equal(Errno.None, netdev.SetUp(true));
        sw.Until(() => netdev.Facts is { HasCarrier: true, CarrierResets: >= 2 });
        Streams.RequireTcp(lab, "a", "b", "10.99.9.2", 1 << 20);
    }

    [Fact]
    public void What_we_send_does_not_come_back()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        lab.AddVeth(lab.Name("v1"), lab.Name("v2"));
        Lab.Run("ip", $"link set {lab.Name("v2")} up");
        sw.Add(lab.Name("v1"));
        sw.Add(lab.Name("v2"));
        sw.Datapath.Execute(s_frame, DpPort.None, new DpActions([To(1)]));
        sw.Datapath.Settle();
        sw.Datapath.Settle();
        Assert.Equal((0, 1), (sw.Port(1).RxPackets, sw.Port(1).TxPackets));
        Assert.Equal((1, 0), (sw.Port(2).RxPackets, sw.Port(2).TxPackets));
        Assert.Equal(s_frame.Length, sw.Port(2).RxBytes);
    }

    [Fact]
    public void A_tag_that_the_kernel_took_out_is_put_back()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        lab.AddVeth(lab.Name("v1"), lab.Name("v2"));
        Lab.Run("ip", $"link set {lab.Name("v2")} up");
        sw.Add(lab.Name("v1"));
        sw.Add(lab.Name("v2"));
        var tagged = new DpActions([DpAction.PushVlan(0x88a8, 0x6007), To(1)]);
        sw.Datapath.Execute(s_frame, DpPort.None, tagged);
        sw.Datapath.Settle();
        sw.Datapath.Settle();
        var flows = new List<DpFlow>();
        sw.Datapath.DumpFlows(flows);
        var key = Assert.Single(flows).FullKey;
        Assert.Equal((new VlanTag(0x7007, 0x88a8), 0x1234), (key.Vlan0, key.EthType));
    }

    [Fact]
    public void Facts_and_settings_of_a_device()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        var netdev = sw.Add(lab.AddHost("a", "10.99.10.1/24"));
        Assert.Equal(("veth", "1.0", 1500), (netdev.Facts.DriverName, netdev.Facts.DriverVersion, netdev.Facts.Mtu));
        Assert.Equal((10_000_000_000, Duplex.Full), (netdev.Facts.SpeedBitsPerSecond, netdev.Facts.Duplex));
        var mac = new EthAddress(0x0200_0000_00aa);
        Assert.Equal(Errno.None, netdev.SetMac(mac));
        Assert.Equal(Errno.None, netdev.SetMtu(1400));
        Assert.Equal((mac, 1400), (netdev.Facts.Mac, netdev.Facts.Mtu));
        Assert.Equal(Errno.EINVAL, netdev.SetMtu(1));
        Lab.Run("ip", $"link set {netdev.Name} mtu 1300");
        sw.Until(() => netdev.Facts.Mtu == 1300);
        Assert.Equal(Errno.None, netdev.GetStatistics(out var statistics));
        Assert.Equal(
            ["rx_packets", "tx_packets", "rx_bytes", "tx_bytes", "rx_dropped", "tx_dropped", "rx_errors", "tx_errors",
                "rx_frame_err", "rx_over_err", "rx_crc_err", "rx_missed_errors", "collisions", "rx_multicast_packets"],
            statistics.Named().Select(row => row.Key));
    }

    [Fact]
    public void An_internal_device_is_made_and_unmade()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        var name = lab.Name("br");
        Assert.Equal(Errno.None, sw.Types.Open(name, "internal", out var netdev));
        Assert.Equal("tun", netdev!.Facts.DriverName);
        var mac = new EthAddress(0x0200_0000_00bb);
        Assert.Equal(Errno.None, netdev.SetMac(mac));
        Assert.Equal(Errno.None, netdev.SetUp(true));
        Assert.Equal((mac, true), (netdev.Facts.Mac, netdev.Facts.IsAdminUp));
        Assert.Equal(Errno.EBUSY, sw.Types.Open(name, "internal", out _));
        Assert.Contains("persist on", Lab.Run("ip", $"-d link show {name}"));
        netdev.Dispose();
        sw.Until(() => !sw.Types.Links.TryGet(name, out _, out _));
        Assert.Equal(Errno.ENODEV, sw.Types.Open(name, "system", out _));
    }

    [Fact]
    public void A_name_that_another_kind_of_device_has_is_refused()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        lab.AddVeth(lab.Name("v1"), lab.Name("v2"));
        Assert.Equal(Errno.EINVAL, sw.Types.Open(lab.Name("v1"), "internal", out _));
        Assert.Equal(Errno.EAFNOSUPPORT, sw.Types.Open(lab.Name("v1"), "strange", out _));
    }

    [Fact]
    public void A_tap_device_that_somebody_removes_does_no_harm()
    {
        Lab.Require();
        using var lab = new Lab();
        using var sw = new SwitchUnderTest();
        var netdev = sw.Add(lab.Name("tap"), "tap");
        Lab.Run("ip", $"link delete {netdev.Name}");
        sw.Until(() => !netdev.Facts.Exists);
        sw.Datapath.Execute(s_frame, DpPort.None, new DpActions([To(1)]));
        sw.Datapath.Settle();
        Assert.Equal(1, sw.Port(1).TxErrors + sw.Port(1).TxDropped);
        Assert.Equal(Errno.None, sw.Datapath.RemovePort(new DpPort(1)));
    }

    [Fact]
    public void Loopback_is_no_port()
    {
        Lab.Require();
        using var sw = new SwitchUnderTest();
        Assert.Equal(Errno.None, sw.Types.Open("lo", "system", out var lo));
        Assert.Equal(Errno.EINVAL, sw.Datapath.AddPort(lo!, DpPort.None, out _));
        lo!.Dispose();
    }
}
