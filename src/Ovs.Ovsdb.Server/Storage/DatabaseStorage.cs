using System;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Storage;

/// <summary>Where the transactions of a database are kept, so that they are there after a restart.</summary>
public abstract class DatabaseStorage : IDisposable
{
    /// <summary>The word for it in the _Server database: "standalone", "clustered".</summary>
    public abstract string Model { get; }

    /// <summary>What it did so far.</summary>
    public StorageCounters Counters { get; } = new();

    /// <summary>Something that keeps this storage from working for good; null when all is well.</summary>
    public virtual OvsdbError? Error => null;

    /// <summary>Stores one transaction, a JSON text. Null means that it survives the end of this process and, if it is
    /// <paramref name="isDurable"/>, the loss of power; an error means that it is as if it had not been tried.</summary>
    public abstract OvsdbError? Append(ReadOnlySpan<byte> record, bool isDurable);

    /// <summary>Whether so much was stored since the last time that writing everything anew is worth it.</summary>
    public abstract bool IsSnapshotDue(long nowMs);

    /// <summary>Puts <paramref name="schema"/> and <paramref name="data"/> in the place of all that is stored.</summary>
    public abstract OvsdbError? StoreSnapshot(JsonObject schema, RecordText data, long nowMs);

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>Keeps nothing: for databases that are made anew by each process, or filled by another server.</summary>
public sealed class UnbackedStorage : DatabaseStorage
{
    public override string Model => "standalone";

    public override OvsdbError? Append(ReadOnlySpan<byte> record, bool isDurable) => null;

    public override bool IsSnapshotDue(long nowMs) => false;

    public override OvsdbError? StoreSnapshot(JsonObject schema, RecordText data, long nowMs) => null;

    protected override void Dispose(bool disposing)
    {
    }
}
