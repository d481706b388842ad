using System;
using System.Collections.Generic;
using System.Threading;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Flow.Key;
using Ovs.Native;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Time;

namespace Ovs.Datapath.Userspace;

/// <summary>
/// The datapath that needs nothing of the kernel but sockets: packets go through our own threads.
/// </summary>
/// <remarks>
/// <para>What it is: ports (<see cref="INetdev"/>), and poll threads, now one, that each own the receive side of some ports,
/// an exact-match cache, a megaflow table, packet memory and counters. Because a table belongs to one thread, its counters
/// have one writer, and a hit takes no lock and shares no cache line with other threads.</para>
/// <para>Threads: control threads change ports and flows. The port table is an immutable snapshot that a poll thread adopts
/// between two batches; removal waits for that. Flow tables are changed under a lock of their own and read without.</para>
/// <para>Locks, outermost first: <see cref="_portLock"/> (changes of the port list, held while a poll thread adopts it),
/// then each table's. A poll thread takes only its table's, and only on a miss; it never takes the port lock.</para>
/// <para>Ownership: devices are their opener's; the datapath owns the I/O it opened on them. Packets never leave their
/// thread.</para>
/// </remarks>
public sealed class UserspaceDatapath : IDatapath
{
    /// <summary>Numbers are 16 bits wide, and the last is reserved, as in the original.</summary>
    private const uint MaxPorts = 65535;

    private static readonly LogModule s_log = LogModule.Define("dpif_netdev");

    private readonly Lock _portLock = new();
    private readonly PollThread _thread;
    private PortTable _ports = PortTable.Empty;

    public UserspaceDatapath(string name, Clock clock)
    {
        Name = name;
        _thread = new PollThread(clock, "poll");
    }

    public string Name { get; }

    public string Type => "netdev";

    public IReadOnlyList<DpPortInfo> Ports => Volatile.Read(ref _ports).Infos;

    public DpStatistics Statistics => _thread.Statistics;

    public int FlowLimit
    {
        get => _thread.FlowLimit;
        set => _thread.FlowLimit = value;
    }

    /// <summary>How many VLAN headers a key looks into, 1 or 2 (Open_vSwitch.other_config:vlan-limit).</summary>
    public int VlanLimit
    {
        get => _thread.VlanLimit;
        set => _thread.VlanLimit = Math.Clamp(value, 0, FlowExtractor.MaxVlanHeaders);
    }

    public void Start(IUpcallHandler handler) => _thread.Start(handler);

    public Errno AddPort(INetdev netdev, DpPort requested, out DpPort port)
    {
        port = DpPort.None;
        if (netdev.Facts.IsLoopback)
        {
            s_log.Err($"{netdev.Name}: cannot add a loopback device");
            return Errno.EINVAL;
        }

        lock (_portLock)
        {
            if (_ports.Find(netdev.Name) is not null)
            {
                return Errno.EEXIST;
            }

            var number = requested == DpPort.None ? FreeNumber() : requested.Number;
            if (number >= MaxPorts)
            {
                return Errno.EFBIG;
            }

            if (_ports.Find(number) is not null)
            {
                return Errno.EBUSY;
            }

            var error = netdev.OpenIo(out var io);
            if (error.IsError)
            {
                return error;
            }

            port = new DpPort(number);
            Volatile.Write(ref _ports, _ports.With(new PollPort(new DpPortInfo(port, netdev), io!)));
            _thread.Publish(_ports);
            return Errno.None;
        }
    }

    public Errno RemovePort(DpPort port)
    {
        lock (_portLock)
        {
            if (_ports.Find(port.Number) is not { } removed)
            {
                return Errno.ENODEV;
            }

            Volatile.Write(ref _ports, _ports.Without(removed));
            _thread.Remove(_ports, removed);
            return Errno.None;
        }
    }

    public bool TryGetPortStatistics(DpPort port, out PortStatistics statistics)
    {
        var found = Volatile.Read(ref _ports).Find(port.Number);
        statistics = found?.Io.Counters.Read() ?? default;
        return found is not null;
    }

    public Errno InstallFlow(in FlowKey key, in FlowMask mask, DpActions actions, object? owner, out DpFlow? flow)
    {
        var error = _thread.Flows.Install(in key, in mask, actions, owner, FlowLimit, out var installed);
        flow = installed;
        return error;
    }

    public void DumpFlows(List<DpFlow> flows) => _thread.Flows.ForEach(flows.Add);

    public bool ReplaceActions(DpFlow flow, DpActions actions) => _thread.Flows.Replace((Megaflow)flow, actions);

    public bool DeleteFlow(DpFlow flow) => _thread.Flows.Delete((Megaflow)flow);

    public void FlushFlows() => _thread.Flows.Flush();

    public void Execute(ReadOnlySpan<byte> frame, DpPort inPort, DpActions actions)
    {
        var copy = frame.ToArray();
        _thread.Post(() => _thread.Execute(copy, inPort, actions));
    }

    public void Settle() => _thread.Settle();

    public void Dispose() => _thread.Dispose();

    // Number 0 is the local port's: it is given only to who asks for it.
    private uint FreeNumber()
    {
        var number = 1u;
        while (_ports.Find(number) is not null)
        {
            number++;
        }

        return number;
    }
}
