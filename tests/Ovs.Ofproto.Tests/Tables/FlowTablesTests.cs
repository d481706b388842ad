using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.Ofproto.Tables;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.Runtime.Time;

namespace Ovs.Ofproto.Tests.Tables;

public sealed class FlowTablesTests
{
    private readonly Clock _clock = new();
    private readonly FlowTables _tables;

    public FlowTablesTests()
    {
        _clock.Stop();
        _tables = new FlowTables(_clock);
    }

    [Fact]
    public void An_added_flow_is_found_and_replaces_its_like()
    {
        Apply(Mod(FlowModCommand.Add, 6) with { NewCookie = 1 });
        var first = Only();
        first.Credit(5, 500, _clock.NowMs);
        _clock.Warp(1000);
        Apply(Mod(FlowModCommand.Add, 6) with { NewCookie = 2, Actions = Output(3) });
        var second = Only();
        Assert.Equal((2UL, 5, 500), (second.Cookie, second.Packets, second.Bytes));
        Assert.Equal(_clock.NowMs, second.CreatedMs);

        // Packets that were translated by the old flow count for the new one.
        first.Credit(1, 60, _clock.NowMs);
        Assert.Equal(6, second.Packets);
    }

    [Fact]
    public void Counts_are_reset_on_request()
    {
        Apply(Mod(FlowModCommand.Add, 6));
        Only().Credit(5, 500, 0);
        Apply(Mod(FlowModCommand.Add, 6) with { Flags = FlowFlags.ResetCounts });
        Assert.Equal(0, Only().Packets);
    }

    [Fact]
    public void A_modification_keeps_what_it_does_not_say()
    {
        Apply(Mod(FlowModCommand.Add, 6) with { NewCookie = 7, IdleTimeout = 10, Importance = 3 });
        var created = Only().CreatedMs;
        _clock.Warp(4000);
        Apply(Mod(FlowModCommand.ModifyStrict, 6) with { NewCookie = FlowMod.KeepCookie, Actions = Output(2), IdleTimeout = 99 });
        var rule = Only();
        Assert.Equal((7UL, (ushort)10, (ushort)3, created), (rule.Cookie, rule.IdleTimeout, rule.Importance, rule.CreatedMs));
        Assert.Equal("2", rule.Actions.ToString().Replace("output:", ""));
    }

    [Fact]
    public void A_modification_of_nothing_adds_unless_it_names_a_cookie()
    {
        Apply(Mod(FlowModCommand.Modify, 6) with { Cookie = 1, CookieMask = ulong.MaxValue });
        Assert.Equal(0, _tables.Count);
        Apply(Mod(FlowModCommand.Modify, 6));
        Assert.Equal(1, _tables.Count);
    }

    [Fact]
    public void Deletion_is_loose_or_strict_and_can_ask_for_cookie_and_port()
    {
        Apply(Mod(FlowModCommand.Add, 6) with { NewCookie = 0x10, Actions = Output(1) });
        Apply(Mod(FlowModCommand.Add, 17) with { NewCookie = 0x21, Actions = Output(2) });
        Apply(new FlowMod { Command = FlowModCommand.DeleteStrict, Match = CompactMatch.Any, Priority = 100 });
        Assert.Equal(2, _tables.Count);
        Apply(new FlowMod { Command = FlowModCommand.Delete, Match = CompactMatch.Any, Cookie = 0x20, CookieMask = 0xf0 });
        Assert.Equal(0x10UL, Only().Cookie);
        Apply(new FlowMod { Command = FlowModCommand.Delete, Match = CompactMatch.Any, OutPort = new OfPort(2) });
        Assert.Equal(1, _tables.Count);
        Apply(new FlowMod { Command = FlowModCommand.Delete, Match = CompactMatch.Any, OutPort = new OfPort(1) });
        Assert.Equal(0, _tables.Count);
    }

    [Fact]
    public void Overlaps_are_refused_when_asked()
    {
        Apply(Mod(FlowModCommand.Add, 6));
        var mod = new FlowMod { Command = FlowModCommand.Add, Priority = 100, TableId = 0, Flags = FlowFlags.CheckOverlap };
        Assert.Equal(OfError.FlowModFailedOverlap, _tables.Apply(mod));
        Assert.Equal(OfError.None, _tables.Apply(mod with { Priority = 101 }));
    }

    [Fact]
    public void A_full_table_refuses_or_evicts()
    {
        _tables[0].Limit = 1;
        Apply(Mod(FlowModCommand.Add, 6) with { HardTimeout = 100 });
        Assert.Equal(OfError.FlowModFailedTableFull, _tables.Apply(Mod(FlowModCommand.Add, 17)));
        _tables[0].Eviction.Configure(true, [], [Only()]);
        var reasons = new List<FlowRemovedReason>();
        _tables.Changed += change => reasons.AddRange(change.Removed.Select(removed => removed.Reason));
        Apply(Mod(FlowModCommand.Add, 17));
        Assert.Equal([FlowRemovedReason.Eviction], reasons);
        Assert.Equal(1, _tables.Count);
    }

    [Fact]
    public void The_switchs_own_table_is_not_for_controllers()
    {
        Assert.Equal(
            OfError.BadRequestEperm,
            _tables.Apply(Mod(FlowModCommand.Add, 6) with { TableId = FlowTables.InternalTable }));
        Apply(Mod(FlowModCommand.Add, 6) with { TableId = FlowMod.AnyTable });
        Assert.Equal(0, Only().TableId);
    }

    [Theory]
    [InlineData(5, 0, 5000, FlowRemovedReason.IdleTimeout)]
    [InlineData(0, 5, 5000, FlowRemovedReason.HardTimeout)]
    [InlineData(9, 5, 5000, FlowRemovedReason.HardTimeout)]
    public void Flows_expire(ushort idle, ushort hard, int afterMs, FlowRemovedReason expected)
    {
        Apply(Mod(FlowModCommand.Add, 6) with { IdleTimeout = idle, HardTimeout = hard });
        FlowRemovedReason? reason = null;
        _tables.Changed += change => reason = change.Removed[0].Reason;
        _clock.Warp(afterMs - 1);
        _tables.Expire();
        Assert.Null(reason);
        _clock.Warp(1);
        _tables.Expire();
        Assert.Equal(expected, reason);
        Assert.Equal(0, _tables.Count);
    }

    [Fact]
    public void Use_puts_off_the_idle_time_out_only()
    {
        Apply(Mod(FlowModCommand.Add, 6) with { IdleTimeout = 5 });
        _clock.Warp(4000);
        Only().Credit(1, 60, _clock.NowMs);
        _clock.Warp(4000);
        _tables.Expire();
        Assert.Equal(1, _tables.Count);
    }

    [Fact]
    public void Packets_see_a_change_whole_or_not_at_all()
    {
        Apply(Mod(FlowModCommand.Add, 6));
        var before = _tables.Version;
        var change = _tables.Begin();
        change.Apply(Mod(FlowModCommand.Add, 17));
        change.Apply(Mod(FlowModCommand.DeleteStrict, 6));
        Assert.Equal(["6"], Seen(before));
        Assert.Equal(before, _tables.Version);
        change.Commit();
        Assert.Equal(["6"], Seen(before));
        Assert.Equal(["17"], Seen(_tables.Version));
        _tables.Sweep();
        Assert.Equal(["6"], Seen(before));
        _tables.Sweep();
        Assert.Equal(1, _tables[0].Classifier.Count);
    }

    [Fact]
    public void Random_changes_committed_or_not_do_what_a_list_of_flows_does() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                var random = new Random(seed);
                var tables = new FlowTables(_clock);
                var model = new SortedDictionary<(byte Proto, ushort Priority), ulong>();
                for (var i = 0; i < 30; i++)
                {
                    var change = tables.Begin();
                    var copy = new SortedDictionary<(byte, ushort), ulong>(model);
                    for (var j = random.Next(5); j > 0; j--)
                    {
                        Step(random, change, copy);
                    }

                    if (random.Next(3) == 0)
                    {
                        change.Abort();
                    }
                    else
                    {
                        change.Commit();
                        model = copy;
                    }

                    Assert.Equal(model.Count, tables.Count);
                    var rules = new List<FlowRule>();
                    tables.Collect(new FlowCriteria(0, CompactMatch.Any, 0, false), rules, out _);
                    Assert.Equal(
                        model.Select(pair => (pair.Key.Priority, pair.Value)).Order(),
                        rules.Select(rule => ((ushort)rule.Priority, rule.Cookie)).Order());
                    tables.Sweep();
                }
            }).QuickCheckThrowOnFailure();

    private static void Step(Random random, TableChange change, SortedDictionary<(byte Proto, ushort Priority), ulong> model)
    {
        var (proto, priority, cookie) = ((byte)random.Next(1, 4), (ushort)random.Next(3), (ulong)random.Next(1000));
        switch (random.Next(4))
        {
            case 0:
                change.Apply(Mod(FlowModCommand.DeleteStrict, proto) with { Priority = priority });
                model.Remove((proto, priority));
                break;
            case 1:
                change.Apply(Mod(FlowModCommand.Delete, proto));
                foreach (var key in model.Keys.Where(key => key.Proto == proto).ToList())
                {
                    model.Remove(key);
                }

                break;
            default:
                change.Apply(Mod(FlowModCommand.Add, proto) with { Priority = priority, NewCookie = cookie });
                model[(proto, priority)] = cookie;
                break;
        }
    }

    private static FlowMod Mod(FlowModCommand command, byte proto)
    {
        var match = new FlowMatch();
        match.SetEthType(0x800);
        match.SetIpProto(proto);
        return new FlowMod
        {
            Command = command,
            Match = CompactMatch.From(match),
            Priority = 100,
            TableId = 0,
            ModifiesCookie = true,
        };
    }

    private static ActionList Output(ushort port) => new(new OutputAction(new OfPort(port), 0));

    private void Apply(FlowMod mod) => Assert.Equal(OfError.None, _tables.Apply(mod));

    private FlowRule Only()
    {
        var rules = new List<FlowRule>();
        _tables.Collect(new FlowCriteria(0, CompactMatch.Any, 0, false), rules, out _);
        return Assert.Single(rules);
    }

    private List<string> Seen(ulong version)
    {
        var seen = new List<string>();
        foreach (byte proto in (byte[])[6, 17])
        {
            var packet = default(FlowFields);
            packet.Key.EthType = 0x800;
            packet.Key.IpProto = proto;
            var mask = default(FlowFields);
            if (_tables[0].Classifier.Find(ref packet, version, ref mask) is not null)
            {
                seen.Add($"{proto}");
            }
        }

        return seen;
    }
}
