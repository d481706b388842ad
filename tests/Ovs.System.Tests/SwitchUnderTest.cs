using System;
using System.Collections.Generic;
using System.Threading;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Datapath.Userspace;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;
using Ovs.Native;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Time;

namespace Ovs.System.Tests;

/// <summary>The userspace datapath on real devices; a packet's actions depend on the port it came in at.</summary>
internal sealed class SwitchUnderTest : IUpcallHandler, IDisposable
{
    private readonly Dictionary<uint, DpAction[]> _actions = [];
    private readonly Lock _lock = new();
    private readonly List<INetdev> _netdevs = [];

    public SwitchUnderTest()
    {
        var clock = new Clock();
        Loop = new EventLoop(clock);
        Assert.Equal(Errno.None, NetdevTypes.Create(Loop, out var types));
        Types = types!;
        Datapath = new UserspaceDatapath("test", clock);
        Datapath.Start(this);
    }

    public EventLoop Loop { get; }

    public NetdevTypes Types { get; }

    public UserspaceDatapath Datapath { get; }

    public static DpAction To(uint port) => DpAction.Output(new DpPort(port));

    /// <summary>Adds a device; ports are numbered from 1.</summary>
    public INetdev Add(string name, string type = "system")
    {
        Assert.Equal(Errno.None, Types.Open(name, type, out var netdev));
        _netdevs.Add(netdev!);
        Assert.Equal(Errno.None, Datapath.AddPort(netdev!, DpPort.None, out _));
        return netdev!;
    }

    /// <summary>Says what happens to packets from port <paramref name="inPort"/>.</summary>
    public void Rule(uint inPort, params DpAction[] actions)
    {
        lock (_lock)
        {
            _actions[inPort] = actions;
        }

        // Devices talk as soon as they are up: what was decided before the rule was there is forgotten.
        Datapath.FlushFlows();
    }

    /// <summary>Turns the control loop until <paramref name="done"/>, for at most half a minute.</summary>
    public void Until(Func<bool> done) => Assert.True(Loop.RunUntil(done, Loop.Clock.NowMs + 30_000), "it did not happen in time");

    public PortStatistics Port(uint number)
    {
        Assert.True(Datapath.TryGetPortStatistics(new DpPort(number), out var statistics));
        return statistics;
    }

    public void Miss(Packet packet, in FlowKey key, UpcallResult result)
    {
        result.Mask.Bits.InPort = uint.MaxValue;
        lock (_lock)
        {
            foreach (var action in _actions.GetValueOrDefault(key.InPort, []))
            {
                result.Actions.Add(action);
            }
        }
    }

    public void Userspace(Packet packet, in FlowKey key, object cookie)
    {
    }

    public void BatchEnded()
    {
    }

    public void Dispose()
    {
        Datapath.Dispose();
        foreach (var netdev in _netdevs)
        {
            netdev.Dispose();
        }

        Types.Dispose();
        Loop.Dispose();
    }
}
