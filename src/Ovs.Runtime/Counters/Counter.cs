using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Ovs.Runtime.Counters;

/// <summary>
/// Counts how often something happened, such as "long_poll_interval"; `coverage/show` tells totals and rates. Classes keep
/// one in a static field. Any thread may count.
/// </summary>
public sealed class Counter
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, Counter> s_counters = new(StringComparer.Ordinal);

    private long _total;

    private Counter(string name) => Name = name;

    public string Name { get; }

    public long Total => Interlocked.Read(ref _total);

    internal CounterRates Rates { get; } = new();

    /// <summary>The counter of this name; the first call creates it.</summary>
    public static Counter Define(string name)
    {
        lock (s_lock)
        {
            if (!s_counters.TryGetValue(name, out var counter))
            {
                counter = new Counter(name);
                s_counters.Add(name, counter);
            }

            return counter;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment() => Interlocked.Increment(ref _total);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long count) => Interlocked.Add(ref _total, count);

    /// <summary>All counters, ordered by name; those known but not yet defined are not among them.</summary>
    internal static List<Counter> All()
    {
        List<Counter> counters;
        lock (s_lock)
        {
            counters = [.. s_counters.Values];
        }

        counters.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return counters;
    }

    internal static Counter? Find(string name)
    {
        lock (s_lock)
        {
            return s_counters.GetValueOrDefault(name);
        }
    }
}
