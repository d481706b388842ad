using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Translate;
using static Ovs.Ofproto.Tests.Translate.TestBridge;

namespace Ovs.Ofproto.Tests.Translate;

public sealed class NormalTests
{
    [Fact]
    public void Unknown_destinations_are_flooded_but_not_back()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Trunk();
        bridge.Trunk();
        Assert.Equal("1,3", bridge.Actions(Packet(2, 10, 20)));
        Assert.Equal(Verdict.Flooded, bridge.VerdictOf(Packet(2, 10, 20)));
    }

    [Fact]
    public void A_learned_destination_gets_the_packet_alone()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Trunk();
        bridge.Trunk();
        bridge.Actions(Packet(3, 20, 10));
        Assert.Equal("3", bridge.Actions(Packet(2, 10, 20)));
        Assert.Equal(Verdict.Forwarded, bridge.VerdictOf(Packet(2, 10, 20)));
    }

    [Fact]
    public void A_packet_for_a_host_on_its_own_side_is_dropped()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Trunk();
        bridge.Actions(Packet(1, 20, 10));
        Assert.Equal("drop", bridge.Actions(Packet(1, 10, 20)));
        Assert.Equal(Verdict.LearnedOnInput, bridge.VerdictOf(Packet(1, 10, 20)));
    }

    [Fact]
    public void A_packet_to_its_own_sender_goes_nowhere()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Trunk();
        Assert.Equal(Verdict.LearnedOnInput, bridge.VerdictOf(Packet(1, 10, 10)));
    }

    [Fact]
    public void A_host_behind_a_bundle_that_is_gone_gets_nothing_until_the_table_forgets()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Macs.AddStatic(Mac(20), 0, new Bundle("gone"));
        Assert.Equal(Verdict.LearnedOnUnknown, bridge.VerdictOf(Packet(1, 10, 20)));
    }

    [Fact]
    public void Asking_without_learning_leaves_the_table_alone()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Trunk();
        Assert.Equal("2", bridge.Actions(Packet(1, 10, 20), learn: false));
        Assert.Empty(bridge.Macs.List());
    }

    [Fact]
    public void Access_ports_of_other_vlans_hear_nothing()
    {
        var bridge = new TestBridge();
        bridge.Access(10);
        bridge.Access(10);
        bridge.Access(20);
        Assert.Equal("2", bridge.Actions(Packet(1, 10, 0)));
    }

    [Fact]
    public void Headers_change_between_access_and_trunk_ports_with_few_steps()
    {
        var bridge = new TestBridge();
        bridge.Access(10);
        bridge.Trunk();
        bridge.Access(10);
        bridge.Trunk(10, 20);
        bridge.Trunk(20);
        Assert.Equal("push_vlan(vid=10,pcp=0),2,pop_vlan,3,push_vlan(vid=10,pcp=0),4", bridge.Actions(Packet(1, 1, 0)));
        Assert.Equal("pop_vlan,1,3,push_vlan(vid=10,pcp=5),4", bridge.Actions(Packet(2, 2, 0, Tag(10, pcp: 5))));
        Assert.Equal("4,5", bridge.Actions(Packet(2, 2, 0, Tag(20))));
    }

    [Fact]
    public void Tagged_packets_do_not_enter_access_ports_unless_they_carry_priority_alone()
    {
        var bridge = new TestBridge();
        bridge.Access(10);
        bridge.Trunk();
        Assert.Equal(Verdict.VlanNotAdmitted, bridge.VerdictOf(Packet(1, 1, 0, Tag(10))));
        Assert.Equal("pop_vlan,push_vlan(vid=10,pcp=3),2", bridge.Actions(Packet(1, 1, 0, Tag(0, pcp: 3))));
    }

    [Fact]
    public void Trunks_admit_only_their_vlans()
    {
        var bridge = new TestBridge();
        bridge.Trunk(10);
        bridge.Trunk();
        Assert.Equal("2", bridge.Actions(Packet(1, 1, 0, Tag(10))));
        Assert.Equal(Verdict.VlanNotAdmitted, bridge.VerdictOf(Packet(1, 1, 0, Tag(11))));
        Assert.Equal(Verdict.VlanNotAdmitted, bridge.VerdictOf(Packet(1, 1, 0)));
    }

    [Fact]
    public void A_native_vlan_leaves_tagged_or_untagged_as_the_mode_says()
    {
        var bridge = new TestBridge();
        bridge.Access(10);
        bridge.Add(BundleSettings.Of(VlanMode.NativeTagged, 10, null));
        bridge.Add(BundleSettings.Of(VlanMode.NativeUntagged, 10, null));
        Assert.Equal("push_vlan(vid=10,pcp=0),2,pop_vlan,3", bridge.Actions(Packet(1, 1, 0)));
        Assert.Equal("1,push_vlan(vid=10,pcp=0),2", bridge.Actions(Packet(3, 3, 0)));
        Assert.Equal("pop_vlan,1,3", bridge.Actions(Packet(2, 2, 0, Tag(10))));
    }

    [Fact]
    public void A_tunnel_wraps_customers_packets_in_the_service_vlan()
    {
        var bridge = new TestBridge();
        bridge.Add(new BundleSettings { Mode = VlanMode.Dot1qTunnel, Vlan = 100, CustomerVlans = VlanSet.Of([5]) });
        bridge.Trunk();
        Assert.Equal("push_vlan(tpid=0x88a8,vid=100,pcp=0),2", bridge.Actions(Packet(1, 1, 0, Tag(5, pcp: 2))));
        Assert.Equal(Verdict.VlanNotAdmitted, bridge.VerdictOf(Packet(1, 1, 0, Tag(6))));
        Assert.Equal(
            "pop_vlan,1", bridge.Actions(Packet(2, 2, 0, Tag(100, tpid: EthTypes.ServiceVlan), Tag(5))));
        Assert.Equal(
            "drop", bridge.Actions(Packet(2, 2, 0, Tag(100, tpid: EthTypes.ServiceVlan), Tag(6))));
    }

    [Theory]
    [InlineData(PriorityTags.Never, 3, "pop_vlan,2")]
    [InlineData(PriorityTags.IfNonzero, 3, "pop_vlan,push_vlan(vid=0,pcp=3),2")]
    [InlineData(PriorityTags.IfNonzero, 0, "pop_vlan,2")]
    [InlineData(PriorityTags.Always, 3, "pop_vlan,push_vlan(vid=0,pcp=3),2")]
    public void Priority_outlives_the_vlan_header_where_asked(PriorityTags mode, int pcp, string actions)
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Add(BundleSettings.Of(VlanMode.Access, 10, null) with { PriorityTags = mode });
        Assert.Equal(actions, bridge.Actions(Packet(1, 1, 0, Tag(10, pcp))));
    }

    [Fact]
    public void Protected_ports_talk_to_others_only()
    {
        var bridge = new TestBridge();
        bridge.Add(new BundleSettings { IsProtected = true });
        bridge.Add(new BundleSettings { IsProtected = true });
        bridge.Trunk();
        Assert.Equal("3", bridge.Actions(Packet(1, 1, 0)));
        Assert.Equal("1,2", bridge.Actions(Packet(3, 3, 0)));
        bridge.Actions(Packet(2, 2, 0));
        Assert.Equal("drop", bridge.Actions(Packet(1, 1, 2)));
    }

    [Fact]
    public void Bridge_protocols_end_at_the_bridge_unless_asked_otherwise()
    {
        var key = Packet(1, 1, 0) with { EthDst = new EthAddress(0x0180_c200_000e) };
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Trunk();
        Assert.Equal(Verdict.ReservedAddress, bridge.VerdictOf(key));

        var open = new TestBridge { ForwardsBpdus = true };
        open.Trunk();
        open.Trunk();
        Assert.Equal("2", open.Actions(key));
    }

    [Fact]
    public void A_bridge_without_flows_drops_all()
    {
        var bridge = new TestBridge { IsStandalone = false };
        bridge.Trunk();
        bridge.Trunk();
        Assert.Equal(Verdict.NoFlows, bridge.VerdictOf(Packet(1, 1, 0)));
        Assert.Empty(bridge.Macs.List());
    }

    [Fact]
    public void A_port_without_a_bundle_is_not_listened_to()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        Assert.Equal(Verdict.NoBundle, bridge.VerdictOf(Packet(9, 1, 0)));
    }

    [Fact]
    public void A_cut_off_vlan_header_is_dropped()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Trunk();
        Assert.Equal(Verdict.PartialVlanTag, bridge.VerdictOf(Packet(1, 1, 0) with { EthType = EthTypes.Vlan }));
    }

    [Fact]
    public void A_bond_sends_and_receives_by_its_active_member_alone()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.AddBond(new BundleSettings(), activeIndex: 1);
        Assert.Equal("3", bridge.Actions(Packet(1, 1, 0)));
        Assert.Equal("1", bridge.Actions(Packet(3, 2, 0)));
        Assert.Equal(Verdict.InactiveMember, bridge.VerdictOf(Packet(2, 2, 0)));
        Assert.Equal(Verdict.InactiveMember, bridge.VerdictOf(Packet(2, 2, 1)));
    }

    [Fact]
    public void A_bond_without_links_swallows_packets()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.AddBond(new BundleSettings(), activeIndex: -1);
        Assert.Equal("drop", bridge.Actions(Packet(1, 1, 0)));
        Assert.Equal(Verdict.InactiveMember, bridge.VerdictOf(Packet(2, 2, 0)));
    }

    [Fact]
    public void The_mask_is_the_originals_for_a_plain_packet()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Trunk();
        var expected = default(FlowMask);
        expected.Bits.InPort = uint.MaxValue;
        expected.Bits.RecircId = uint.MaxValue;
        expected.Bits.PacketType = uint.MaxValue;
        expected.Bits.EthSrc = EthAddress.Broadcast;
        expected.Bits.EthDst = EthAddress.Broadcast;
        expected.Bits.EthType = ushort.MaxValue;
        expected.Bits.IpFrag = IpFrag.Mask;
        expected.Bits.Vlan0 = new VlanTag(0x1fff, 0);
        Assert.Equal(expected, bridge.MaskOf(Packet(1, 1, 2)));
    }

    [Fact]
    public void Gratuitous_arp_is_recognized_and_looked_at_no_further_than_needed()
    {
        var bridge = new TestBridge();
        bridge.Trunk();
        bridge.Trunk();
        var reply = Packet(1, 1, 0) with { EthType = EthTypes.Arp, IpProto = 2, Ipv4Src = 1, Ipv4Dst = 2 };
        Assert.Equal(byte.MaxValue, bridge.MaskOf(reply).Bits.IpProto);
        Assert.Equal(0u, bridge.MaskOf(reply).Bits.Ipv4Src);
        bridge.Actions(reply);
        Assert.True(bridge.Macs.IsLocked(Mac(1), 0));

        var question = Packet(1, 2, 0) with { EthType = EthTypes.Arp, IpProto = 1, Ipv4Src = 1, Ipv4Dst = 2 };
        Assert.Equal(uint.MaxValue, bridge.MaskOf(question).Bits.Ipv4Src);
        bridge.Actions(question);
        Assert.False(bridge.Macs.IsLocked(Mac(2), 0));

        bridge.Actions(question with { Ipv4Dst = 1 });
        Assert.True(bridge.Macs.IsLocked(Mac(2), 0));
    }
}
