using System;
using System.Linq;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Match;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Learning;
using Ovs.Ofproto.Tables;
using Ovs.Ofproto.Translate;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.Runtime.Time;

namespace Ovs.Ofproto.Tests.Translate;

/// <summary>Tables in, packet in, datapath actions and mask out. Actions are written as `ovs-ofctl` takes them.</summary>
public sealed class PipelineTests
{
    private readonly Clock _clock = new();
    private readonly FlowTables _tables;
    private readonly SwitchView _view;
    private readonly Translator _translator = new();
    private readonly Translation _result = new();
    private FlowMask _mask;

    public PipelineTests()
    {
        _clock.Stop();
        _tables = new FlowTables(_clock);
        var bundles = Enumerable.Range(1, 4).Select(i => new BundleView(
            new Bundle($"p{i}"), new BundleSettings(), new MemberView(new OfPort((ushort)i), new DpPort((uint)i + 10))));
        _view = new SwitchView(
            1, [new BridgeView("br0", new MacTable(_clock), [.. bundles], forwardsBpdus: false, isStandalone: true, _tables)]);
    }

    [Theory]
    [InlineData("output:2", "12")]
    [InlineData("output:2,output:3", "12,13")]
    [InlineData("output:1", "drop")]
    [InlineData("in_port", "11")]
    [InlineData("all", "12,13,14")]
    [InlineData("normal", "12,13,14")]
    [InlineData("drop", "drop")]
    [InlineData("output:99", "drop")]
    [InlineData("output:2,exit,output:3", "12")]
    [InlineData("mod_dl_dst:00:00:00:00:00:09,output:2", "set(eth(dst=00:00:00:00:00:09)),12")]
    [InlineData("output:2,mod_dl_dst:00:00:00:00:00:09,output:3", "12,set(eth(dst=00:00:00:00:00:09)),13")]
    [InlineData("mod_dl_dst:00:00:00:00:00:02,output:2", "12")]
    [InlineData("mod_nw_src:9.9.9.9,output:2", "set(ipv4(src=9.9.9.9)),12")]
    [InlineData("mod_tp_dst:99,output:2", "set(tcp(dst=99)),12")]
    [InlineData("dec_ttl,output:2", "set(ipv4(ttl=63)),12")]
    [InlineData("mod_vlan_vid:5,output:2,strip_vlan,output:3", "push_vlan(vid=5,pcp=0),12,pop_vlan,13")]
    [InlineData("push_vlan:0x8100,set_field:4101->vlan_vid,output:2", "push_vlan(vid=5,pcp=0),12")]
    [InlineData("mod_vlan_vid:5,normal", "push_vlan(vid=5,pcp=0),12,13,14")]
    [InlineData("set_field:7->reg0,output:2", "12")]
    [InlineData("load:3->NXM_NX_REG1[],output:NXM_NX_REG1[]", "13")]
    [InlineData("move:NXM_OF_IP_SRC[]->NXM_OF_IP_DST[],output:2", "set(ipv4(src=10.0.0.1,dst=10.0.0.1)),12")]
    [InlineData("push:NXM_OF_ETH_SRC[],pop:NXM_OF_ETH_DST[],output:2",
        "set(eth(src=00:00:00:00:00:01,dst=00:00:00:00:00:01)),12")]
    [InlineData("clone(mod_dl_dst:00:00:00:00:00:09,output:2),output:3",
        "set(eth(dst=00:00:00:00:00:09)),12,set(eth(dst=00:00:00:00:00:02)),13")]
    [InlineData("resubmit(,1)", "14")]
    [InlineData("resubmit(,1),output:2", "14,12")]
    [InlineData("resubmit(3,2)", "13")]
    [InlineData("set_queue:5,output:2", "set(skb_priority(0x5)),12")]
    [InlineData("output(port=2,max_len=100)", "trunc(100),12")]
    public void Actions_become_the_datapaths(string actions, string expected)
    {
        Add("priority 1", actions);
        Add("table 1", "output:4", table: 1);
        Add("from 3", "output:3", table: 2, match => match.SetExact(FieldId.InPort, 3));
        Assert.Equal(expected, Translate(Packet()));
    }

    [Fact]
    public void Without_a_flow_packets_are_dropped()
    {
        Assert.Equal("drop", Translate(Packet()));
        Assert.Equal(Verdict.NoFlows, _result.Verdict);
    }

    [Fact]
    public void Goto_table_carries_metadata_and_registers()
    {
        Add("a", "set_field:5->reg3,write_metadata:9,goto_table:1");
        Add("b", "output:2", table: 1, match =>
        {
            match.SetExact(FieldId.Metadata, 9);
            match.SetExact(FieldId.Reg0 + 3, 5);
        });
        Assert.Equal("12", Translate(Packet()));
        Assert.Equal(2, _result.Rules.Count);
    }

    [Fact]
    public void Action_sets_are_done_at_the_end_in_their_own_order()
    {
        Add("a", "write_actions(output:3,set_field:00:00:00:00:00:09->eth_dst),goto_table:1");
        Add("b", "output:2", table: 1);
        Assert.Equal("12,set(eth(dst=00:00:00:00:00:09)),13", Translate(Packet()));
    }

    [Fact]
    public void A_later_output_in_the_action_set_replaces_the_earlier()
    {
        Add("a", "write_actions(output:3),goto_table:1");
        Add("b", "write_actions(output:2)", table: 1);
        Assert.Equal("12", Translate(Packet()));
    }

    [Fact]
    public void Loops_end()
    {
        Add("a", "output:2,resubmit(,0)");
        Assert.Equal("drop", Translate(Packet()));
        Assert.Equal(Verdict.TooDeep, _result.Verdict);
    }

    [Fact]
    public void Resubmit_bombs_end()
    {
        for (byte table = 0; table < 20; table++)
        {
            Add("a", $"resubmit(,{table + 1}),resubmit(,{table + 1})", table);
        }

        Assert.Equal("drop", Translate(Packet()));
        Assert.Equal(Verdict.TooManyResubmits, _result.Verdict);
    }

    [Fact]
    public void The_mask_has_what_flows_match_and_actions_change_and_no_more()
    {
        Add("a", "mod_nw_tos:4,output:2", 0, match =>
        {
            match.SetEthType(EthTypes.Ipv4);
            match.SetIpProto(IpProtocols.Tcp);
        });
        Translate(Packet());
        Assert.Equal(byte.MaxValue, _mask.Bits.IpProto);
        Assert.Equal(0xfc, _mask.Bits.IpTos);
        Assert.Equal(0u, _mask.Bits.Ipv4Src);
        Assert.True(_mask.Bits.EthSrc.IsZero);
    }

    [Fact]
    public void A_packet_at_the_end_of_its_life_goes_to_the_controller()
    {
        Add("a", "dec_ttl,output:2");
        Assert.StartsWith("userspace(pid=0,controller(reason=2", Translate(Packet() with { IpTtl = 1 }));
    }

    private static FlowKey Packet() => new()
    {
        InPort = 11,
        EthSrc = new EthAddress(1),
        EthDst = new EthAddress(2),
        EthType = EthTypes.Ipv4,
        Ipv4Src = 0x0a000001,
        Ipv4Dst = 0x0a000002,
        IpProto = IpProtocols.Tcp,
        IpTtl = 64,
        TpSrc = 1000,
        TpDst = 80,
    };

    private void Add(string name, string actions, byte table = 0, Action<FlowMatch>? build = null)
    {
        Assert.NotEmpty(name);
        var match = new FlowMatch();
        build?.Invoke(match);
        var parser = new ActionParser(null, null);
        Assert.Null(parser.ParseInstructions(actions, out var list));
        Assert.Equal(OfError.None, _tables.Apply(new FlowMod
        {
            Command = FlowModCommand.Add,
            Match = CompactMatch.From(match),
            TableId = table,
            Actions = list,
        }));
    }

    private string Translate(FlowKey key)
    {
        var actions = new DpActionBuilder();
        _result.Reset();
        _mask = default;
        _translator.Translate(_view, in key, learn: false, ref _mask, actions, _result);
        return actions.ToActions().ToString();
    }
}
