using System;
using System.Runtime.InteropServices;

namespace Ovs.Native.Netlink;

/// <summary>The kernel's counters of a device, the start of struct rtnl_link_stats64 (linux/if_link.h).</summary>
/// <remarks>Properties, not fields, so that the record can be read whole from the message: the order is the kernel's.</remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct LinkCounters(
    ulong RxPackets,
    ulong TxPackets,
    ulong RxBytes,
    ulong TxBytes,
    ulong RxErrors,
    ulong TxErrors,
    ulong RxDropped,
    ulong TxDropped,
    ulong Multicast,
    ulong Collisions,
    ulong RxLengthErrors,
    ulong RxOverErrors,
    ulong RxCrcErrors,
    ulong RxFrameErrors,
    ulong RxFifoErrors,
    ulong RxMissedErrors)
{
    /// <summary>Reads counters from an attribute; null if it is too short.</summary>
    public static LinkCounters? Read(ReadOnlySpan<byte> value) =>
        MemoryMarshal.TryRead<LinkCounters>(value, out var counters) ? counters : null;
}
