using System;
using System.Collections.Generic;
using System.Globalization;
using Ovs.Datapath.Netdev;
using Ovs.Flow.Fields;
using Ovs.Ofproto.Connections;
using Ovs.Ofproto.Tables;
using Ovs.OpenFlow.Ports;
using Ovs.OpenFlow.Switches;
using Ovs.Runtime.CommandLine;

namespace Ovs.Vswitchd.Reconfigure;

/// <summary>A running bridge as an OpenFlow switch.</summary>
internal sealed class BridgeSwitch(BridgeRuntime bridge, SwitchRuntime runtime) : IOpenFlowSwitch
{
    public string Name => bridge.Name;

    public ulong DatapathId => ulong.Parse(bridge.DatapathId, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    public SwitchDescription Description =>
        new("Nicira, Inc.", "Open vSwitch", ProgramVersion.Number, "None", "None");

    public FlowTables Tables => bridge.Tables;

    public IReadOnlyList<PortDescription> Ports
    {
        get
        {
            var ports = new List<PortDescription>();
            foreach (var one in bridge.Interfaces.Values)
            {
                if (one.Netdev is { Facts.Exists: true } netdev)
                {
                    ports.Add(Describe(one, netdev.Facts));
                }
            }

            ports.Sort(static (a, b) => a.Port.Number.CompareTo(b.Port.Number));
            return ports;
        }
    }

    public PortStats? GetPortStats(OfPort port)
    {
        foreach (var one in bridge.Interfaces.Values)
        {
            if (one.OfPort == port && one.Netdev is { } netdev && !netdev.GetStatistics(out var counted).IsError)
            {
                return Count(one, counted);
            }
        }

        return null;
    }

    public void Settle() => runtime.Settle();

    private static PortDescription Describe(InterfaceRuntime one, NetdevFacts facts) => new()
    {
        Port = one.OfPort,
        Address = facts.Mac,
        Name = one.Name,
        Config = facts.IsAdminUp ? PortConfig.None : PortConfig.Down,
        State = facts.HasCarrier ? PortState.Live : PortState.LinkDown,
        Current = FeaturesOf(facts),
        CurrentSpeed = (uint)(facts.SpeedBitsPerSecond / 1000),
    };

    private static PortFeatures FeaturesOf(NetdevFacts facts)
    {
        var isFull = facts.Duplex != Duplex.Half;
        var speed = (facts.SpeedBitsPerSecond / 1_000_000) switch
        {
            10 => isFull ? PortFeatures.Full10Mb : PortFeatures.Half10Mb,
            100 => isFull ? PortFeatures.Full100Mb : PortFeatures.Half100Mb,
            1_000 => isFull ? PortFeatures.Full1Gb : PortFeatures.Half1Gb,
            10_000 => PortFeatures.Full10Gb,
            40_000 => PortFeatures.Full40Gb,
            100_000 => PortFeatures.Full100Gb,
            1_000_000 => PortFeatures.Full1Tb,
            0 => PortFeatures.None,
            _ => PortFeatures.Other,
        };
        return speed == PortFeatures.None ? speed : speed | PortFeatures.Copper;
    }

    private PortStats Count(InterfaceRuntime one, NetdevStatistics counted)
    {
        var lifeMs = Math.Max(0, runtime.NowMs - one.OpenedMs);
        var stats = new PortStats
        {
            Port = one.OfPort,
            DurationSeconds = (uint)(lifeMs / 1000),
            DurationNanoseconds = (uint)(lifeMs % 1000 * 1_000_000),
        };
        (PortCounter Counter, long? Value)[] rows =
        [
            (PortCounter.ReceivedPackets, counted.RxPackets),
            (PortCounter.SentPackets, counted.TxPackets),
            (PortCounter.ReceivedBytes, counted.RxBytes),
            (PortCounter.SentBytes, counted.TxBytes),
            (PortCounter.ReceivedDropped, counted.RxDropped),
            (PortCounter.SentDropped, counted.TxDropped),
            (PortCounter.ReceiveErrors, counted.RxErrors),
            (PortCounter.SendErrors, counted.TxErrors),
            (PortCounter.ReceiveFrameErrors, counted.RxFrameErrors),
            (PortCounter.ReceiveOverErrors, counted.RxOverErrors),
            (PortCounter.ReceiveCrcErrors, counted.RxCrcErrors),
            (PortCounter.Collisions, counted.Collisions),
        ];
        foreach (var (counter, value) in rows)
        {
            if (value is { } count)
            {
                stats[counter] = (ulong)count;
            }
        }

        return stats;
    }
}
