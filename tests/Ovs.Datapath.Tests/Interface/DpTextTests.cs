using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Datapath.Tests.Interface;

/// <summary>Lines as the original's dump-flows printed them.</summary>
public sealed class DpTextTests
{
    [Fact]
    public void A_learned_flow_of_the_userspace_datapath()
    {
        var (key, mask) = Typical();
        Assert.Equal(
            "recirc_id(0),in_port(2),packet_type(ns=0,id=0),eth(src=a2:38:a7:13:68:47,dst=33:33:00:00:00:16),eth_type(0x86dd),ipv6(frag=no)",
            DpKeyText.Format(in key, in mask));
    }

    [Fact]
    public void More_detail_shows_fields_that_do_not_matter()
    {
        var (key, mask) = Typical();
        key.IpProto = 58;
        key.IpTtl = 1;
        key.TpSrc = 143;
        Assert.True(Ipv6Address.TryParse("ff02::16", out key.Ipv6Dst));
        var text = DpKeyText.Format(in key, in mask, port => port.Number == 2 ? "v0" : null, verbose: true);
        Assert.Contains("in_port(v0),", text);
        Assert.Contains(
            "eth_type(0x86dd),ipv6(src=::/::,dst=ff02::16/::,label=0/0,proto=58/0,tclass=0/0,hlimit=1/0,frag=no),icmpv6(type=143/0,code=0/0)",
            text);
    }

    [Fact]
    public void Vlan_headers_enclose_what_they_carry()
    {
        var (key, mask) = Typical();
        key.Vlan0 = new VlanTag(0x100a, EthTypes.Vlan);
        mask.Bits.Vlan0 = VlanTag.Exact;
        Assert.EndsWith(
            "eth_type(0x8100),vlan(vid=10,pcp=0),encap(eth_type(0x86dd),ipv6(frag=no))", DpKeyText.Format(in key, in mask));
        mask.Bits.Vlan0 = new VlanTag(0x1fff, 0xffff);
        Assert.EndsWith("vlan(vid=10),encap(eth_type(0x86dd),ipv6(frag=no))", DpKeyText.Format(in key, in mask));
    }

    [Fact]
    public void Partial_masks_follow_a_slash()
    {
        var key = new FlowKey { EthType = EthTypes.Ipv4, Ipv4Src = 0x0a010203, IpProto = IpProtocols.Tcp, TpDst = 80, TcpFlags = 0x12 };
        var mask = default(FlowMask);
        mask.Bits.EthType = 0xffff;
        mask.Bits.Ipv4Src = 0xffffff00;
        mask.Bits.IpProto = 0xff;
        mask.Bits.TpDst = 0xfff0;
        mask.Bits.TcpFlags = 0x003;
        Assert.Equal(
            "eth_type(0x0800),ipv4(src=10.1.2.3/255.255.255.0,proto=6),tcp(dst=80/0xfff0),tcp_flags(-fin+syn)",
            DpKeyText.Format(in key, in mask));
        mask.Bits.TcpFlags = 0xfff;
        Assert.EndsWith("tcp_flags(syn|ack)", DpKeyText.Format(in key, in mask));
    }

    [Fact]
    public void Arp_and_frames_without_a_type()
    {
        var key = new FlowKey { EthType = EthTypes.Arp, Ipv4Src = 1, IpProto = 1, ArpSha = new EthAddress(5) };
        var mask = default(FlowMask);
        mask.Bits.EthType = 0xffff;
        mask.Bits.Ipv4Src = uint.MaxValue;
        mask.Bits.IpProto = 0xff;
        mask.Bits.ArpSha = EthAddress.Broadcast;
        Assert.Equal("eth_type(0x0806),arp(sip=0.0.0.1,op=1,sha=00:00:00:00:00:05)", DpKeyText.Format(in key, in mask));
        key = new FlowKey { EthType = EthTypes.None };
        Assert.Equal("eth_type(0/0xffff)", DpKeyText.Format(in key, in mask));
    }

    [Fact]
    public void Actions_print_as_the_original()
    {
        var set = new FlowKey { EthSrc = new EthAddress(1), IpTtl = 63 };
        var mask = default(FlowMask);
        mask.Bits.EthSrc = EthAddress.Broadcast;
        mask.Bits.IpTtl = 0xff;
        var actions = new DpActions(
        [
            DpAction.Set(new SetMasked(HeaderGroup.Ethernet, set, mask)),
            DpAction.Set(new SetMasked(HeaderGroup.Ipv4, set, mask)),
            DpAction.PushVlan(0x8100, 10),
            DpAction.PushVlan(0x88a8, 0x6014),
            DpAction.Output(new DpPort(2)),
            DpAction.PopVlan(),
            DpAction.Truncate(100),
            DpAction.Output(new DpPort(3)),
        ]);
        Assert.Equal(
            "set(eth(src=00:00:00:00:00:01)),set(ipv4(ttl=63)),push_vlan(vid=10,pcp=0),push_vlan(tpid=0x88a8,vid=20,pcp=3),2,pop_vlan,trunc(100),3",
            actions.ToString());
        Assert.Equal("drop", DpActions.Drop.ToString());
    }

    [Fact]
    public void Statistics_tell_when_and_with_which_flags()
    {
        var text = new System.Text.StringBuilder();
        DpFlowText.AppendStatistics(text, new FlowStatistics(3, 294, 1000, 0x13), 1120);
        Assert.Equal("packets:3, bytes:294, used:0.120s, flags:SF.", text.ToString());
        text.Clear();
        DpFlowText.AppendStatistics(text, default, 5);
        Assert.Equal("packets:0, bytes:0, used:never", text.ToString());
    }

    private static (FlowKey Key, FlowMask Mask) Typical()
    {
        var key = new FlowKey
        {
            InPort = 2,
            EthSrc = new EthAddress(0xa238_a713_6847),
            EthDst = new EthAddress(0x3333_0000_0016),
            EthType = EthTypes.Ipv6,
        };
        var mask = default(FlowMask);
        mask.Bits.RecircId = uint.MaxValue;
        mask.Bits.InPort = uint.MaxValue;
        mask.Bits.PacketType = uint.MaxValue;
        mask.Bits.EthSrc = EthAddress.Broadcast;
        mask.Bits.EthDst = EthAddress.Broadcast;
        mask.Bits.EthType = ushort.MaxValue;
        mask.Bits.IpFrag = IpFrag.Mask;
        return (key, mask);
    }
}
