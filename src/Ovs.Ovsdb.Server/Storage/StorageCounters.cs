namespace Ovs.Ovsdb.Server.Storage;

/// <summary>What a database's storage did since it was opened.</summary>
public sealed class StorageCounters
{
    /// <summary>Transactions stored.</summary>
    public long Records { get; internal set; }

    public long Bytes { get; internal set; }

    /// <summary>Times that it was waited for the disk.</summary>
    public long Syncs { get; internal set; }

    public long SyncMicroseconds { get; internal set; }

    /// <summary>Attempts that failed, of whatever kind.</summary>
    public long Errors { get; internal set; }

    /// <summary>Times that everything was written anew.</summary>
    public long Snapshots { get; internal set; }
}
