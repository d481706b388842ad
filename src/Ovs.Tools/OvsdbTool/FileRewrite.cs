using System;
using Ovs.Native.Libc;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.CommandLine;
using Ovs.Tools.Databases;

namespace Ovs.Tools.OvsdbTool;

/// <summary>
/// Writes a database anew, in its place or as another file, so that under each name there is at any time a whole database,
/// the old one or the new one. Holds the locks that keep servers and other tools away meanwhile.
/// </summary>
internal sealed class FileRewrite : IDisposable
{
    private readonly string _target;
    private readonly LockFile? _sourceLock;
    private readonly LockFile _targetLock;

    /// <param name="target">Null: in the place of the source.</param>
    public FileRewrite(string source, string? target)
    {
        // Names may be symbolic links; it is what they lead to that is replaced.
        Source = LockFile.FollowLinks(source);
        _target = target is null ? Source : LockFile.FollowLinks(target);
        if (target is null)
        {
            _sourceLock = Lock(Source);
        }

        // In place, the file that will be renamed is locked, too: the original's tools look at its lock.
        _targetLock = Lock(target is null ? Source + ".tmp" : _target);
    }

    /// <summary>Where the database is to be read from.</summary>
    public string Source { get; }

    /// <summary>Writes schema and data as a new file's two records.</summary>
    public void Write(Database database, string comment)
    {
        // A file of one transaction has nothing to differ from, and every version reads it.
        TransactionRecord.WritesDiffs = false;
        var schema = database.Schema.ToJson();
        var data = TransactionRecord.SnapshotText(database, comment);
        var isNew = DiskFile.Status(_target, followLinks: true, out _).IsError;
        string[] magics = [LogRecord.StandaloneMagic];
        FatalErrors.Check(LogFile.Open(_target, magics, LogOpenMode.CreateOrOpen, locking: false, out var log));
        OvsdbError? error;
        using (log)
        {
            error = log!.Replace(schema, data);
        }

        if (error is not null && isNew)
        {
            // All there is of it is its name.
            _ = DiskFile.Unlink(_target);
        }

        FatalErrors.Check(error);
    }

    public void Dispose()
    {
        _targetLock.Dispose();
        _sourceLock?.Dispose();
    }

    private static LockFile Lock(string path)
    {
        var error = LockFile.TryLock(path, out var held);
        if (error.IsError)
        {
            ProgramExit.Fatal(error, $"{path}: failed to lock lockfile");
        }

        return held!;
    }
}
