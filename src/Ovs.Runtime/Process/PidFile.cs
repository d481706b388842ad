using System.Diagnostics.CodeAnalysis;
using System.IO;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Process;

/// <summary>
/// The file that names a daemon's pid, write-locked by the daemon as long as it lives: a file that nobody has locked is stale.
/// </summary>
public static class PidFile
{
    private static readonly LogModule s_log = LogModule.Define("daemon_unix");

    // Closing any descriptor of the file would drop the lock: ours stays open to the end.
    private static FileDescriptor? s_own;
    private static string? s_ownPath;

    /// <summary>Makes the pid file; another daemon that has it, or any failure, ends the program as the original does.</summary>
    public static void Create(string path, bool overwrite)
    {
        var temporary = overwrite ? $"{path}.tmp{System.Environment.ProcessId}" : $"{path}.tmp";
        if (FileLocks.Open(temporary, create: true, out var file) is { IsError: true } openError)
        {
            Fatal($"{temporary}: create failed ({openError.Text})");
        }

        if (FileLocks.TryLock(file!) is { IsError: true } lockError)
        {
            Fatal($"{temporary}: fcntl(F_SETLK) failed ({lockError.Text})");
        }

        FilesToUnlink.Add(temporary);
        if (!overwrite)
        {
            CheckNotRunning(path);
        }

        if (FileLocks.Replace(file!, $"{System.Environment.ProcessId}\n") is { IsError: true } writeError)
        {
            Fatal($"{temporary}: write failed ({writeError.Text})");
        }

        try
        {
            File.Move(temporary, path, overwrite: true);
        }
        catch (IOException e)
        {
            Fatal($"failed to rename \"{temporary}\" to \"{path}\" ({Json.FileErrors.Text(e)})");
        }

        FilesToUnlink.Remove(temporary);
        FilesToUnlink.Add(path);
        s_own = file;
        s_ownPath = Path.GetFullPath(path);
    }

    /// <summary>Pid of the daemon that has the file locked; ESRCH when the file is stale.</summary>
    public static Errno Read(string path, out int pid)
    {
        pid = 0;
        if (s_own is not null && Path.GetFullPath(path) == s_ownPath)
        {
            pid = System.Environment.ProcessId;
            return Errno.None;
        }

        var error = FileLocks.Open(path, create: false, out var file);
        if (error.IsError)
        {
            s_log.Warn($"{path}: open: {error.Text}");
            return error;
        }

        using (file)
        {
            return ReadLocked(path, file!, out pid);
        }
    }

    private static Errno ReadLocked(string path, FileDescriptor file, out int pid)
    {
        pid = 0;
        var error = FileLocks.Holder(file, out var holder);
        if (error.IsError)
        {
            s_log.Warn($"{path}: fcntl: {error.Text}");
            return error;
        }

        if (holder == 0)
        {
            s_log.Dbg($"{path}: pid file is stale");
            return Errno.ESRCH;
        }

        var text = File.ReadAllText(path).Trim();
        if (text.Length == 0)
        {
            s_log.Warn($"{path}: read: unexpected end of file");
            return Errno.ESRCH;
        }

        // A holder in another pid namespace has no number that we could compare.
        if (!int.TryParse(text, out var written) || written != holder)
        {
            s_log.Warn($"{path}: stale pidfile for pid {text} being deleted by pid {holder}");
            return Errno.ESRCH;
        }

        pid = holder;
        return Errno.None;
    }

    private static void CheckNotRunning(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var error = Read(path, out var pid);
        if (!error.IsError)
        {
            Fatal($"{path}: already running as pid {pid}, aborting");
        }

        if (error != Errno.ESRCH)
        {
            Fatal($"{path}: pidfile check failed ({error.Text}), aborting");
        }
    }

    [DoesNotReturn]
    private static void Fatal(string message) => s_log.Fatal(message);
}
