using System;
using System.Collections.Generic;
using System.Threading;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;
using Ovs.Runtime.Counters;
using Ovs.Runtime.Time;

namespace Ovs.Ofproto.Learning;

/// <summary>
/// Which bundle of a bridge an Ethernet address was last seen on, by VLAN (IEEE 802.1Q 8.7, 8.8: learning, filtering
/// database).
/// </summary>
/// <remarks>
/// <para>Ageing: an entry not refreshed for <see cref="AgingSeconds"/> goes; static entries stay. Time counts in whole
/// seconds, as the ages that `fdb/show` prints.</para>
/// <para>Fairness: when the table is full, the bundle with most entries gives up the one it used longest ago. A host that
/// floods the switch with made-up addresses so pushes out its own, and others' traffic is not flooded past it.</para>
/// <para>Gratuitous ARP lock: such a packet from a single link pins its entry for five seconds, during which the same
/// packet, sent back by the far switch over another member of a bond, does not move it.</para>
/// <para>Threads: poll threads look up and learn on misses, the revalidator refreshes, the main loop configures, shows and
/// flushes. One lock, <see cref="_lock"/>, guards it all: it is innermost (nothing is called while it is held), held for a
/// few hash operations, and never taken for packets that a megaflow matches. Snapshots would make readers cheaper and each
/// learned address dearer, and it is misses that learn. <see cref="Version"/> grows with each change that a
/// translation could notice, and may be read without the lock.</para>
/// </remarks>
public sealed partial class MacTable
{
    public const int DefaultAgingSeconds = 300;
    public const int DefaultMaxEntries = 8192;

    private const int MinAgingSeconds = 15;
    private const int MaxAgingSeconds = 3600;
    private const int LeastMaxEntries = 10;
    private const int MostMaxEntries = 1_000_000;
    private const int GratuitousArpLockSeconds = 5;

    private static readonly Counter s_learned = Counter.Define("mac_learning_learned");
    private static readonly Counter s_expired = Counter.Define("mac_learning_expired");
    private static readonly Counter s_evicted = Counter.Define("mac_learning_evicted");
    private static readonly Counter s_moved = Counter.Define("mac_learning_moved");
    private static readonly Counter s_staticNotMoved = Counter.Define("mac_learning_static_none_move");

    private readonly Lock _lock = new();
    private readonly Clock _clock;
    private readonly Dictionary<(EthAddress Mac, ushort Vlan), MacEntry> _entries = [];
    private readonly Dictionary<Bundle, LinkedList<MacEntry>> _byBundle = [];
    private readonly LinkedList<MacEntry> _leastRecentFirst = new();
    private VlanSet _floodVlans = VlanSet.None;
    private MacTableStatistics _totals;
    private int _agingSeconds = DefaultAgingSeconds;
    private int _maxEntries = DefaultMaxEntries;
    private int _staticCount;
    private long _version;

    public MacTable(Clock clock) => _clock = clock;

    /// <summary>Grows with every entry that appears, moves or goes, and with the VLANs that are not learned.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Seconds after which an entry that was not refreshed goes; kept between 15 and 3600.</summary>
    public int AgingSeconds
    {
        get
        {
            lock (_lock)
            {
                return _agingSeconds;
            }
        }

        set
        {
            lock (_lock)
            {
                var seconds = Math.Clamp(value, MinAgingSeconds, MaxAgingSeconds);
                foreach (var entry in _leastRecentFirst)
                {
                    entry.ExpiresSeconds += seconds - _agingSeconds;
                }

                _agingSeconds = seconds;
            }
        }
    }

    /// <summary>How many addresses the table holds at most, kept between 10 and 1,000,000. What is too much goes with the
    /// next <see cref="Expire"/>.</summary>
    public int MaxEntries
    {
        get
        {
            lock (_lock)
            {
                return _maxEntries;
            }
        }

        set
        {
            lock (_lock)
            {
                _maxEntries = Math.Clamp(value, LeastMaxEntries, MostMaxEntries);
            }
        }
    }

    public MacTableStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                return _totals with
                {
                    Count = _entries.Count,
                    MaxCount = _maxEntries,
                    StaticCount = _staticCount,
                };
            }
        }
    }

    private long NowSeconds => _clock.NowMs / 1000;

    /// <summary>The bundle behind an address; false for group addresses, VLANs that are not learned and the unknown.</summary>
    public bool TryLookup(EthAddress mac, ushort vlan, out Bundle bundle)
    {
        lock (_lock)
        {
            var entry = Find(mac, vlan);
            bundle = entry?.Bundle!;
            return entry is not null;
        }
    }

    /// <summary>The entry of an address as `fdb/show` shows it.</summary>
    public bool TryLookup(EthAddress mac, ushort vlan, out MacEntryInfo info)
    {
        lock (_lock)
        {
            var entry = Find(mac, vlan);
            info = entry is null ? default : Describe(entry, NowSeconds);
            return entry is not null;
        }
    }

    /// <summary>Notes that <paramref name="mac"/> sent a packet that came in by <paramref name="bundle"/>.</summary>
    /// <param name="isGratuitousArp">The packet announces its sender's address.</param>
    /// <returns>True if the address was new or moved.</returns>
    public bool Learn(EthAddress mac, ushort vlan, Bundle bundle, bool isGratuitousArp, bool isBond)
    {
        lock (_lock)
        {
            if (mac.IsMulticast || _floodVlans.Contains(vlan))
            {
                return false;
            }

            var now = NowSeconds;
            if (_entries.TryGetValue((mac, vlan), out var entry))
            {
                if (entry.IsStatic)
                {
                    if (entry.Bundle != bundle)
                    {
                        s_staticNotMoved.Increment();
                    }

                    return false;
                }

                if (IsFresh(entry, bundle, isGratuitousArp, isBond, now))
                {
                    return false;
                }

                Touch(entry);
            }
            else
            {
                entry = Insert(mac, vlan, bundle);
                s_learned.Increment();
                _totals.Learned++;
            }

            entry.ExpiresSeconds = now + _agingSeconds;
            if (isGratuitousArp && !isBond)
            {
                entry.LockedUntilSeconds = now + GratuitousArpLockSeconds;
            }
            else if (isGratuitousArp && now < entry.LockedUntilSeconds)
            {
                return false;
            }

            return Assign(entry, bundle);
        }
    }

    /// <summary>True while a gratuitous ARP pins the entry.</summary>
    public bool IsLocked(EthAddress mac, ushort vlan)
    {
        lock (_lock)
        {
            return Find(mac, vlan) is { } entry && NowSeconds < entry.LockedUntilSeconds;
        }
    }

    /// <summary>Removes what is too old, and the oldest of what is too much.</summary>
    public void Expire()
    {
        lock (_lock)
        {
            var now = NowSeconds;
            var node = _leastRecentFirst.First;
            while (node is not null)
            {
                var (entry, next) = (node.Value, node.Next);
                if (!entry.IsStatic)
                {
                    if (_entries.Count <= _maxEntries && now < entry.ExpiresSeconds)
                    {
                        return;
                    }

                    s_expired.Increment();
                    _totals.Expired++;
                    Remove(entry);
                }

                node = next;
            }
        }
    }

    /// <summary>Entries, the one used longest ago first.</summary>
    public List<MacEntryInfo> List()
    {
        lock (_lock)
        {
            var now = NowSeconds;
            var infos = new List<MacEntryInfo>(_entries.Count);
            foreach (var entry in _leastRecentFirst)
            {
                infos.Add(Describe(entry, now));
            }

            return infos;
        }
    }

    // Refreshed within this second, and nothing new about it.
    private bool IsFresh(MacEntry entry, Bundle bundle, bool isGratuitousArp, bool isBond, long now) =>
        now + _agingSeconds == entry.ExpiresSeconds
        && entry.Bundle == bundle
        && (!isGratuitousArp || isBond);

    private MacEntry? Find(EthAddress mac, ushort vlan) =>
        mac.IsMulticast || _floodVlans.Contains(vlan) ? null : _entries.GetValueOrDefault((mac, vlan));

    private MacEntryInfo Describe(MacEntry entry, long now) => new(
        entry.Mac, entry.Vlan, entry.Bundle, entry.IsStatic, (int)(_agingSeconds - (entry.ExpiresSeconds - now)));

    private MacEntry Insert(EthAddress mac, ushort vlan, Bundle bundle)
    {
        if (_entries.Count >= _maxEntries)
        {
            EvictFairly();
        }

        var entry = new MacEntry(mac, vlan, bundle);
        _entries.Add((mac, vlan), entry);
        _leastRecentFirst.AddLast(entry.Recency);
        ListOf(bundle).AddLast(entry.BundleRecency);
        _version++;
        return entry;
    }

    private void Touch(MacEntry entry)
    {
        _leastRecentFirst.Remove(entry.Recency);
        _leastRecentFirst.AddLast(entry.Recency);
        var peers = _byBundle[entry.Bundle];
        peers.Remove(entry.BundleRecency);
        peers.AddLast(entry.BundleRecency);
    }

    // True for an entry that was inserted just now as well.
    private bool Assign(MacEntry entry, Bundle bundle)
    {
        if (entry.Bundle == bundle)
        {
            var isNew = entry.IsNew;
            entry.IsNew = false;
            return isNew;
        }

        s_moved.Increment();
        _totals.Moved++;
        Move(entry, bundle);
        return true;
    }

    private void Move(MacEntry entry, Bundle bundle)
    {
        Detach(entry);
        entry.Bundle = bundle;
        ListOf(bundle).AddLast(entry.BundleRecency);
        _version++;
    }

    private void Remove(MacEntry entry)
    {
        _entries.Remove((entry.Mac, entry.Vlan));
        _leastRecentFirst.Remove(entry.Recency);
        Detach(entry);
        _staticCount -= entry.IsStatic ? 1 : 0;
        _version++;
    }

    private void Detach(MacEntry entry)
    {
        var peers = _byBundle[entry.Bundle];
        peers.Remove(entry.BundleRecency);
        if (peers.Count == 0)
        {
            _byBundle.Remove(entry.Bundle);
        }
    }

    private LinkedList<MacEntry> ListOf(Bundle bundle)
    {
        if (!_byBundle.TryGetValue(bundle, out var entries))
        {
            _byBundle.Add(bundle, entries = new LinkedList<MacEntry>());
        }

        return entries;
    }

    // Bundles are few next to entries: looking at each is cheaper than keeping them in order all the time.
    private void EvictFairly()
    {
        LinkedList<MacEntry>? most = null;
        foreach (var entries in _byBundle.Values)
        {
            if (most is null || entries.Count > most.Count)
            {
                most = entries;
            }
        }

        s_evicted.Increment();
        _totals.Evicted++;
        Remove(most!.First!.Value);
    }
}
