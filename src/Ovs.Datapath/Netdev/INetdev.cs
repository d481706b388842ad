using System;
using Ovs.Flow.Key;
using Ovs.Native;

namespace Ovs.Datapath.Netdev;

/// <summary>A network device that can be a port.</summary>
/// <remarks>Belongs to the control loop's thread, but for the I/O that it opens, which belongs to a poll thread. Disposing
/// closes it, and with that removes devices that exist only through us (internal, tap). Remove the port first.</remarks>
public interface INetdev : IDisposable
{
    string Name { get; }

    /// <summary>As in Interface.type, such as "system", "internal", "tap".</summary>
    string Type { get; }

    /// <summary>What is known of the device now; an immutable snapshot, renewed when the kernel reports a change.</summary>
    NetdevFacts Facts { get; }

    /// <summary>Raised on the control loop after <see cref="Facts"/> changed.</summary>
    event Action<INetdev>? Changed;

    Errno SetMac(EthAddress mac);

    Errno SetMtu(int mtu);

    /// <summary>Brings the device administratively up or down.</summary>
    Errno SetUp(bool up);

    /// <summary>The device's own counters, seen from the switch: "received" came out of the port into the switch.</summary>
    Errno GetStatistics(out NetdevStatistics statistics);

    /// <summary>Opens the device for receiving and sending; done by the datapath when the device becomes a port.</summary>
    Errno OpenIo(out IPortIo? io);
}
