using System.Linq;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Learning;
using Ovs.Runtime.Time;

namespace Ovs.Ofproto.Tests.Learning;

public sealed class MacTableTests
{
    private static readonly EthAddress s_mac = new(0x0000_5000_0000_0001);

    private readonly Clock _clock = new();
    private readonly Bundle _p1 = new("p1");
    private readonly Bundle _p2 = new("p2");
    private readonly MacTable _table;

    public MacTableTests()
    {
        _clock.Stop();
        _table = new MacTable(_clock);
    }

    [Fact]
    public void A_sender_is_found_where_it_was_seen()
    {
        Assert.True(Learn(s_mac, 5, _p1));
        Assert.True(_table.TryLookup(s_mac, 5, out Bundle bundle));
        Assert.Same(_p1, bundle);
        Assert.False(_table.TryLookup(s_mac, 6, out Bundle _));
    }

    [Fact]
    public void Seeing_a_sender_again_changes_nothing_that_a_translation_could_notice()
    {
        Learn(s_mac, 0, _p1);
        var version = _table.Version;
        _clock.Warp(10_000);
        Assert.False(Learn(s_mac, 0, _p1));
        Assert.Equal(version, _table.Version);
        Assert.Equal(0, Assert.Single(_table.List()).AgeSeconds);
    }

    [Fact]
    public void A_sender_that_moves_is_found_at_its_new_place()
    {
        Learn(s_mac, 0, _p1);
        var version = _table.Version;
        Assert.True(Learn(s_mac, 0, _p2));
        Assert.True(_table.TryLookup(s_mac, 0, out Bundle bundle));
        Assert.Same(_p2, bundle);
        Assert.NotEqual(version, _table.Version);
        Assert.Equal(1, _table.Statistics.Moved);
    }

    [Fact]
    public void Group_addresses_are_never_learned()
    {
        Assert.False(Learn(new EthAddress(0x0100_5e00_0001), 0, _p1));
        Assert.Empty(_table.List());
    }

    [Fact]
    public void Entries_age_and_go()
    {
        Learn(s_mac, 0, _p1);
        _clock.Warp(299_000);
        _table.Expire();
        Assert.Equal(299, Assert.Single(_table.List()).AgeSeconds);
        _clock.Warp(1_000);
        _table.Expire();
        Assert.Empty(_table.List());
        Assert.Equal(1, _table.Statistics.Expired);
    }

    [Fact]
    public void A_new_aging_time_counts_for_entries_that_are_there()
    {
        Learn(s_mac, 0, _p1);
        _clock.Warp(20_000);
        _table.AgingSeconds = 20;
        Assert.Equal(20, Assert.Single(_table.List()).AgeSeconds);
        _table.Expire();
        Assert.Empty(_table.List());
    }

    [Theory]
    [InlineData(1, 15)]
    [InlineData(15, 15)]
    [InlineData(4000, 3600)]
    public void Aging_times_stay_in_range(int asked, int used)
    {
        _table.AgingSeconds = asked;
        Assert.Equal(used, _table.AgingSeconds);
    }

    [Theory]
    [InlineData(0, 10)]
    [InlineData(8192, 8192)]
    [InlineData(2_000_000, 1_000_000)]
    public void Sizes_stay_in_range(int asked, int used)
    {
        _table.MaxEntries = asked;
        Assert.Equal(used, _table.Statistics.MaxCount);
    }

    [Fact]
    public void A_full_table_evicts_the_oldest_of_the_bundle_that_has_most()
    {
        _table.MaxEntries = 10;
        for (var i = 0u; i < 3; i++)
        {
            Learn(Mac(100 + i), 0, _p2);
        }

        for (var i = 0u; i < 20; i++)
        {
            Learn(Mac(i), 0, _p1);
        }

        var entries = _table.List();
        Assert.Equal(10, entries.Count);
        Assert.Equal(3, entries.Count(entry => entry.Bundle == _p2));
        Assert.Equal(
            Enumerable.Range(13, 7).Select(i => Mac((uint)i)),
            entries.Where(entry => entry.Bundle == _p1).Select(entry => entry.Mac));
        Assert.Equal(13, _table.Statistics.Evicted);
    }

    [Fact]
    public void A_smaller_table_gives_up_its_oldest_entries()
    {
        for (var i = 0u; i < 20; i++)
        {
            Learn(Mac(i), 0, _p1);
        }

        _table.MaxEntries = 12;
        _table.Expire();
        Assert.Equal(Enumerable.Range(8, 12).Select(i => Mac((uint)i)), _table.List().Select(entry => entry.Mac));
    }

    [Fact]
    public void Flooded_vlans_are_not_learned_and_a_change_of_them_forgets_all()
    {
        Learn(s_mac, 7, _p1);
        _table.SetFloodVlans(VlanSet.Of([9]));
        Assert.Empty(_table.List());
        Assert.False(Learn(s_mac, 9, _p1));
        Assert.True(Learn(s_mac, 7, _p1));
        _table.SetFloodVlans(VlanSet.Of([9]));
        Assert.Single(_table.List());
    }

    [Fact]
    public void A_gratuitous_arp_is_not_taken_back_by_its_reflection_over_a_bond()
    {
        _table.Learn(s_mac, 0, _p1, isGratuitousArp: true, isBond: false);
        Assert.False(_table.Learn(s_mac, 0, _p2, isGratuitousArp: true, isBond: true));
        Assert.True(_table.TryLookup(s_mac, 0, out Bundle bundle));
        Assert.Same(_p1, bundle);

        _clock.Warp(5_000);
        Assert.True(_table.Learn(s_mac, 0, _p2, isGratuitousArp: true, isBond: true));
    }

    [Fact]
    public void The_lock_holds_off_gratuitous_arp_only()
    {
        _table.Learn(s_mac, 0, _p1, isGratuitousArp: true, isBond: false);
        Assert.True(_table.IsLocked(s_mac, 0));
        Assert.True(_table.Learn(s_mac, 0, _p2, isGratuitousArp: false, isBond: true));
    }

    [Fact]
    public void Static_entries_neither_age_nor_move_nor_flush()
    {
        _table.AddStatic(s_mac, 3, _p1);
        _clock.Warp(10_000_000);
        _table.Expire();
        Assert.False(Learn(s_mac, 3, _p2));
        _table.Flush();
        var entry = Assert.Single(_table.List());
        Assert.True(entry.IsStatic);
        Assert.Same(_p1, entry.Bundle);
        Assert.Equal(1, _table.Statistics.StaticCount);
        Assert.Equal(0, _table.Statistics.Learned);
    }

    [Fact]
    public void A_learned_entry_becomes_static_and_only_static_ones_are_removed_by_hand()
    {
        Learn(s_mac, 3, _p1);
        Assert.False(_table.RemoveStatic(s_mac, 3));
        _table.AddStatic(s_mac, 3, _p2);
        Assert.True(_table.TryLookup(s_mac, 3, out MacEntryInfo info));
        Assert.True(info.IsStatic);
        Assert.Same(_p2, info.Bundle);
        Assert.True(_table.RemoveStatic(s_mac, 3));
        Assert.Equal(0, _table.Statistics.StaticCount);
        Assert.Empty(_table.List());
    }

    [Fact]
    public void Forgetting_a_bundle_leaves_the_others()
    {
        Learn(Mac(1), 0, _p1);
        Learn(Mac(2), 0, _p2);
        _table.AddStatic(Mac(3), 0, _p1);
        _table.Forget(_p1);
        Assert.Equal(Mac(2), Assert.Single(_table.List()).Mac);
        Assert.Equal(0, _table.Statistics.StaticCount);
    }

    [Fact]
    public void Entries_are_listed_from_least_to_most_recently_used()
    {
        Learn(Mac(1), 0, _p1);
        Learn(Mac(2), 0, _p1);
        _clock.Warp(1_000);
        Learn(Mac(1), 0, _p1);
        Assert.Equal([Mac(2), Mac(1)], _table.List().Select(entry => entry.Mac));
    }

    [Fact]
    public void Clearing_statistics_keeps_sizes()
    {
        Learn(s_mac, 0, _p1);
        _table.ClearStatistics();
        Assert.Equal(
            new MacTableStatistics { Count = 1, MaxCount = MacTable.DefaultMaxEntries }, _table.Statistics);
    }

    private static EthAddress Mac(uint number) => new(0x0000_5000_0000_0000UL + number);

    private bool Learn(EthAddress mac, ushort vlan, Bundle bundle) =>
        _table.Learn(mac, vlan, bundle, isGratuitousArp: false, isBond: false);
}
