using System.Collections.Generic;
using Ovs.Ofproto.Learning;

namespace Ovs.Ofproto.Bundles;

/// <summary>A bridge as translation sees it, at one moment. Immutable but for the MAC table, which has its own lock.</summary>
public sealed class BridgeView
{
    private readonly Dictionary<Bundle, BundleView> _byIdentity;

    public BridgeView(string name, MacTable macs, BundleView[] bundles, bool forwardsBpdus, bool isStandalone)
    {
        Name = name;
        Macs = macs;
        Bundles = bundles;
        ForwardsBpdus = forwardsBpdus;
        IsStandalone = isStandalone;
        _byIdentity = new Dictionary<Bundle, BundleView>(bundles.Length);
        foreach (var bundle in bundles)
        {
            _byIdentity.Add(bundle.Bundle, bundle);
        }
    }

    public string Name { get; }

    public MacTable Macs { get; }

    /// <summary>In the order in which they were added: the order of flooding.</summary>
    public BundleView[] Bundles { get; }

    /// <summary>Lets packets to the reserved group addresses through (Bridge.other_config:forward-bpdu).</summary>
    public bool ForwardsBpdus { get; }

    /// <summary>True if nothing but MAC learning decides; false if there are no flows at all, which drops every packet
    /// (Bridge.fail_mode "secure" without a controller).</summary>
    public bool IsStandalone { get; }

    /// <summary>The bundle's present view; null if the bridge has it no longer.</summary>
    public BundleView? Find(Bundle bundle) => _byIdentity.GetValueOrDefault(bundle);
}
