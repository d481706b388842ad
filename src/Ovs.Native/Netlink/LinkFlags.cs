using System;

namespace Ovs.Native.Netlink;

/// <summary>Flags of a network device (netdevice(7), IFF_*) that the switch looks at.</summary>
[Flags]
public enum LinkFlags : uint
{
    None = 0,
    Up = 0x1,
    Loopback = 0x8,
    Running = 0x40,
    Promiscuous = 0x100,
}
