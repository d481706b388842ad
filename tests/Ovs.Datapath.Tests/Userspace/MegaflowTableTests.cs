using System;
using System.Collections.Generic;
using System.Threading;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Userspace;
using Ovs.Flow.Key;
using Ovs.Native;

namespace Ovs.Datapath.Tests.Userspace;

public sealed class MegaflowTableTests
{
    private static readonly FlowMask[] s_masks = [Mask(0xff, 0), Mask(0x0f, 0xff), Mask(0, 0xf0), Mask(0xff, 0xff)];

    [Fact]
    public void The_table_finds_what_a_linear_search_finds() =>
        Prop.ForAll<(byte Action, byte MaskIndex, byte Src, byte Dst)[]>(steps =>
        {
            var table = new MegaflowTable();
            var model = new List<Megaflow>();
            foreach (var (action, maskIndex, src, dst) in steps)
            {
                var key = Key(src, dst);
                if (action % 4 == 0 && model.Count > 0)
                {
                    var victim = model[src % model.Count];
                    model.Remove(victim);
                    if (!table.Delete(victim))
                    {
                        return false;
                    }
                }
                else if (table.Install(in key, in s_masks[maskIndex % s_masks.Length], DpActions.Drop, null, 1000, out var flow) == Errno.None)
                {
                    model.Add(flow!);
                }
            }

            return table.Count == model.Count && FindsTheSame(table, model);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithEndSize(400));

    [Fact]
    public void A_batch_finds_what_single_lookups_find()
    {
        var table = new MegaflowTable();
        for (var i = 0; i < 40; i++)
        {
            var key = Key((byte)(i * 7), (byte)(i * 13));
            table.Install(in key, in s_masks[i % s_masks.Length], DpActions.Drop, null, 1000, out _);
        }

        var keys = new FlowKey[32];
        var flows = new Megaflow?[32];
        Span<byte> pending = stackalloc byte[32];
        for (var i = 0; i < 32; i++)
        {
            keys[i] = Key((byte)(i * 31), (byte)(i * 3));
            pending[i] = (byte)i;
        }

        var count = 32;
        Assert.True(table.Find(keys, flows, pending, ref count) >= 32);
        var missing = 0;
        for (var i = 0; i < 32; i++)
        {
            Assert.Equal(table.Find(in keys[i]) is null, flows[i] is null);
            if (flows[i] is null)
            {
                Assert.Equal(i, pending[missing++]);
            }
        }

        Assert.Equal(missing, count);
    }

    [Fact]
    public void A_reader_sees_only_whole_flows_while_another_thread_changes_the_table()
    {
        var table = new MegaflowTable();
        using var done = new ManualResetEventSlim();
        var writer = new Thread(() =>
        {
            var random = new Random(1);
            var flows = new List<Megaflow>();
            for (var i = 0; i < 30_000; i++)
            {
                var key = Key((byte)random.Next(256), (byte)random.Next(256));
                if (flows.Count > 200 || (flows.Count > 0 && random.Next(3) == 0))
                {
                    var at = random.Next(flows.Count);
                    table.Delete(flows[at]);
                    flows.RemoveAt(at);
                }
                else if (table.Install(in key, in s_masks[random.Next(s_masks.Length)], DpActions.Drop, null, 1000, out var flow) == Errno.None)
                {
                    flows.Add(flow!);
                }
            }

            done.Set();
        });
        writer.Start();
        var wrong = 0;
        for (var i = 0; !done.IsSet; i++)
        {
            var key = Key((byte)i, (byte)(i >> 8));
            if (table.Find(in key) is { } flow && !flow.Mask.Matches(in key, flow.Key))
            {
                wrong++;
            }
        }

        writer.Join();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Masks_go_with_their_last_flow()
    {
        var table = new MegaflowTable();
        var key = Key(1, 1);
        Assert.Equal(Errno.None, table.Install(in key, in s_masks[0], DpActions.Drop, null, 10, out var a));
        Assert.Equal(Errno.None, table.Install(in key, in s_masks[1], DpActions.Drop, null, 10, out _));
        Assert.Equal(2, table.MaskCount);
        Assert.True(table.Delete(a!));
        Assert.Equal(1, table.MaskCount);
        table.Flush();
        Assert.Equal((0, 0), (table.MaskCount, table.Count));
        Assert.Null(table.Find(in key));
    }

    private static bool FindsTheSame(MegaflowTable table, List<Megaflow> model)
    {
        for (var i = 0; i < 512; i++)
        {
            var key = Key((byte)i, (byte)(i * 37));
            var found = table.Find(in key);
            var matching = model.FindAll(flow => flow.Mask.Matches(in key, flow.Key));
            if (found is null ? matching.Count > 0 : !matching.Contains(found))
            {
                return false;
            }
        }

        return true;
    }

    private static FlowKey Key(byte src, byte dst) => new() { Ipv4Src = src, TpDst = dst, InPort = 1 };

    private static FlowMask Mask(byte src, byte dst)
    {
        var mask = default(FlowMask);
        mask.Bits.Ipv4Src = src;
        mask.Bits.TpDst = dst;
        return mask;
    }
}
