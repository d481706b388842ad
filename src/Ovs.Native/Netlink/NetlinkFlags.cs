using System;

namespace Ovs.Native.Netlink;

/// <summary>Flags of a netlink request; the values are those of linux/netlink.h.</summary>
[Flags]
public enum NetlinkFlags : ushort
{
    None = 0,
    Request = 0x1,

    /// <summary>Asks for an answer that says whether it worked.</summary>
    Acknowledge = 0x4,

    /// <summary>Asks for all objects.</summary>
    Dump = 0x300,
}
