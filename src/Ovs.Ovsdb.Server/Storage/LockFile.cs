using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Storage;

/// <summary>
/// The lock beside a database file (`.NAME.~lock~`), which keeps a second server or tool from writing to it. Readers do
/// not lock. The same file and kind of lock as the original's, so each respects the other.
/// </summary>
public sealed class LockFile : IDisposable
{
    private const int Permissions = 0x180; // 0600
    private const int MaxLinks = 10;

    private static readonly LogModule s_log = LogModule.Define("lockfile");
    private static readonly Lock s_heldLock = new();

    // POSIX drops a lock when the process closes any descriptor of the file, so one that is held is never opened again.
    private static readonly HashSet<FileIdentity> s_held = [];

    private readonly DiskFile _file;
    private readonly FileIdentity _identity;

    private LockFile(DiskFile file, FileIdentity identity)
    {
        _file = file;
        _identity = identity;
    }

    /// <summary>Locks at once or fails; a failure is logged with the owner, as only this place knows it.</summary>
    public static Errno TryLock(string databasePath, out LockFile? held)
    {
        var path = PathFor(databasePath);
        Errno error;
        int ownerPid;
        lock (s_heldLock)
        {
            error = TryLockPath(path, out ownerPid, out held);
        }

        if (!error.IsError)
        {
            return error;
        }

        if (ownerPid == Environment.ProcessId)
        {
            s_log.Warn($"{path}: cannot lock file because this process has already locked it");
        }
        else if (ownerPid != 0)
        {
            s_log.Warn($"{path}: cannot lock file because it is already locked by pid {ownerPid}");
        }
        else
        {
            s_log.Warn($"{path}: failed to lock file: {error.Text}");
        }

        return error == Errno.EACCES ? Errno.EAGAIN : error;
    }

    /// <summary>The lock of a symbolic link is beside what it leads to, so that both names share one lock.</summary>
    internal static string PathFor(string databasePath)
    {
        var path = FollowLinks(databasePath);
        var slash = path.LastIndexOf('/');
        return slash < 0 ? $".{path}.~lock~" : $"{path[..slash]}/.{path[(slash + 1)..]}.~lock~";
    }

    /// <summary>What a chain of symbolic links leads to; <paramref name="path"/> itself when it is none.</summary>
    public static string FollowLinks(string path)
    {
        var current = path;
        for (var i = 0; i < MaxLinks; i++)
        {
            if (DiskFile.Status(current, followLinks: false, out var status).IsError || !status.IsSymbolicLink)
            {
                return current;
            }

            if (DiskFile.ReadLink(current, out var target) is { IsError: true } error)
            {
                s_log.Warn($"{path}: readlink failed ({error.Text})");
                return path;
            }

            var folder = FolderOf(current);
            current = target.StartsWith('/') || folder == "." ? target : Path.Combine(folder, target);
        }

        s_log.Warn($"{path}: too many levels of symlinks");
        return path;
    }

    internal static string FolderOf(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path[..slash];
    }

    /// <summary>Gives the lock up; the file stays, as another process may be waiting to lock it.</summary>
    public void Dispose()
    {
        lock (s_heldLock)
        {
            if (_file.IsOpen)
            {
                s_held.Remove(_identity);
                _file.Dispose();
            }
        }
    }

    private static Errno TryLockPath(string path, out int ownerPid, out LockFile? held)
    {
        held = null;
        ownerPid = 0;
        var error = DiskFile.Status(path, followLinks: true, out var status);
        if (!error.IsError && s_held.Contains(status.Identity))
        {
            ownerPid = Environment.ProcessId;
            return Errno.EDEADLK;
        }

        if (error.IsError && error != Errno.ENOENT)
        {
            s_log.Warn($"{path}: failed to stat lock file: {error.Text}");
            return error;
        }

        error = DiskFile.Open(path, DiskFileMode.ReadWrite | DiskFileMode.Create, Permissions, out var file);
        if (error.IsError)
        {
            s_log.Warn($"{path}: failed to open lock file: {error.Text}");
            return error;
        }

        error = file!.Status(out status);
        if (error.IsError)
        {
            s_log.Err($"{path}: failed to fstat lock file: {error.Text}");
        }
        else
        {
            error = file.TryLock(out ownerPid);
        }

        if (error.IsError)
        {
            file.Dispose();
            return error;
        }

        s_held.Add(status.Identity);
        held = new LockFile(file, status.Identity);
        return Errno.None;
    }
}
