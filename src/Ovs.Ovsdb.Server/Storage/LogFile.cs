using System;
using System.IO;
using System.Security.Cryptography;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Storage;

/// <summary>What <see cref="LogFile.Open"/> expects to find.</summary>
public enum LogOpenMode
{
    ReadOnly,
    ReadWrite,
    CreateNew,
    CreateOrOpen,
}

/// <summary>
/// A database file: a sequence of <see cref="LogRecord"/>s that is first read to its end and then only appended to.
/// </summary>
/// <remarks>
/// <para>Reading stops at the first record that is torn or damaged, and the first append cuts off everything from there:
/// what lies beyond was never acknowledged, or could not be told from what was not. The file is cut only by an append, so
/// that looking at it changes nothing.</para>
/// <para>An append that fails halfway is taken back, so the file ends with a whole record at any time; the next append tries
/// again, because a full disk need not stay full. After <see cref="Commit"/> a record survives power loss; without it, the
/// end of the process.</para>
/// <para><see cref="Replace"/> writes a second file beside the first and renames it over the first, so at any time one of the
/// two is whole under the name. Used on the thread that owns the database.</para>
/// </remarks>
public sealed partial class LogFile : IDisposable
{
    private const int Permissions = 0x1B0; // 0660
    private const int MaxKeptRecord = 1 << 20;

    private static readonly LogModule s_log = LogModule.Define("ovsdb_log");
    private static readonly LogRateLimit s_writeLimit = new(5, 5);

    private readonly string _path;
    private readonly string _displayName;
    private readonly LockFile? _lock;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
    private DiskFile _file;
    private Utf8Builder _record = new();
    private State _state = State.Reading;
    private OvsdbError? _error;
    private long _previousOffset;
    private long _offset;
    private ProgressLine? _progress;
    private long _baseSize;

    private LogFile(string path, string displayName, string magic, LockFile? held, DiskFile file)
    {
        _path = path;
        _displayName = displayName;
        Magic = magic;
        _lock = held;
        _file = file;
    }

    private enum State
    {
        Reading,
        ReadFailed,
        Writing,
        WriteFailed,
    }

    /// <summary>The kind of file, <see cref="LogRecord.StandaloneMagic"/> or <see cref="LogRecord.ClusterMagic"/>.</summary>
    public string Magic { get; private set; }

    /// <summary>Where the next record begins or will be written.</summary>
    public long OffsetBytes => _offset;

    /// <summary>True when the file is well above 10 MB and more than twice what it was at <see cref="MarkBase"/>.</summary>
    public bool GrewLots => _offset > 10 * 1024 * 1024 && _offset / 2 > _baseSize;

    /// <summary>Opens a file whose kind is one of <paramref name="magics"/>; with one kind only, an empty file counts as one
    /// of that kind.</summary>
    /// <param name="locking">Null: lock unless the file is only read.</param>
    public static OvsdbError? Open(
        string name, string[] magics, LogOpenMode mode, bool? locking, out LogFile? log)
    {
        log = null;
        LockFile? held = null;
        if (locking ?? mode != LogOpenMode.ReadOnly)
        {
            var lockError = LockFile.TryLock(name, out held);
            if (lockError.IsError)
            {
                return OvsdbError.Io(lockError, $"{name}: failed to lock lockfile");
            }
        }

        var magic = "";
        var error = OpenFile(name, mode, out var file) ?? Identify(name, file!, magics, out magic);
        if (error is not null)
        {
            file?.Dispose();
            held?.Dispose();
            return error;
        }

        // The process may change its directory later, and the file will be wanted by name again.
        log = new LogFile(Path.GetFullPath(name), name, magic, held, file!);
        if (!DiskFile.Status(name, followLinks: true, out var status).IsError)
        {
            log._progress = ProgressLine.Start($"reading {name}", status.SizeBytes);
        }

        return null;
    }

    /// <summary>Reads the next record; gives null without an error at the end of the file.</summary>
    public OvsdbError? Read(out JsonObject? json)
    {
        json = null;
        switch (_state)
        {
            case State.Writing:
                return null;
            case State.ReadFailed or State.WriteFailed:
                return _error;
        }

        var error = ReadRecord(out json, out var end);
        if (error is not null)
        {
            _state = State.ReadFailed;
            _error = error;
            return error;
        }

        if (json is null)
        {
            _progress?.Dispose();
            return null;
        }

        _previousOffset = _offset;
        _offset = end;
        _progress?.Report(_offset);

        return null;
    }

    /// <summary>Treats the record that was read last as not there, so that the next append replaces it.</summary>
    public void Unread(OvsdbError why)
    {
        _offset = _previousOffset;
        _state = State.ReadFailed;
        _error = why;
    }

    /// <summary>Appends a record. On an error nothing of it is left in the file.</summary>
    public OvsdbError? Append(JsonValue json) => Append(JsonWriter.ToUtf8(json));

    /// <summary>Appends a record of JSON text that was encoded before.</summary>
    public OvsdbError? Append(ReadOnlySpan<byte> json)
    {
        if (PrepareToWrite() is { } error)
        {
            return error;
        }

        _hash.AppendData(json);
        _hash.AppendData("\n"u8);
        _record.Clear();
        LogRecord.AppendHeader(_record, Magic, json.Length + 1, _hash);
        _record.Append(json);
        _record.Append((byte)'\n');
        var size = _record.Count;
        var errno = _file.WriteAt(_record.Written, _offset);
        if (size > MaxKeptRecord)
        {
            _record = new Utf8Builder();
        }

        return Complete(errno, size);
    }

    /// <summary>Appends a record that may be very large.</summary>
    public OvsdbError? Append(RecordText json)
    {
        if (PrepareToWrite() is { } error)
        {
            return error;
        }

        foreach (var piece in json.Pieces)
        {
            _hash.AppendData(piece.Span);
        }

        _hash.AppendData("\n"u8);
        _record.Clear();
        LogRecord.AppendHeader(_record, Magic, json.Length + 1, _hash);
        long size = _record.Count;
        var errno = _file.WriteAt(_record.Written, _offset);
        foreach (var piece in json.Pieces)
        {
            errno = errno.IsError ? errno : _file.WriteAt(piece.Span, _offset + size);
            size += piece.Length;
        }

        errno = errno.IsError ? errno : _file.WriteAt("\n"u8, _offset + size);
        return Complete(errno, size + 1);
    }

    /// <summary>Returns when all that was appended is on the disk.</summary>
    public OvsdbError? Commit()
    {
        var errno = _file.SyncData();
        return errno.IsError ? OvsdbError.Io(errno, $"{_displayName}: fsync failed") : null;
    }

    /// <summary>Takes the present size as the one that growth is measured from.</summary>
    public void MarkBase() => _baseSize = _offset;

    /// <summary>Puts one record, or two, in the place of all that the file holds, at once or not at all.</summary>
    public OvsdbError? Replace(JsonValue schema, RecordText? data = null)
    {
        // The name may be a symbolic link; it is what it leads to that is replaced.
        var target = LockFile.FollowLinks(_path);
        var temporary = target + ".tmp";
        var errno = DiskFile.Unlink(temporary);
        if (errno.IsError && errno != Errno.ENOENT)
        {
            return OvsdbError.Io(errno, $"failed to remove {temporary}");
        }

        var error = Open(temporary, [Magic], LogOpenMode.CreateNew, locking: false, out var fresh);
        if (error is not null)
        {
            return error;
        }

        error = fresh!.Append(schema) ?? (data is null ? null : fresh.Append(data)) ?? fresh.Commit();
        if (error is null && DiskFile.Rename(temporary, target) is { IsError: true } renameError)
        {
            error = OvsdbError.Io(renameError, $"failed to rename \"{temporary}\" to \"{target}\"");
        }

        if (error is not null)
        {
            fresh!.Dispose();
            return DiskFile.Unlink(temporary) is { IsError: true } left ? error.Wrap($"failed to remove {temporary} ({left.Text})") : error;
        }

        SyncFolderOf(_path);
        _file.Dispose();
        _file = fresh!._file;
        fresh._hash.Dispose();
        _state = State.Writing;
        _error = null;
        _offset = fresh._offset;
        _baseSize = _offset;
        return null;
    }

    public void Dispose()
    {
        _progress?.Dispose();
        _hash.Dispose();
        _file.Dispose();
        _lock?.Dispose();
    }

    private static OvsdbError? OpenFile(string name, LogOpenMode mode, out DiskFile? file)
    {
        var flags = mode switch
        {
            LogOpenMode.ReadOnly => DiskFileMode.Read,
            LogOpenMode.ReadWrite => DiskFileMode.ReadWrite,
            LogOpenMode.CreateOrOpen => DiskFileMode.ReadWrite | DiskFileMode.Create,

            // open(2) with O_EXCL refuses every symbolic link, also one whose target is still to be made.
            _ when IsDanglingLink(name) => DiskFileMode.ReadWrite | DiskFileMode.Create,
            _ => DiskFileMode.ReadWrite | DiskFileMode.Create | DiskFileMode.Exclusive,
        };
        var errno = name == "/dev/stdin" && mode == LogOpenMode.ReadOnly
            ? DiskFile.Duplicate(0, out file)
            : DiskFile.Open(name, flags, Permissions, out file);
        var what = mode switch
        {
            LogOpenMode.CreateNew => "create",
            LogOpenMode.CreateOrOpen => "create or open",
            _ => "open",
        };
        return errno.IsError ? OvsdbError.Io(errno, $"{name}: {what} failed") : null;
    }

    private static bool IsDanglingLink(string name) =>
        DiskFile.Status(name, followLinks: true, out _) == Errno.ENOENT
        && !DiskFile.Status(name, followLinks: false, out var status).IsError
        && status.IsSymbolicLink;

    private static void SyncFolderOf(string path)
    {
        var name = LockFile.FolderOf(path);
        var errno = Folders.Open(name, out var folder);
        if (!errno.IsError)
        {
            errno = Folders.Sync(folder!);
            folder!.Dispose();
        }

        // Some file systems have no such thing, or cannot lose an entry; then there is nothing to make good.
        if (errno.IsError && errno != Errno.EINVAL && errno != Errno.EROFS)
        {
            s_log.Warn($"{name}: fsync failed ({errno.Text})");
        }
    }

    private OvsdbError? PrepareToWrite()
    {
        if (_state != State.Writing)
        {
            _error = CutAtOffset();
            _state = _error is null ? State.Writing : State.WriteFailed;
        }

        return _state == State.Writing ? null : _error;
    }

    private OvsdbError? Complete(Errno errno, long size)
    {
        if (!errno.IsError)
        {
            _offset += size;
            return null;
        }

        s_log.Warn(s_writeLimit, $"{_path}: write failed ({errno.Text})");
        _state = State.WriteFailed;
        _error = OvsdbError.Io(errno, $"{_displayName}: write failed");

        // When even that fails, the next append cuts again before it writes.
        var cut = _file.Truncate(_offset);
        return cut.IsError ? _error.Wrap($"cannot truncate to length {_offset} ({cut.Text})") : _error;
    }

    private OvsdbError? CutAtOffset()
    {
        var errno = _file.Truncate(_offset);
        return errno.IsError
            ? OvsdbError.Io(errno, $"{_displayName}: cannot truncate to length {_offset}")
            : null;
    }
}
