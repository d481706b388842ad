using System.Collections.Generic;
using Ovs.Datapath.Interface;
using Ovs.Flow.Fields;
using Ovs.Ofproto.Learning;
using Ovs.Ofproto.Tables;

namespace Ovs.Ofproto.Bundles;

/// <summary>A bridge as translation sees it, at one moment. Immutable but for the MAC table, which has its own lock.</summary>
public sealed class BridgeView
{
    private readonly Dictionary<Bundle, BundleView> _byIdentity;
    private readonly Dictionary<ushort, BridgePort> _byNumber = [];
    private readonly List<BridgePort> _ports = [];

    public BridgeView(
        string name, MacTable macs, BundleView[] bundles, bool forwardsBpdus, bool isStandalone, FlowTables? tables = null)
    {
        Name = name;
        Tables = tables;
        Macs = macs;
        Bundles = bundles;
        ForwardsBpdus = forwardsBpdus;
        IsStandalone = isStandalone;
        _byIdentity = new Dictionary<Bundle, BundleView>(bundles.Length);
        foreach (var bundle in bundles)
        {
            _byIdentity.Add(bundle.Bundle, bundle);
            foreach (var member in bundle.Members)
            {
                var port = new BridgePort(member.OfPort, member.DpPort, bundle);
                _ports.Add(port);
                _byNumber[member.OfPort.Number] = port;
            }
        }
    }

    public string Name { get; }

    public MacTable Macs { get; }

    /// <summary>The OpenFlow tables, which have versions of their own; null for a bridge that only learns addresses.</summary>
    public FlowTables? Tables { get; }

    public IReadOnlyList<BridgePort> Ports => _ports;

    /// <summary>In the order in which they were added: the order of flooding.</summary>
    public BundleView[] Bundles { get; }

    /// <summary>Lets packets to the reserved group addresses through (Bridge.other_config:forward-bpdu).</summary>
    public bool ForwardsBpdus { get; }

    /// <summary>True if nothing but MAC learning decides; false if there are no flows at all, which drops every packet
    /// (Bridge.fail_mode "secure" without a controller).</summary>
    public bool IsStandalone { get; }

    /// <summary>Null if the bridge has no such port.</summary>
    public BridgePort? FindPort(OfPort port) => _byNumber.GetValueOrDefault(port.Number);

    /// <summary>The bundle's present view; null if the bridge has it no longer.</summary>
    public BundleView? Find(Bundle bundle) => _byIdentity.GetValueOrDefault(bundle);
}

/// <summary>A port of a bridge at one moment.</summary>
public sealed record BridgePort(OfPort OfPort, DpPort DpPort, BundleView Bundle);
