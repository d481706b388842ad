namespace Ovs.Ofproto.Learning;

/// <summary>What `fdb/stats-show` shows: sizes now, and totals since the start or `fdb/stats-clear`.</summary>
public record struct MacTableStatistics
{
    public int Count { get; init; }

    public int MaxCount { get; init; }

    public int StaticCount { get; init; }

    public long Learned { get; set; }

    public long Expired { get; set; }

    public long Evicted { get; set; }

    public long Moved { get; set; }
}
