using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Datapath.Userspace;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;
using Ovs.Runtime.Time;

namespace Ovs.Datapath.Tests.Userspace;

/// <summary>A userspace datapath with dummy ports 1, 2, ... and an upcall handler that a test gives as a function.</summary>
internal sealed class TestSwitch : IUpcallHandler, IDisposable
{
    private readonly Action<FlowKey, UpcallResult> _decide;
    private readonly List<DummyNetdev> _ports = [];

    public TestSwitch(int ports, Action<FlowKey, UpcallResult> decide)
    {
        _decide = decide;
        Datapath = new UserspaceDatapath("test", Clock);
        for (var i = 1; i <= ports; i++)
        {
            var netdev = new DummyNetdev($"p{i}", "dummy");
            var sent = new ConcurrentQueue<byte[]>();
            netdev.Sent += frame => sent.Enqueue(frame.ToArray());
            _ports.Add(netdev);
            SentBy.Add(sent);
            Assert.Equal(default, Datapath.AddPort(netdev, DpPort.None, out var number));
            Assert.Equal((uint)i, number.Number);
        }

        Datapath.Start(this);
    }

    public Clock Clock { get; } = new();

    public UserspaceDatapath Datapath { get; }

    public List<ConcurrentQueue<byte[]>> SentBy { get; } = [];

    public int Misses { get; private set; }

    public ConcurrentQueue<(byte[] Frame, object Cookie)> Shown { get; } = new();

    /// <summary>Looks at the destination address, and does what <paramref name="actions"/> says.</summary>
    public static void Exactly(UpcallResult result, params ReadOnlySpan<DpAction> actions)
    {
        result.Mask.Bits.InPort = uint.MaxValue;
        result.Mask.Bits.EthDst = EthAddress.Broadcast;
        foreach (var action in actions)
        {
            result.Actions.Add(action);
        }
    }

    public static DpAction To(uint port) => DpAction.Output(new DpPort(port));

    /// <summary>Receives frames at <paramref name="port"/> and waits until they are dealt with.</summary>
    public void Receive(int port, params ReadOnlySpan<byte[]> frames)
    {
        foreach (var frame in frames)
        {
            Assert.True(_ports[port - 1].Inject(frame));
        }

        Datapath.Settle();
    }

    public void Receive(int port, byte[] frame, OffloadState offload)
    {
        Assert.True(_ports[port - 1].Inject(frame, offload));
        Datapath.Settle();
    }

    public byte[] SentOnce(int port)
    {
        Assert.True(SentBy[port - 1].TryDequeue(out var frame));
        Assert.Empty(SentBy[port - 1]);
        return frame;
    }

    public List<DpFlow> Dump()
    {
        var flows = new List<DpFlow>();
        Datapath.DumpFlows(flows);
        return flows;
    }

    public void Miss(Packet packet, in FlowKey key, UpcallResult result)
    {
        Misses++;
        _decide(key, result);
    }

    public void Userspace(Packet packet, in FlowKey key, object cookie) =>
        Shown.Enqueue((packet.Data.ToArray(), cookie));

    public void BatchEnded()
    {
    }

    public void Dispose()
    {
        Datapath.Dispose();
        foreach (var port in _ports)
        {
            port.Dispose();
        }
    }
}
