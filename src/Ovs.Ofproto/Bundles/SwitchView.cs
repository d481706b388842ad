using System.Collections.Generic;
using Ovs.Datapath.Interface;

namespace Ovs.Ofproto.Bundles;

/// <summary>A datapath port's place: its bridge, and its bundle there.</summary>
public sealed record PortView(BridgeView Bridge, BundleView Bundle, MemberView Member);

/// <summary>
/// All bridges of one datapath at one moment: what poll threads translate by. The main loop publishes a new one after each
/// change of configuration; who holds an old one may go on with it.
/// </summary>
public sealed class SwitchView
{
    private readonly Dictionary<uint, PortView> _ports = [];

    /// <param name="version">Greater than that of every view before.</param>
    public SwitchView(long version, IReadOnlyList<BridgeView> bridges)
    {
        Version = version;
        Bridges = bridges;
        foreach (var bridge in bridges)
        {
            foreach (var bundle in bridge.Bundles)
            {
                foreach (var member in bundle.Members)
                {
                    _ports.Add(member.DpPort.Number, new PortView(bridge, bundle, member));
                }
            }
        }
    }

    public static SwitchView Empty { get; } = new(0, []);

    public long Version { get; }

    public IReadOnlyList<BridgeView> Bridges { get; }

    /// <summary>Null for a port that no bundle has.</summary>
    public PortView? Find(DpPort port) => _ports.GetValueOrDefault(port.Number);
}
