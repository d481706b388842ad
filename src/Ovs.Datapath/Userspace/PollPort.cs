using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Flow.Packets;

namespace Ovs.Datapath.Userspace;

/// <summary>A port as its poll thread sees it.</summary>
internal sealed class PollPort(DpPortInfo info, IPortIo io)
{
    /// <summary>Packets on their way out; sent together when the thread has finished a batch.</summary>
    private PacketBatch _output;

    public DpPortInfo Info { get; } = info;

    public IPortIo Io { get; } = io;

    public ref PacketBatch Output => ref _output;

    /// <summary>True while the port is in the thread's list of ports that gave packets last time.</summary>
    public bool IsActive { get; set; }

    /// <summary>True while the thread waits for the port's descriptor.</summary>
    public bool IsWatched { get; set; }
}
