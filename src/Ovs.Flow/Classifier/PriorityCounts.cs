using System.Collections.Generic;
using System.Threading;

namespace Ovs.Flow.Classifier;

/// <summary>How many rules of a subtable have which priority, and the highest of them. One writer; <see cref="Max"/> may be
/// read by anyone.</summary>
internal sealed class PriorityCounts
{
    private readonly Dictionary<int, int> _counts = [];
    private readonly SortedSet<int> _sorted = [];
    private int _max = int.MinValue;

    /// <summary>int.MinValue when there is none.</summary>
    public int Max => Volatile.Read(ref _max);

    public bool IsEmpty => _counts.Count == 0;

    public bool Contains(int priority) => _counts.ContainsKey(priority);

    public void Add(int priority)
    {
        ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, priority, out var isThere);
        count++;
        if (!isThere)
        {
            _sorted.Add(priority);
            Volatile.Write(ref _max, _sorted.Max);
        }
    }

    public void Remove(int priority)
    {
        if (--_counts[priority] == 0)
        {
            _counts.Remove(priority);
            _sorted.Remove(priority);
            Volatile.Write(ref _max, _sorted.Count == 0 ? int.MinValue : _sorted.Max);
        }
    }
}
