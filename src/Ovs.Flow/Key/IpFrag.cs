using System;

namespace Ovs.Flow.Key;

/// <summary>What a packet is in terms of IP fragmentation; the bits are those of OpenFlow's nw_frag (NXM_NX_IP_FRAG).</summary>
[Flags]
public enum IpFrag : byte
{
    None = 0,

    /// <summary>It is a fragment.</summary>
    Any = 1,

    /// <summary>It is a fragment without the transport header.</summary>
    Later = 2,

    /// <summary>The mask that looks at every bit.</summary>
    Mask = Any | Later,
}
