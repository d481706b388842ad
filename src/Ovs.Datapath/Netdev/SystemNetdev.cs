using Ovs.Native;
using Ovs.Native.Netlink;
using Ovs.Native.PacketSocket;
using Ovs.Runtime.Logging;

namespace Ovs.Datapath.Netdev;

/// <summary>An existing device of the kernel, used through packet sockets.</summary>
internal sealed class SystemNetdev : KernelNetdev
{
    // Room for a TCP window or two of segmentation packets; memory is taken only while packets wait.
    private const int SocketBufferBytes = 16 << 20;

    private static readonly LogModule s_log = LogModule.Define("netdev_linux");

    private SystemNetdev(string name, string type, LinkMonitor monitor, Ethtool ethtool)
        : base(name, type, monitor, ethtool)
    {
    }

    /// <summary>Opens device <paramref name="name"/>; ENODEV if there is none.</summary>
    public static Errno Open(string name, string type, LinkMonitor monitor, Ethtool ethtool, out INetdev? netdev)
    {
        var error = monitor.Refresh(name);
        netdev = error.IsError ? null : new SystemNetdev(name, type, monitor, ethtool);
        return error;
    }

    public override Errno GetStatistics(out NetdevStatistics statistics)
    {
        var error = ReadCounters(out var counters);
        statistics = new NetdevStatistics
        {
            RxPackets = (long)counters.RxPackets,
            TxPackets = (long)counters.TxPackets,
            RxBytes = (long)counters.RxBytes,
            TxBytes = (long)counters.TxBytes,
            RxDropped = (long)counters.RxDropped,
            TxDropped = (long)counters.TxDropped,
            RxErrors = (long)counters.RxErrors,
            TxErrors = (long)counters.TxErrors,
            RxFrameErrors = (long)counters.RxFrameErrors,
            RxOverErrors = (long)counters.RxOverErrors,
            RxCrcErrors = (long)counters.RxCrcErrors,
            RxMissedErrors = (long)counters.RxMissedErrors,
            Collisions = (long)counters.Collisions,
            RxMulticastPackets = (long)counters.Multicast,
        };
        return error;
    }

    public override Errno OpenIo(out IPortIo? io)
    {
        io = null;
        if (!Facts.Exists)
        {
            return Errno.ENODEV;
        }

        var error = PacketSocketFd.Open(Facts.IfIndex, SocketBufferBytes, out var socket);
        if (error.IsError)
        {
            s_log.Err($"{Name}: failed to bind raw socket ({error})");
            return error;
        }

        io = new PacketSocketIo(Name, socket!);
        return Errno.None;
    }
}
