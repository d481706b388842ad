using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Learning;
using Ovs.Ofproto.Translate;
using Ovs.Runtime.Time;

namespace Ovs.Ofproto.Tests.Translate;

/// <summary>A bridge to translate for: ports 1, 2, ... in the order of adding.</summary>
internal sealed class TestBridge
{
    private readonly List<BundleView> _bundles = [];
    private readonly Clock _clock = new();
    private readonly Translator _translator = new();
    private uint _nextPort = 1;

    public TestBridge()
    {
        _clock.Stop();
        Macs = new MacTable(_clock);
    }

    public MacTable Macs { get; }

    public bool ForwardsBpdus { get; init; }

    public bool IsStandalone { get; init; } = true;

    public IReadOnlyList<BundleView> Bundles => _bundles;

    public SwitchView View =>
        new(1, [new BridgeView("br0", Macs, [.. _bundles], ForwardsBpdus, IsStandalone)]);

    public static EthAddress Mac(uint number) => new(0x0000_5000_0000_0000UL + number);

    /// <summary>A packet from host <paramref name="from"/> to host <paramref name="to"/>; 0 is broadcast.</summary>
    public static FlowKey Packet(uint port, uint from, uint to, params VlanTag[] tags) => new()
    {
        InPort = port,
        EthSrc = Mac(from),
        EthDst = to == 0 ? EthAddress.Broadcast : Mac(to),
        EthType = EthTypes.Ipv4,
        Vlan0 = tags.Length > 0 ? tags[0] : default,
        Vlan1 = tags.Length > 1 ? tags[1] : default,
    };

    public static VlanTag Tag(ushort vid, int pcp = 0, ushort tpid = EthTypes.Vlan) =>
        new((ushort)(vid | VlanTag.Present | (pcp << VlanTag.PcpShift)), tpid);

    public BundleView Add(BundleSettings settings)
    {
        var number = _nextPort++;
        var view = new BundleView(
            new Bundle($"p{number}"), settings, new MemberView(new OfPort((ushort)number), new DpPort(number)));
        _bundles.Add(view);
        return view;
    }

    /// <summary>Adds a bundle of two interfaces, whose first or second is active, or none.</summary>
    public BundleView AddBond(BundleSettings settings, int activeIndex)
    {
        MemberView[] members =
        [
            new(new OfPort((ushort)_nextPort), new DpPort(_nextPort)),
            new(new OfPort((ushort)(_nextPort + 1)), new DpPort(_nextPort + 1)),
        ];
        _nextPort += 2;
        var active = activeIndex < 0 ? DpPort.None : members[activeIndex].DpPort;
        var view = new BundleView(new Bundle($"bond{_nextPort}"), settings, members, active, isBond: true);
        _bundles.Add(view);
        return view;
    }

    public BundleView Access(ushort vlan) => Add(BundleSettings.Of(VlanMode.Access, vlan, null));

    public BundleView Trunk(params long[] vlans) =>
        Add(BundleSettings.Of(VlanMode.Trunk, 0, vlans.Length == 0 ? null : VlanSet.Of(vlans)));

    public string Actions(FlowKey key, bool learn = true) => Translate(key, learn).Actions.ToString();

    public Verdict VerdictOf(FlowKey key) => Translate(key, learn: true).Verdict;

    public FlowMask MaskOf(FlowKey key) => Translate(key, learn: false).Mask;

    public (DpActions Actions, FlowMask Mask, Verdict Verdict) Translate(FlowKey key, bool learn)
    {
        var mask = default(FlowMask);
        var actions = new DpActionBuilder();
        var result = new Translation();
        _translator.Translate(View, in key, learn, ref mask, actions, result);
        return (actions.ToActions(), mask, result.Verdict);
    }
}
