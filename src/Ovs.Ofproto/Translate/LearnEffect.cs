using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Learning;

namespace Ovs.Ofproto.Translate;

/// <summary>The side effect of a translation: an address was seen. Carried out when the packet is translated, and again
/// whenever the megaflow is found to have carried more packets, so that what is in use does not age.</summary>
public readonly record struct LearnEffect(
    MacTable Macs, EthAddress Mac, ushort Vlan, Bundle Bundle, bool IsGratuitousArp, bool IsBond)
{
    public void Apply() => Macs.Learn(Mac, Vlan, Bundle, IsGratuitousArp, IsBond);
}
