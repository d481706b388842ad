using System;
using System.Numerics;

namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>
/// What the server did since it started, in numbers, for `ovsdb-server/metrics` and whoever watches that. Written on the loop's
/// thread only.
/// </summary>
internal sealed class ServerCounters
{
    /// <summary>Bucket i counts transactions that took less than 2^i microseconds, and not less than half of that; the last
    /// one all that took longer.</summary>
    public const int BucketCount = 24;

    private readonly long[] _buckets = new long[BucketCount];

    /// <summary>Connections that began, in either direction.</summary>
    public long Connections { get; set; }

    public long Requests { get; set; }

    /// <summary>Requests that were answered by an error.</summary>
    public long RequestErrors { get; set; }

    /// <summary>"transact" requests that were run to their end here.</summary>
    public long Transactions { get; private set; }

    /// <summary>Those of which some operation failed, or the commit.</summary>
    public long TransactionErrors { get; private set; }

    /// <summary>Those that had to wait for a change.</summary>
    public long TransactionsParked { get; set; }

    /// <summary>Those that were sent to another server.</summary>
    public long TransactionsForwarded { get; set; }

    /// <summary>Time spent running transactions, in microseconds.</summary>
    public long TransactionMicroseconds { get; private set; }

    public long LongestTransactionMicroseconds { get; private set; }

    /// <summary>Notifications of changes sent to monitors.</summary>
    public long UpdatesSent { get; set; }

    /// <summary>Bytes of connections that are over.</summary>
    public long ClosedReceivedBytes { get; set; }

    public long ClosedSentBytes { get; set; }

    public ReadOnlySpan<long> Buckets => _buckets;

    public void CountTransaction(TimeSpan elapsed, bool isError)
    {
        var microseconds = (long)elapsed.TotalMicroseconds;
        Transactions++;
        TransactionErrors += isError ? 1 : 0;
        TransactionMicroseconds += microseconds;
        LongestTransactionMicroseconds = Math.Max(LongestTransactionMicroseconds, microseconds);
        _buckets[Math.Min(BucketCount - 1, BitLength(microseconds))]++;
    }

    private static int BitLength(long value) => 64 - BitOperations.LeadingZeroCount((ulong)value);
}
