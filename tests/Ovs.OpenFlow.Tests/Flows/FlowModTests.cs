using System;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Tests.Flows;

/// <summary>Flow-mods on the wire: what is written can be read, and nothing that arrives does harm.</summary>
public sealed class FlowModTests
{
    private static readonly string[] s_actions =
    [
        "drop", "output:1", "NORMAL", "FLOOD", "ALL", "LOCAL", "IN_PORT", "CONTROLLER:128", "enqueue:1:2",
        "mod_dl_src:00:01:02:03:04:05", "mod_dl_dst:00:01:02:03:04:05", "mod_nw_src:1.2.3.4", "mod_nw_dst:1.2.3.4", "mod_nw_tos:4",
        "mod_tp_src:80", "mod_tp_dst:80", "mod_vlan_vid:5", "mod_vlan_pcp:3", "strip_vlan", "push_vlan:0x8100", "dec_ttl", "set_queue:4",
        "resubmit(,7)", "resubmit:3", "set_field:7->reg0", "load:0x5->NXM_NX_REG3[0..7]", "move:NXM_OF_IP_SRC[]->NXM_OF_IP_DST[]",
        "push:NXM_NX_REG0[]", "pop:NXM_NX_REG1[]", "note:00.11.22.33.44.55", "exit", "clone(output:1,output:2)",
        "output(port=1,max_len=100)", "output:NXM_NX_REG0[]", "conjunction(1,1/2)", "fin_timeout(idle_timeout=5,hard_timeout=9)",
        "ct(commit,zone=5,table=3)", "ct_clear", "learn(table=1,NXM_OF_ETH_DST[]=NXM_OF_ETH_SRC[],output:NXM_OF_IN_PORT[])",
        "multipath(eth_src,50,modulo_n,1,0,NXM_NX_REG0[])", "bundle(eth_src,0,active_backup,ofport,members:1,2)",
        "set_tunnel:0x1234", "sample(probability=100,collector_set_id=1)", "group:5",
    ];

    private static readonly OfProtocols[] s_protocols =
    [
        OfProtocols.OpenFlow10Standard, OfProtocols.OpenFlow10ExtendedWithTable, OfProtocols.OpenFlow11, OfProtocols.OpenFlow12,
        OfProtocols.OpenFlow13, OfProtocols.OpenFlow14, OfProtocols.OpenFlow15,
    ];

    public static TheoryData<string, OfProtocols> Rows()
    {
        var rows = new TheoryData<string, OfProtocols>();
        foreach (var actions in s_actions)
        {
            foreach (var protocol in s_protocols)
            {
                rows.Add(actions, protocol);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_is_written_is_read_again(string text, OfProtocols protocol)
    {
        var mod = Parse(text, out var usable);
        if ((usable & protocol) == 0)
        {
            Assert.NotEqual(OfProtocols.None, usable); // Some version has it.
            return;
        }

        var bytes = Encode(mod, protocol);
        Assert.Equal(OfError.None, Decode(bytes, protocol, out var read));
        Assert.Equal(bytes, Encode(read, protocol));
        Assert.Equal((0x1234UL, (ushort)77), (read.NewCookie, read.Priority));
        Assert.Equal(mod.Match, read.Match);
        Assert.Equal(bytes.Length, MessageHeader.Read(bytes).Length);
    }

    [Fact]
    public void Cut_and_disturbed_messages_are_refused_or_read_but_do_no_harm() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                var random = new Random(seed);
                var protocol = s_protocols[random.Next(s_protocols.Length)];
                var mod = Parse(s_actions[random.Next(s_actions.Length)], out var usable);
                if ((usable & protocol) == 0)
                {
                    return;
                }

                var bytes = Encode(mod, protocol);
                for (var length = MessageHeader.Bytes; length < bytes.Length; length++)
                {
                    var cut = bytes[..length];
                    (cut[2], cut[3]) = ((byte)(length >> 8), (byte)length);
                    Read(cut, protocol);
                }

                for (var i = 0; i < 200; i++)
                {
                    var disturbed = (byte[])bytes.Clone();
                    for (var j = random.Next(1, 4); j > 0; j--)
                    {
                        disturbed[random.Next(4, disturbed.Length)] = (byte)random.Next(256);
                    }

                    Read(disturbed, protocol);
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Random_bytes_behind_every_header_do_no_harm() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                var random = new Random(seed);
                for (byte type = 0; type < 36; type++)
                {
                    var bytes = new byte[random.Next(8, 200)];
                    random.NextBytes(bytes);
                    bytes[0] = (byte)random.Next(1, 7);
                    bytes[1] = type;
                    (bytes[2], bytes[3]) = ((byte)(bytes.Length >> 8), (byte)bytes.Length);
                    var error = RawMessage.Open(bytes, out var message);
                    Assert.True(error != OfError.None || message.Header.Length == bytes.Length);
                    if (error == OfError.None && message.Kind == MessageKind.FlowStatsRequest)
                    {
                        _ = FlowStatsRequest.Decode(in message, null, out var request);
                        Assert.NotNull(request);
                    }
                    else if (error == OfError.None && message.Kind == MessageKind.Hello)
                    {
                        _ = HelloMessage.Decode(in message, out var versions);
                        Assert.Equal(0u, versions & 1);
                    }
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static FlowMod Parse(string actions, out OfProtocols usable)
    {
        var parser = new FlowParser();
        var error = parser.ParseMod(
            $"table=0,priority=77,cookie=0x1234,tcp,in_port=1,actions={actions}", FlowModCommand.Add, out var mod);
        Assert.Null(error);
        usable = parser.Usable;
        return mod;
    }

    private static byte[] Encode(FlowMod mod, OfProtocols protocol)
    {
        var writer = new OfWriter();
        FlowModCodec.Encode(writer, mod, protocol, xid: 9);
        return writer.ToArray();
    }

    private static OfError Decode(byte[] bytes, OfProtocols protocol, out FlowMod mod)
    {
        Assert.Equal(OfError.None, RawMessage.Open(bytes, out var message));
        return FlowModCodec.Decode(in message, protocol, null, new OfPort(OfPort.Limit), 255, out mod);
    }

    private static void Read(byte[] bytes, OfProtocols protocol)
    {
        if (RawMessage.Open(bytes, out var message) == OfError.None && message.Kind == MessageKind.FlowMod)
        {
            var error = FlowModCodec.Decode(in message, protocol, null, new OfPort(OfPort.Limit), 255, out var mod);
            if (error == OfError.None)
            {
                // What was accepted can be shown.
                Assert.NotNull(mod.Actions.ToString());
                Assert.NotNull(mod.Match.ToString());
            }
        }
    }
}
