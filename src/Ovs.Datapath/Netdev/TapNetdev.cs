using Ovs.Native;
using Ovs.Native.Netlink;
using Ovs.Native.Tap;
using Ovs.Runtime.Logging;

namespace Ovs.Datapath.Netdev;

/// <summary>A TAP device that we create: the host's own end of a bridge (`internal`), or one for a program (`tap`).</summary>
/// <remarks>Disposing removes the device; a process that ends without leaves it to its successor, with its addresses.</remarks>
internal sealed class TapNetdev : KernelNetdev
{
    private static readonly LogModule s_log = LogModule.Define("netdev_linux");

    private readonly TapDevice _tap;

    private TapNetdev(string name, string type, LinkMonitor monitor, Ethtool ethtool, TapDevice tap)
        : base(name, type, monitor, ethtool) => _tap = tap;

    /// <summary>Creates device <paramref name="name"/>; EINVAL if another kind of device has the name, EBUSY if another
    /// process has this one.</summary>
    public static Errno Open(string name, string type, LinkMonitor monitor, Ethtool ethtool, out INetdev? netdev)
    {
        netdev = null;
        var error = TapDevice.Open(name, out var tap, out var failedStep);
        if (error.IsError)
        {
            s_log.Warn($"{failedStep}: {error}");
            return error;
        }

        if (tap!.EnableOffloads().IsError)
        {
            s_log.Info($"{name}: Disabling checksum and segment offloading due to missing kernel support");
        }

        error = monitor.Refresh(name);
        if (error.IsError)
        {
            Close(tap);
            return error;
        }

        netdev = new TapNetdev(name, type, monitor, ethtool, tap);
        return Errno.None;
    }

    public override Errno GetStatistics(out NetdevStatistics statistics)
    {
        // Turned around: what the kernel sent into the device is what we received. The original shows zero for kinds of
        // errors that a TAP device cannot have.
        var error = ReadCounters(out var counters);
        statistics = new NetdevStatistics
        {
            RxPackets = (long)counters.TxPackets,
            TxPackets = (long)counters.RxPackets,
            RxBytes = (long)counters.TxBytes,
            TxBytes = (long)counters.RxBytes,
            RxDropped = (long)counters.TxDropped,
            TxDropped = (long)counters.RxDropped,
            RxErrors = (long)counters.TxErrors,
            TxErrors = (long)counters.RxErrors,
            RxFrameErrors = 0,
            RxOverErrors = 0,
            RxCrcErrors = 0,
            RxMissedErrors = 0,
            Collisions = (long)counters.Collisions,
            RxMulticastPackets = (long)counters.Multicast,
        };
        return error;
    }

    public override Errno OpenIo(out IPortIo? io)
    {
        io = new TapIo(Name, _tap);
        return Errno.None;
    }

    public override void Dispose()
    {
        base.Dispose();
        Close(_tap);
    }

    private static void Close(TapDevice tap)
    {
        var error = tap.Remove();
        if (error.IsError && error != Errno.EBADFD)
        {
            s_log.Warn($"removing tap device failed: {error}");
        }

        tap.Dispose();
    }
}
