using System;
using System.Collections.Generic;
using System.Linq;
using Ovs.Flow.Fields;
using Ovs.Datapath.Netdev;
using Ovs.Flow.Key;
using Ovs.Flow.Tests;
using Ovs.Ofproto.Bundles;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Time;
using Ovs.Vswitchd.Desired;
using Ovs.Vswitchd.Reconfigure;

namespace Ovs.Vswitchd.Tests.Reconfigure;

/// <summary>A whole switch on dummy devices: configuration goes in, frames come out.</summary>
public sealed class SwitchRuntimeTests : IDisposable
{
    private readonly Clock _clock = new();
    private readonly EventLoop _loop;
    private readonly NetdevTypes _types;
    private readonly SwitchRuntime _runtime;

    public SwitchRuntimeTests()
    {
        _clock.Stop();
        _loop = new EventLoop(_clock);
        Assert.False(NetdevTypes.Create(_loop, out var types).IsError);
        _types = types!;
        _types.EnableDummy(replaceSystem: true);
        _runtime = new SwitchRuntime(_loop, _types, ["netdev", "system"]);
    }

    public void Dispose()
    {
        _runtime.Dispose();
        _types.Dispose();
        _loop.Dispose();
    }

    [Fact]
    public void Frames_are_flooded_then_learned()
    {
        Apply(Port("p1"), Port("p2"), Port("p3"));
        Assert.Equal(["p2", "p3"], Send("p1", from: 1, to: 2));
        Assert.Equal(["p1"], Send("p2", from: 2, to: 1));
        Assert.Equal(["p2"], Send("p1", from: 1, to: 2));
    }

    [Fact]
    public void A_change_of_vlans_holds_for_flows_that_are_there()
    {
        Apply(Port("p1"), Port("p2"), Port("p3"));
        Assert.Equal(["p2", "p3"], Send("p1", from: 1, to: 2));
        Apply(Port("p1", tag: 5), Port("p2"), Port("p3", tag: 6));
        Assert.Equal(["p2"], Send("p1", from: 1, to: 2));
    }

    [Fact]
    public void A_removed_port_gets_nothing_and_what_was_learned_there_is_forgotten()
    {
        Apply(Port("p1"), Port("p2"), Port("p3"));
        Send("p2", from: 2, to: 1);
        Apply(Port("p1"), Port("p3"));
        Assert.Equal(["p3"], Send("p1", from: 1, to: 2));
        Assert.Equal([Mac(1)], _runtime.Bridges["br0"].Macs.List().Select(entry => entry.Mac));
    }

    [Fact]
    public void Traffic_through_a_megaflow_keeps_addresses_young_and_silence_ages_them()
    {
        Apply(Port("p1"), Port("p2"));
        Send("p1", from: 1, to: 2);
        for (var i = 0; i < 100; i++)
        {
            _clock.Warp(5_000);
            Send("p1", from: 1, to: 2);
            _runtime.Settle();
        }

        Assert.Equal(1, _runtime.Datapath.Statistics.Missed);
        Assert.Equal(Mac(1), Assert.Single(_runtime.Bridges["br0"].Macs.List()).Mac);
        _clock.Warp(400_000);
        _runtime.Settle();
        Assert.Empty(_runtime.Bridges["br0"].Macs.List());
        Assert.Equal(0, _runtime.Datapath.Statistics.FlowCount);
    }

    [Fact]
    public void Numbers_are_those_asked_for_or_the_next_free_ones()
    {
        var requested = Port("p2") with { Interfaces = [new InterfaceConfig("p2", "system") { OfPortRequest = 1 }] };
        Apply(Port("p1"), requested, Port("p3"));
        Assert.Equal([1, 2, 3], NumbersOf("p1", "p2", "p3"));
        Apply(requested);
        Apply(Port("p1"), requested, Port("p4"));
        Assert.Equal([4, 2, 5], NumbersOf("p1", "p2", "p4"));
    }

    [Fact]
    public void A_bridge_is_identified_by_its_address()
    {
        Apply(Port("p1"));
        var bridge = _runtime.Bridges["br0"];
        Assert.Equal("0000020000000001", bridge.DatapathId);
        Assert.Equal("0000020000000001", bridge.TakeNewDatapathId() ?? bridge.DatapathId);
    }

    [Fact]
    public void A_datapath_type_that_does_not_exist_makes_no_bridge()
    {
        _runtime.Apply(SwitchConfig.Empty with { Bridges = [new BridgeConfig("br0", "nonsense", [Port("p1")])] });
        Assert.True(_runtime.IsEmpty);
    }

    [Fact]
    public void Clearing_leaves_no_ports()
    {
        Apply(Port("p1"), Port("p2"));
        _runtime.Clear();
        Assert.True(_runtime.IsEmpty);
        Assert.Empty(_runtime.Datapath.Ports);
    }

    private static EthAddress Mac(uint number) => new(0x0000_5000_0000_0000UL + number);

    private static PortConfig Port(string name, ushort? tag = null) => new(
        name,
        tag is { } vlan ? BundleSettings.Of(VlanMode.Access, vlan, null) : new BundleSettings(),
        [new InterfaceConfig(name, "system")]);

    private void Apply(params PortConfig[] ports) => _runtime.Apply(new SwitchConfig(
        [
            new BridgeConfig("br0", "netdev", ports)
            {
                MacAgingSeconds = 300, MacTableSize = 100, DefaultMac = new EthAddress(0x0200_0000_0001),
            },
        ])
    {
        MaxIdleMs = 10_000,
        MaxRevalidatorMs = 500,
        FlowLimit = 1000,
        VlanLimit = 1,
        StatisticsIntervalMs = 5000,
    });

    private List<int> NumbersOf(params string[] names) =>
        [.. names.Select(name => (int)_runtime.Bridges["br0"].Interfaces[name].OfPort.Number)];

    /// <summary>Receives a frame at a port; gives the names of the ports that it left by.</summary>
    private List<string> Send(string port, uint from, uint to)
    {
        var sent = new List<string>();
        var frame = Frames.Ethernet(Mac(from).ToUInt64(), Mac(to).ToUInt64()).Ipv4(1, 2, 17, 8).Udp(1, 2, 0).ToArray();
        var handlers = new List<(DummyNetdev Device, DummyNetdev.FrameHandler Handler)>();
        foreach (var info in _runtime.Datapath.Ports)
        {
            if (info.Netdev is DummyNetdev device)
            {
                void Note(ReadOnlySpan<byte> bytes)
                {
                    lock (sent)
                    {
                        sent.Add(device.Name);
                    }
                }

                device.Sent += Note;
                handlers.Add((device, Note));
            }
        }

        Assert.True(((DummyNetdev)_runtime.Bridges["br0"].Interfaces[port].Netdev!).Inject(frame));
        _runtime.Datapath.Settle();
        foreach (var (device, handler) in handlers)
        {
            device.Sent -= handler;
        }

        _runtime.Settle();
        sent.Sort(StringComparer.Ordinal);
        return sent;
    }
}
