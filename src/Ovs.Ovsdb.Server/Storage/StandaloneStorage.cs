using System;
using System.Diagnostics;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Storage;

/// <summary>
/// A database file that this process alone writes: the schema as first record, then one record per transaction
/// (ovsdb(5), "Standalone Format").
/// </summary>
public sealed class StandaloneStorage : DatabaseStorage
{
    private const long MinSnapshotMs = 10 * 60 * 1000;
    private const long MaxSnapshotMs = 24 * 60 * 60 * 1000;
    private const int MinSnapshotRecords = 100;

    // After a failure the next try comes this many times sooner.
    private const int RetryFactor = 10;

    private readonly LogFile _log;
    private int _recordCount;
    private long _earliestSnapshotMs;
    private long _latestSnapshotMs;

    private StandaloneStorage(LogFile log, long nowMs)
    {
        _log = log;
        Schedule(nowMs, isRetry: false);
    }

    public override string Model => "standalone";

    /// <summary>Opens a file that exists; a clustered one is told by its error.</summary>
    public static OvsdbError? Open(string name, bool isWritable, long nowMs, out StandaloneStorage? storage)
    {
        storage = null;
        string[] magics = [LogRecord.StandaloneMagic, LogRecord.ClusterMagic];
        var mode = isWritable ? LogOpenMode.ReadWrite : LogOpenMode.ReadOnly;
        var error = LogFile.Open(name, magics, mode, null, out var log);
        if (error is not null)
        {
            return error;
        }

        if (log!.Magic == LogRecord.ClusterMagic)
        {
            log.Dispose();
            return new OvsdbError(null, $"{name}: cannot apply this operation to clustered database file");
        }

        storage = new StandaloneStorage(log, nowMs);
        return null;
    }

    /// <summary>Reads the next record, the schema first; null without an error when there is none.</summary>
    public OvsdbError? Read(out JsonObject? json)
    {
        var error = _log.Read(out json);
        if (json is not null)
        {
            _recordCount++;
            if (_recordCount == 2)
            {
                // A compacted file is the schema and one transaction; growth counts from there.
                _log.MarkBase();
            }
        }

        return error;
    }

    /// <summary>Lets the next transaction take the place of the record that was read last, and of what follows it.</summary>
    public void Unread(OvsdbError why) => _log.Unread(why);

    public override OvsdbError? Append(ReadOnlySpan<byte> record, bool isDurable)
    {
        var start = _log.OffsetBytes;
        var error = _log.Append(record);
        if (error is null)
        {
            _recordCount++;
            Counters.Records++;
            Counters.Bytes += _log.OffsetBytes - start;
            error = isDurable ? Sync() : null;
        }

        Counters.Errors += error is null ? 0 : 1;
        return error;
    }

    public override bool IsSnapshotDue(long nowMs)
    {
        if (nowMs < _earliestSnapshotMs)
        {
            return false;
        }

        return nowMs < _latestSnapshotMs
            ? _recordCount >= MinSnapshotRecords && _log.GrewLots
            : _recordCount > 0;
    }

    public override OvsdbError? StoreSnapshot(JsonObject schema, RecordText data, long nowMs)
    {
        var error = _log.Replace(schema, data);
        Counters.Snapshots += error is null ? 1 : 0;
        Counters.Errors += error is null ? 0 : 1;
        Schedule(nowMs, isRetry: error is not null);
        return error;
    }

    protected override void Dispose(bool disposing) => _log.Dispose();

    private OvsdbError? Sync()
    {
        var start = Stopwatch.GetTimestamp();
        var error = _log.Commit();
        Counters.Syncs++;
        Counters.SyncMicroseconds += (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
        return error;
    }

    /// <summary>Times differ at random, so that servers started together do not all write at once.</summary>
    private void Schedule(long nowMs, bool isRetry)
    {
        var range = isRetry ? MinSnapshotMs / RetryFactor : MinSnapshotMs;
        _earliestSnapshotMs = nowMs + range + Random.Shared.NextInt64(range);
        if (!isRetry)
        {
            _latestSnapshotMs = nowMs + MaxSnapshotMs;
        }
    }
}
