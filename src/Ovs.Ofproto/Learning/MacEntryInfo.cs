using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;

namespace Ovs.Ofproto.Learning;

/// <summary>An entry of a <see cref="MacTable"/> at one moment.</summary>
/// <param name="AgeSeconds">Since it was refreshed; without meaning for static entries.</param>
public readonly record struct MacEntryInfo(
    EthAddress Mac, ushort Vlan, Bundle Bundle, bool IsStatic, int AgeSeconds);
