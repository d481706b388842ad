using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Flow.Classifier;
using Ovs.Flow.Fields;
using Ovs.Flow.Key;
using Ovs.Flow.Match;

namespace Ovs.Flow.Tests.Classifier;

public sealed class ClassifierTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(1500);

    [Fact]
    public void The_rule_of_highest_priority_is_found()
    {
        var classifier = new FlowClassifier();
        var low = Add(classifier, 1, match => match.SetEthType(0x800));
        var high = Add(classifier, 9, match => match.SetIpProto(6));
        Assert.Same(high, Find(classifier, Packet(proto: 6), out _));
        Assert.Same(low, Find(classifier, Packet(proto: 17), out _));
    }

    [Fact]
    public void A_rule_is_visible_from_its_version_on_and_until_it_is_hidden()
    {
        var classifier = new FlowClassifier();
        var rule = new Rule(CompactMatch.Any, 1, 0);
        classifier.Add(rule, 5);
        Assert.Null(Find(classifier, Packet(), out _, version: 4));
        Assert.Same(rule, Find(classifier, Packet(), out _, version: 5));
        FlowClassifier.Hide(rule, 7);
        Assert.Same(rule, Find(classifier, Packet(), out _, version: 6));
        Assert.Null(Find(classifier, Packet(), out _, version: 7));
        FlowClassifier.Unhide(rule);
        Assert.Same(rule, Find(classifier, Packet(), out _, version: 7));
    }

    [Fact]
    public void A_failed_stage_leaves_later_fields_alone()
    {
        var classifier = new FlowClassifier();
        Add(classifier, 5, match =>
        {
            match.Value.Key.EthSrc = new EthAddress(1);
            match.Mask.Key.EthSrc = EthAddress.Broadcast;
            match.Value.Key.TpDst = 80;
            match.Mask.Key.TpDst = ushort.MaxValue;
        });
        Assert.Null(Find(classifier, Packet(), out var mask));
        Assert.Equal(EthAddress.Broadcast, mask.Key.EthSrc);
        Assert.Equal(0, mask.Key.TpDst);
    }

    [Fact]
    public void The_trie_of_prefixes_looks_at_as_few_bits_as_tell()
    {
        var classifier = new FlowClassifier();
        classifier.SetPrefixFields([FieldTable.Get(FieldId.Ipv4Dst)]);
        Add(classifier, 5, match => Destination(match, 0x0a01_0200, 24));
        Assert.Null(Find(classifier, Packet(destination: 0x8000_0001), out var mask));
        Assert.Equal(0x8000_0000u, mask.Key.Ipv4Dst);
        Assert.Null(Find(classifier, Packet(destination: 0x0a01_0302), out mask));
        Assert.Equal(0xffff_ff00u, mask.Key.Ipv4Dst);
        Assert.NotNull(Find(classifier, Packet(destination: 0x0a01_0203), out mask));
        Assert.Equal(0xffff_ff00u, mask.Key.Ipv4Dst);
    }

    [Fact]
    public void A_port_that_no_rule_has_is_told_by_few_bits()
    {
        var classifier = new FlowClassifier();
        Add(classifier, 5, match =>
        {
            match.Value.Key.TpSrc = 0x1000;
            match.Mask.Key.TpSrc = ushort.MaxValue;
        });
        Assert.Null(Find(classifier, Packet(source: 0x9000), out var mask));
        Assert.Equal(0x8000, mask.Key.TpSrc);
    }

    [Fact]
    public void Conjunctions_match_when_every_clause_does()
    {
        var classifier = new FlowClassifier();
        Add(classifier, 5, match => Destination(match, 0x0a00_0001, 32)).Conjunctions = [new(7, 0, 2)];
        Add(classifier, 5, match => Destination(match, 0x0a00_0002, 32)).Conjunctions = [new(7, 0, 2)];
        Add(classifier, 5, match => match.SetIpProto(6)).Conjunctions = [new(7, 1, 2)];
        var whole = Add(classifier, 5, match =>
        {
            match.Value.ConjId = 7;
            match.Mask.ConjId = uint.MaxValue;
        });
        var other = Add(classifier, 1, _ => { });
        Assert.Same(whole, Find(classifier, Packet(destination: 0x0a00_0002, proto: 6), out _));
        Assert.Same(other, Find(classifier, Packet(destination: 0x0a00_0003, proto: 6), out _));
        Assert.Same(other, Find(classifier, Packet(destination: 0x0a00_0002, proto: 17), out _));
    }

    [Fact]
    public void A_rule_below_a_part_of_an_incomplete_conjunction_is_found()
    {
        var classifier = new FlowClassifier();
        Add(classifier, 9, match => match.SetIpProto(6)).Conjunctions = [new(7, 0, 2)];
        var below = Add(classifier, 4, match => match.SetIpProto(6));
        Add(classifier, 2, _ => { });
        Assert.Same(below, Find(classifier, Packet(proto: 6), out _));
    }

    [Fact]
    public void Random_tables_answer_as_a_list_does_and_bits_not_looked_at_do_not_matter() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                var random = new Random(seed);
                var classifier = new FlowClassifier();
                var model = new List<Rule>();
                if (random.Next(2) == 0)
                {
                    classifier.SetPrefixFields([FieldTable.Get(FieldId.Ipv4Dst), FieldTable.Get(FieldId.Ipv6Src)]);
                }

                for (var i = random.Next(1, 60); i > 0; i--)
                {
                    Change(random, classifier, model);
                }

                Assert.Equal(model.Count, classifier.Count);
                for (var i = 0; i < 20; i++)
                {
                    var packet = RandomPacket(random);
                    var found = Find(classifier, packet, out var mask);
                    Assert.Equal(Best(model, packet), found?.Number);
                    for (var j = 0; j < 10; j++)
                    {
                        Assert.Equal(found?.Number, Find(classifier, Disturb(packet, mask, random), out _)?.Number);
                    }
                }

                var target = RandomMatch(random);
                var collected = new List<ClassifierRule>();
                classifier.Collect(target, 1, collected);
                Assert.Equal(
                    model.Where(rule => IsWithin(rule.Match, target)).Select(rule => rule.Number).Order(),
                    collected.Cast<Rule>().Select(rule => rule.Number).Order());
            }).Check(s_config);

    [Fact]
    public void Tries_answer_as_a_list_of_prefixes_does() =>
        Prop.ForAll(
            ArbMap.Default.ArbFor<int>(),
            seed =>
            {
                var random = new Random(seed);
                var trie = new PrefixTrie();
                var model = new List<(UInt128 Value, int Length)>();
                for (var i = random.Next(1, 80); i > 0; i--)
                {
                    if (model.Count > 0 && random.Next(3) == 0)
                    {
                        var (value, length) = model[random.Next(model.Count)];
                        model.Remove((value, length));
                        trie.Remove(value, length);
                    }
                    else
                    {
                        var length = random.Next(1, 33);
                        var value = RandomValue(random) & PrefixTrie.Mask(length);
                        model.Add((value, length));
                        trie.Add(value, length);
                    }
                }

                for (var i = 0; i < 30; i++)
                {
                    var value = RandomValue(random);
                    var (lengths, bits) = trie.Find(value, 32);
                    for (var length = 1; length <= 32; length++)
                    {
                        Assert.Equal(
                            model.Contains((value & PrefixTrie.Mask(length), length)), ((lengths >> (length - 1)) & 1) != 0);
                    }

                    // Another value with the same bits gets the same answer.
                    var other = (value & PrefixTrie.Mask(bits)) | (RandomValue(random) & ~PrefixTrie.Mask(bits));
                    Assert.Equal(lengths, trie.Find(other, 32).Lengths);
                }
            }).Check(s_config);

    private static UInt128 RandomValue(Random random) => (UInt128)((uint)random.Next(4) << 30 | (uint)random.Next(8) << 20 | (uint)random.Next(4)) << 96;

    private static void Change(Random random, FlowClassifier classifier, List<Rule> model)
    {
        if (model.Count > 0 && random.Next(4) == 0)
        {
            var rule = model[random.Next(model.Count)];
            model.Remove(rule);
            classifier.Remove(rule);
            return;
        }

        var match = RandomMatch(random);
        var priority = random.Next(1000);
        if (classifier.FindExactly(match, priority, 1) is null)
        {
            var rule = new Rule(match, priority, model.Count == 0 ? 1 : model.Max(other => other.Number) + 1);
            if (!model.Exists(other => other.Priority == priority))
            {
                model.Add(rule);
                classifier.Add(rule, 1);
            }
        }
    }

    private static int? Best(List<Rule> model, FlowFields packet) =>
        model.Where(rule => rule.Match.Matches(in packet)).MaxBy(rule => rule.Priority)?.Number;

    private static bool IsWithin(CompactMatch inner, CompactMatch outer)
    {
        var (a, b) = (new FlowMatch(), new FlowMatch());
        inner.ExpandTo(a);
        outer.ExpandTo(b);
        for (var i = 0; i < FlowFields.WordCount; i++)
        {
            if ((b.Mask.Words[i] & ~a.Mask.Words[i]) != 0 || ((a.Value.Words[i] ^ b.Value.Words[i]) & b.Mask.Words[i]) != 0)
            {
                return false;
            }
        }

        return true;
    }

    private static FlowFields Disturb(FlowFields packet, FlowFields mask, Random random)
    {
        for (var i = 0; i < FlowFields.WordCount; i++)
        {
            packet.Words[i] ^= (ulong)random.NextInt64() & ~mask.Words[i];
        }

        return packet;
    }

    private static CompactMatch RandomMatch(Random random)
    {
        var match = new FlowMatch();
        var packet = RandomPacket(random);
        Keep(random, () => match.Mask.Key.InPort = uint.MaxValue);
        Keep(random, () => match.Mask.Metadata = (ulong)random.Next(4));
        Keep(random, () => match.Mask.Key.EthDst = EthAddress.Broadcast);
        Keep(random, () => match.Mask.Key.EthType = ushort.MaxValue);
        Keep(random, () => match.Mask.Key.Ipv4Dst = uint.MaxValue << random.Next(33) << 0);
        Keep(random, () => match.Mask.Key.Ipv6Src = new Ipv6Address(ulong.MaxValue << random.Next(64), 0));
        Keep(random, () => match.Mask.Key.TpSrc = (ushort)(0xffff << random.Next(17)));
        Keep(random, () => match.Mask.Key.TpDst = (ushort)random.Next(0x10000));
        for (var i = 0; i < FlowFields.WordCount; i++)
        {
            match.Value.Words[i] = packet.Words[i] & match.Mask.Words[i];
        }

        return CompactMatch.From(match);
    }

    private static void Keep(Random random, Action action)
    {
        if (random.Next(3) == 0)
        {
            action();
        }
    }

    private static FlowFields RandomPacket(Random random)
    {
        var packet = default(FlowFields);
        packet.Key.InPort = (uint)random.Next(3);
        packet.Metadata = (ulong)random.Next(4);
        packet.Key.EthDst = new EthAddress((ulong)random.Next(3));
        packet.Key.EthType = (ushort)(0x800 + random.Next(2));
        packet.Key.Ipv4Dst = (uint)(RandomValue(random) >> 96);
        packet.Key.Ipv6Src = new Ipv6Address((ulong)random.Next(4) << 60, 0);
        packet.Key.TpSrc = (ushort)(random.Next(4) << 13);
        packet.Key.TpDst = (ushort)random.Next(4);
        return packet;
    }

    private static void Destination(FlowMatch match, uint value, int length)
    {
        match.Mask.Key.Ipv4Dst = uint.MaxValue << (32 - length);
        match.Value.Key.Ipv4Dst = value & match.Mask.Key.Ipv4Dst;
    }

    private static FlowFields Packet(byte proto = 0, uint destination = 0, ushort source = 0)
    {
        var packet = default(FlowFields);
        packet.Key.EthType = 0x800;
        packet.Key.IpProto = proto;
        packet.Key.Ipv4Dst = destination;
        packet.Key.TpSrc = source;
        return packet;
    }

    private static Rule Add(FlowClassifier classifier, int priority, Action<FlowMatch> build)
    {
        var match = new FlowMatch();
        build(match);
        var rule = new Rule(CompactMatch.From(match), priority, classifier.Count);
        classifier.Add(rule, 1);
        return rule;
    }

    private static Rule? Find(FlowClassifier classifier, FlowFields packet, out FlowFields mask, ulong version = 1)
    {
        mask = default;
        return (Rule?)classifier.Find(ref packet, version, ref mask);
    }

    private sealed class Rule(CompactMatch match, int priority, int number) : ClassifierRule(match, priority)
    {
        public int Number { get; } = number;
    }
}
