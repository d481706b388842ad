using System;
using System.Collections.Generic;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Netdev;
using Ovs.Flow.Key;
using Ovs.Native;

namespace Ovs.Datapath.Interface;

/// <summary>
/// A set of ports with a flow table that forwards packets by itself and asks an <see cref="IUpcallHandler"/> about those it
/// does not know.
/// </summary>
/// <remarks>
/// Three things implement it: packets through our own poll threads (`Userspace`), eBPF programs, the kernel's openvswitch
/// module. Control threads call everything here; no call waits for traffic. A megaflow is a cache line of truth that lives
/// with the owner: the datapath may refuse to install one, or lose it, and the owner may delete any at any time.
/// </remarks>
public interface IDatapath : IDisposable
{
    /// <summary>Name of the datapath, such as "ovs-netdev".</summary>
    string Name { get; }

    /// <summary>Type as in Bridge.datapath_type: "netdev" or "system".</summary>
    string Type { get; }

    /// <summary>Begins forwarding; misses go to <paramref name="handler"/>. Called once.</summary>
    void Start(IUpcallHandler handler);

    /// <summary>Adds <paramref name="netdev"/> as a port, at number <paramref name="requested"/> unless that is
    /// <see cref="DpPort.None"/>. EBUSY if the number, EEXIST if the name is taken, or the device's own error.</summary>
    Errno AddPort(INetdev netdev, DpPort requested, out DpPort port);

    /// <summary>Removes a port; ENODEV if there is none. The device stays open: it is its owner's. When the call returns
    /// no poll thread uses the device any more.</summary>
    Errno RemovePort(DpPort port);

    /// <summary>The ports now, by number: a snapshot that later changes do not touch.</summary>
    IReadOnlyList<DpPortInfo> Ports { get; }

    /// <summary>Gives false if there is no such port.</summary>
    bool TryGetPortStatistics(DpPort port, out PortStatistics statistics);

    DpStatistics Statistics { get; }

    /// <summary>How many megaflows may be installed; beyond, misses are answered but not installed.</summary>
    int FlowLimit { get; set; }

    /// <summary>Adds a megaflow. EEXIST if one with this mask and masked key is there; EFBIG at the limit.</summary>
    Errno InstallFlow(in FlowKey key, in FlowMask mask, DpActions actions, object? owner, out DpFlow? flow);

    /// <summary>Adds all flows to <paramref name="flows"/>, alive when the call looked at them.</summary>
    void DumpFlows(List<DpFlow> flows);

    /// <summary>Makes packets that match <paramref name="flow"/> do <paramref name="actions"/> from the next batch on; false
    /// if the flow is dead.</summary>
    bool ReplaceActions(DpFlow flow, DpActions actions);

    /// <summary>Removes a megaflow; false if it was dead already.</summary>
    bool DeleteFlow(DpFlow flow);

    /// <summary>Removes all megaflows.</summary>
    void FlushFlows();

    /// <summary>Runs <paramref name="actions"/> on a copy of <paramref name="frame"/> as if it had come in at
    /// <paramref name="inPort"/>, soon, on a poll thread. Any thread may call it, poll threads included.</summary>
    void Execute(ReadOnlySpan<byte> frame, DpPort inPort, DpActions actions);

    /// <summary>Waits until what was received, executed or changed before the call has had its effect on a poll thread.
    /// Control commands and tests use it; poll threads must not.</summary>
    void Settle();
}
