using System;
using System.Threading;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
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
    private const int StandardErrorFd = 2;
    private const int LogFileMode = 0x1B0; // 0660

    // RFC 5424 6: version 1, and a byte order mark before the UTF-8 message.
    private const string TargetPattern = "<%B>1 %D{%Y-%m-%dT%H:%M:%S.###Z} %E %A %P %c - \ufeff%m";

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
    private static FileDescriptor? s_file;
    private static string? s_filePath;
    private static SyslogSender? s_syslog;
    private static SyslogSender? s_syslogTarget;
    private static bool s_isStarted;
    private static int s_facility;

    [ThreadStatic]
    private static string? t_threadName;

    // Counted per thread, as the original does: one thread's lines are numbered without gaps.
    [ThreadStatic]
    private static uint t_number;

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

    /// <summary>The log file, open or closed for a while; null when there is none.</summary>
    public static string? FilePath => s_filePath;

    /// <summary>What %B adds to the severity.</summary>
    private static int PatternFacility => s_facility == 0 ? SyslogSender.Local0 : s_facility;

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

        if (s_file is not null)
        {
            s_log.Info("closing log file");
        }

        lock (s_lock)
        {
            s_file?.Dispose();
            s_file = file;
            s_filePath = path;
        }

        s_log.Info($"opened log file {path}");
        return Errno.None;
    }

    /// <summary>Opens the log file anew, after a rotation.</summary>
    public static Errno ReopenFile() => s_filePath is { } path ? OpenFile(path) : Errno.None;

    /// <summary>Closes the log file until <see cref="ReopenFile"/>.</summary>
    public static void CloseFile()
    {
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

    /// <summary>The way to syslog, which `vlog/list-pattern` shows; null before the first message.</summary>
    internal static SyslogSender? Syslog => s_syslog;

    /// <summary>Chooses how messages get to syslog; the first choice stands, and a bad one ends the program.</summary>
    internal static void ChooseSyslog(string method)
    {
        if (s_syslog is null && !SyslogSender.TryOpen(method, out s_syslog))
        {
            ProgramExit.Fatal($"unsupported syslog method '{method}'");
        }
    }

    /// <summary>Sends what syslog gets to another destination as well.</summary>
    internal static void SetSyslogTarget(SyslogSender target)
    {
        lock (s_lock)
        {
            s_syslogTarget?.Dispose();
            s_syslogTarget = target;
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
        var toConsole = level <= module.Level(LogDestination.Console);
        var toSyslog = level <= module.Level(LogDestination.Syslog);
        var toFile = s_file is not null && level <= module.Level(LogDestination.File);
        if (!toConsole && !toSyslog && !toFile)
        {
            return;
        }

        if (!s_isStarted)
        {
            Start();
        }

        lock (s_lock)
        {
            var entry = new LogEntry(
                module, level, text, s_clock.WallMs, s_clock.NowMs - s_startMs, ++t_number, t_threadName);
            if (toConsole)
            {
                WriteLine(StandardErrorFd, LogDestination.Console, in entry);
            }

            if (toSyslog)
            {
                SendToSyslog(in entry);
            }

            if (toFile && s_file is not null)
            {
                WriteLine(s_file.Value, LogDestination.File, in entry);
            }
        }
    }

    /// <summary>Opens what the first message needs.</summary>
    private static void Start()
    {
        s_isStarted = true;
        var method = Environment.GetEnvironmentVariable("OVS_SYSLOG_METHOD");
        ChooseSyslog(string.IsNullOrEmpty(method) ? "libc" : method);
        if (s_syslogTarget is { IsOpen: true })
        {
            s_log.Warn("--syslog-target flag is deprecated, use --syslog-method instead");
        }
    }

    // A log that cannot be written has no place where that could be said.
    private static void WriteLine(int fd, LogDestination destination, in LogEntry entry) =>
        _ = FileIo.WriteAll(fd, Utf8Text.Encode(Line(destination, in entry) + "\n"));

    private static void SendToSyslog(in LogEntry entry)
    {
        foreach (var line in Line(LogDestination.Syslog, in entry).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            s_syslog?.Send(entry.Level, s_facility, line);
        }

        s_syslogTarget?.SendWhole(LogPattern.Format(TargetPattern, in entry, PatternFacility));
    }

    private static string Line(LogDestination destination, in LogEntry entry) =>
        LogPattern.Format(s_patterns[(int)destination], in entry, PatternFacility);
}
