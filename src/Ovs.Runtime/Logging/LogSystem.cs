using System;
using System.Text;
using System.Threading;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Process;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Logging;

/// <summary>
/// Where log messages of the process go: console (standard error), a file, syslog; each with a pattern. Any thread may log.
/// </summary>
/// <remarks>
/// A message is one write(2) to each destination, so lines of several processes do not mix and a crash loses none. The lock
/// (innermost of all: nothing is called under it but these writes) keeps the numbers of lines in order.
/// </remarks>
public static class LogSystem
{
    private const int LogFileMode = 0x1B0; // 0660

    private static readonly LogModule s_log = LogModule.Define("vlog");
    private static readonly Lock s_lock = new();
    private static readonly string[] s_patterns =
    [
        "ovs|%05N|%c%T|%p|%m",
        "%D{%Y-%m-%dT%H:%M:%SZ}|%05N|%c%T|%p|%m",
        "%D{%Y-%m-%dT%H:%M:%S.###Z}|%05N|%c%T|%p|%m",
    ];

    private static Clock s_clock = new();
    private static long s_startMs = s_clock.NowMs;
    private static uint s_number;
    private static FileDescriptor? s_file;
    private static string? s_filePath;
    private static SyslogSender? s_syslog;
    private static bool s_isSyslogChosen;
    private static int? s_facility;

    [ThreadStatic]
    private static string? t_threadName;

    /// <summary>The time that rate limits go by; a daemon gives its loop's clock, so that warped time counts.</summary>
    public static Clock Clock
    {
        get => s_clock;
        set
        {
            s_clock = value;
            s_startMs = value.NowMs;
        }
    }

    /// <summary>Name that %T and %t give this thread; null for the main one.</summary>
    public static string? ThreadName
    {
        get => t_threadName;
        set => t_threadName = value;
    }

    /// <summary>The log file that is open, or null.</summary>
    public static string? FilePath => s_filePath;

    /// <summary>LOGDIR/PROGRAM.log.</summary>
    public static string DefaultFilePath => $"{OvsDirectories.LogDir}/{ProgramExit.ProgramName}.log";

    public static string Pattern(LogDestination destination) => s_patterns[(int)destination];

    /// <summary>Levels of all modules at all destinations at once.</summary>
    public static void SetLevels(LogLevel level) => LogSettings.Set(null, null, level);

    /// <summary>Levels of all modules at one destination.</summary>
    public static void SetLevels(LogDestination destination, LogLevel level) => LogSettings.Set(null, destination, level);

    /// <summary>Sets a level, and errors of the specification end the program: for settings that programs make.</summary>
    public static void Require(string spec)
    {
        if (LogSpec.Apply(spec) is { } error)
        {
            ProgramExit.Fatal(error);
        }
    }

    /// <summary>Begins to log to a file, closing the one that was open; the same file again changes nothing.</summary>
    public static Errno OpenFile(string path)
    {
        var error = LogFiles.Open(path, LogFileMode, out var file);
        if (error.IsError)
        {
            s_log.Warn($"failed to open {path} for logging: {error.Text}");
            return error;
        }

        if (s_file is not null && LogFiles.AreSame(s_file, file!))
        {
            file!.Dispose();
            return Errno.None;
        }

        CloseFile();
        lock (s_lock)
        {
            s_file = file;
            s_filePath = path;
        }

        s_log.Info($"opened log file {path}");
        return Errno.None;
    }

    /// <summary>Opens the log file anew, after a rotation.</summary>
    public static Errno ReopenFile() => s_filePath is { } path ? OpenFile(path) : Errno.None;

    public static void CloseFile()
    {
        if (s_file is null)
        {
            return;
        }

        s_log.Info("closing log file");
        lock (s_lock)
        {
            s_file?.Dispose();
            s_file = null;
        }
    }

    /// <summary>Closes the log file for good: <see cref="ReopenFile"/> does nothing until another is opened.</summary>
    public static void ForgetFile()
    {
        lock (s_lock)
        {
            s_file?.Dispose();
            s_file = null;
            s_filePath = null;
        }
    }

    /// <summary>Where syslog messages go; null for nowhere.</summary>
    internal static void SetSyslog(SyslogSender? sender)
    {
        lock (s_lock)
        {
            s_syslog?.Dispose();
            s_syslog = sender;
            s_isSyslogChosen = true;
        }
    }

    internal static string? SetFacility(int facility)
    {
        s_facility = facility;
        return null;
    }

    internal static void SetPattern(LogDestination? destination, string pattern)
    {
        lock (s_lock)
        {
            for (var one = LogDestination.Syslog; one <= LogDestination.File; one++)
            {
                if (destination is null || destination == one)
                {
                    s_patterns[(int)one] = pattern;
                }
            }
        }
    }

    internal static void Write(LogModule module, LogLevel level, string text)
    {
        lock (s_lock)
        {
            var entry = new LogEntry(
                module, level, text, s_clock.WallMs, s_clock.NowMs - s_startMs, ++s_number, t_threadName);
            if (level <= module.Level(LogDestination.Console))
            {
                StandardError.WriteLine(Line(LogDestination.Console, in entry));
            }

            if (s_file is not null && level <= module.Level(LogDestination.File))
            {
                // A log that cannot be written has no place where that could be said.
                _ = FileIo.WriteAll(s_file.Value, Encoding.UTF8.GetBytes(Line(LogDestination.File, in entry) + "\n"));
            }

            if (level <= module.Level(LogDestination.Syslog) && Syslog() is { } syslog)
            {
                syslog.Send(entry.Level, s_facility, Line(LogDestination.Syslog, in entry));
            }
        }
    }

    /// <summary>The chosen destination, or the default one, opened by the first message that goes there.</summary>
    private static SyslogSender? Syslog()
    {
        if (!s_isSyslogChosen)
        {
            s_isSyslogChosen = true;
            var method = Environment.GetEnvironmentVariable("OVS_SYSLOG_METHOD");
            if (!SyslogSender.TryOpen(string.IsNullOrEmpty(method) ? "libc" : method, out s_syslog))
            {
                StandardError.WriteLine($"{ProgramExit.ProgramName}: unsupported syslog method '{method}'");
            }
        }

        return s_syslog;
    }

    private static string Line(LogDestination destination, in LogEntry entry) =>
        LogPattern.Format(s_patterns[(int)destination], in entry, s_facility ?? SyslogSender.Local0);
}
