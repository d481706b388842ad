using Ovs.Flow.Key;

namespace Ovs.Datapath.Userspace;

/// <summary>
/// The first place a poll thread looks: whole keys of recent packets, each with its megaflow. Two places for each hash, no
/// chains, no lock.
/// </summary>
/// <remarks>An entry may outlive its megaflow; a dead one does not count and is replaced first. When both places are taken
/// by living flows, one key in a hundred enters, as in the original, so that many short flows do not wash out the few that
/// carry the traffic.</remarks>
internal sealed class ExactMatchCache
{
    private const int EntryCount = 8192;
    private const int SecondHashShift = 13;
    private const uint InsertInverse = 100;

    private readonly Entry[] _entries = new Entry[EntryCount];
    private uint _random = 1;

    /// <summary>The live megaflow of <paramref name="key"/>, or null.</summary>
    public Megaflow? Find(in FlowKey key, int extent, uint hash)
    {
        ref var first = ref _entries[hash % EntryCount];
        if (IsFor(in first, in key, extent, hash))
        {
            return first.Flow;
        }

        ref var second = ref _entries[(hash >> SecondHashShift) % EntryCount];
        return IsFor(in second, in key, extent, hash) ? second.Flow : null;
    }

    public void Insert(in FlowKey key, int extent, uint hash, Megaflow flow)
    {
        ref var entry = ref _entries[hash % EntryCount];
        if (entry.Flow is { IsDead: false })
        {
            ref var second = ref _entries[(hash >> SecondHashShift) % EntryCount];
            if (second.Flow is null or { IsDead: true })
            {
                entry = ref second;
            }
            else if (Random() % InsertInverse != 0)
            {
                return;
            }
            else if ((Random() & 1) != 0)
            {
                entry = ref second;
            }
        }

        entry.Hash = hash;
        entry.Extent = extent;
        entry.Key = key;
        entry.Flow = flow;
    }

    private static bool IsFor(in Entry entry, in FlowKey key, int extent, uint hash) =>
        entry.Hash == hash && entry.Extent == extent && entry.Flow is { IsDead: false }
        && entry.Key.EqualsPrefix(in key, extent);

    // Xorshift: cheap, and nothing depends on its quality.
    private uint Random()
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return _random;
    }

    private struct Entry
    {
        public uint Hash;
        public int Extent;
        public Megaflow? Flow;
        public FlowKey Key;
    }
}
