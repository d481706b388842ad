using System.Collections.Generic;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;

namespace Ovs.Ofproto.Learning;

/// <summary>An address that is known. Guarded by its table's lock.</summary>
internal sealed class MacEntry
{
    public MacEntry(EthAddress mac, ushort vlan, Bundle bundle)
    {
        Mac = mac;
        Vlan = vlan;
        Bundle = bundle;
        Recency = new LinkedListNode<MacEntry>(this);
        BundleRecency = new LinkedListNode<MacEntry>(this);
    }

    public EthAddress Mac { get; }

    public ushort Vlan { get; }

    public Bundle Bundle { get; set; }

    /// <summary>Its place among all entries.</summary>
    public LinkedListNode<MacEntry> Recency { get; }

    /// <summary>Its place among the entries of its bundle.</summary>
    public LinkedListNode<MacEntry> BundleRecency { get; }

    public bool IsStatic { get; set; }

    /// <summary>Until the packet that caused it has been learned.</summary>
    public bool IsNew { get; set; } = true;

    public long ExpiresSeconds { get; set; }

    /// <summary>When the lock of a gratuitous ARP ends; always in the past if there is none.</summary>
    public long LockedUntilSeconds { get; set; } = long.MinValue;
}
