using System;
using System.Collections;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Text;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Process;

/// <summary>
/// `--detach` and `--monitor` without fork(2), which a managed runtime does not survive: a process that should have forked
/// starts the same program again and tells it its role; a pipe tells when the daemon is ready.
/// </summary>
/// <remarks>
/// user's process --spawn--> [monitor --spawn-->] daemon. The first and the monitor look at the options only to find
/// these two: the daemon alone carries options out, so nothing happens twice and each message is printed once. Readiness
/// travels back as one byte; a child that ends without it hands its exit status on.
/// </remarks>
public static class Daemonizer
{
    private const string RoleVariable = "OVS_DAEMON_ROLE";
    private const string DetachedRole = "detached";
    private const string MonitoredRole = "monitored";

    private static readonly LogModule s_log = LogModule.Define("daemon_unix");
    private static FileDescriptor? s_ready;

    // Read at the start: the monitor's title is written over them.
    private static List<string> s_arguments = [];

    /// <summary>First thing in a daemon's Main. Returns in the process that is to be the daemon; the others end here.</summary>
    public static void Launch(string[] arguments, IReadOnlyList<OptionRow> rows)
    {
        s_arguments = ReadArguments();
        var (role, ready) = TakeRole();
        s_ready = ready;
        if (role == MonitoredRole || !TryFind(arguments, rows, out var detach, out var monitor))
        {
            return;
        }

        if (detach && role is null)
        {
            var child = Start(DetachedRole, newSession: true);
            if (!AwaitReady(child))
            {
                Fatal("could not detach from foreground session");
            }

            ProgramExit.With(0);
        }

        if (monitor)
        {
            var child = Start(MonitoredRole, newSession: false);
            if (!AwaitReady(child))
            {
                Fatal("could not initiate process monitoring");
            }

            NotifyReady();
            if (detach)
            {
                _ = Processes.CloseStandardStreams();
            }

            Supervise(child.Pid, arguments, rows);
        }
    }

    /// <summary>The daemon is ready: whoever started it may return. A detached one lets go of terminal and folder.</summary>
    /// <param name="keepsOutput">Standard output stays: it is what the program is for.</param>
    /// <param name="keepsErrors">Standard error stays, too.</param>
    public static void Complete(DaemonOptions options, bool keepsOutput = false, bool keepsErrors = false)
    {
        NotifyReady();
        if (options.Detach)
        {
            if (!options.NoChdir)
            {
                _ = Processes.ChangeFolder("/");
            }

            _ = Processes.CloseStandardStreams(keepsOutput, keepsErrors);
            LogSystem.SetLevels(LogDestination.Console, LogLevel.Off);
        }
    }

    /// <summary>Looks for the two options without carrying any out. False when the command line is wrong, or only asks for
    /// information: then the process goes on as it is and says so itself.</summary>
    private static bool TryFind(string[] arguments, IReadOnlyList<OptionRow> rows, out bool detach, out bool monitor)
    {
        var seen = new HashSet<string>();
        var silent = new List<OptionRow>();
        foreach (var row in rows)
        {
            silent.Add(row with { Apply = _ => seen.Add(row.Long) });
        }

        var isGood = OptionParser.TryParse(arguments, silent, false, out _, out _);
        detach = seen.Contains(DaemonOptions.DetachName);
        monitor = seen.Contains(DaemonOptions.MonitorName);
        return isGood && !seen.Contains("help") && !seen.Contains("version") && !seen.Contains("option");
    }

    private static (string? Role, FileDescriptor? Ready) TakeRole()
    {
        var value = Environment.GetEnvironmentVariable(RoleVariable);
        if (value is null)
        {
            return (null, null);
        }

        // Children of the daemon have no part in this.
        Environment.SetEnvironmentVariable(RoleVariable, null);
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var fd = int.Parse(value[(colon + 1)..]);
        _ = Processes.SetInherited(fd, false);
        return (value[..colon], new FileDescriptor(fd));
    }

    private static (int Pid, FileDescriptor Ready) Start(string role, bool newSession)
    {
        if (Processes.Pipe(out var read, out var write) is { IsError: true } pipeError)
        {
            Fatal($"failed to create pipe ({pipeError.Text})");
        }

        using (write)
        {
            _ = Processes.SetInherited(write!.Value, true);
            var error = Processes.Spawn(
                ExecutablePath(s_arguments[0]), s_arguments, ChildEnvironment($"{role}:{write.Value}"), newSession, out var pid);
            if (error.IsError)
            {
                Fatal($"could not start {s_arguments[0]} ({error.Text})");
            }

            return (pid, read!);
        }
    }

    /// <summary>True once the child said it is ready. A child that failed said why, and its exit status becomes ours.</summary>
    private static bool AwaitReady((int Pid, FileDescriptor Ready) child)
    {
        using var ready = child.Ready;
        if (Processes.ReadByte(ready))
        {
            return true;
        }

        if (Processes.Wait(child.Pid, out var status) is { IsError: true } error)
        {
            Fatal($"waitpid failed ({error.Text})");
        }

        if (status.IsExited && status.ExitCode != 0)
        {
            ProgramExit.With(status.ExitCode);
        }

        s_log.Err($"fork child died before signaling startup ({StatusText(status)})");
        return false;
    }

    private static void NotifyReady()
    {
        if (s_ready is not null)
        {
            // Nobody waiting any more is no reason to stop.
            _ = FileIo.WriteAll(s_ready.Value, [0]);
            s_ready.Dispose();
            s_ready = null;
        }
    }

    /// <summary>Restarts the daemon when it crashes, at most every 10 seconds; ends when it ended by itself.</summary>
    private static void Supervise(int pid, string[] arguments, IReadOnlyList<OptionRow> rows)
    {
        const long ThrottleMs = 10_000;
        LogSystem.ThreadName = "monitor";
        var clock = LogSystem.Clock;
        var crashes = 0;
        var lastRestartMs = long.MinValue;
        var health = "healthy";
        while (true)
        {
            ProcessTitle.Set($"{ProgramExit.ProgramName}: monitoring pid {pid} ({health})");
            if (Processes.Wait(pid, out var status) is { IsError: true } error)
            {
                Fatal($"waitpid failed ({error.Text})");
            }

            if (crashes == 0)
            {
                ApplyLogging(arguments, rows);
            }

            if (!IsCrash(status))
            {
                s_log.Info($"pid {pid} died, {StatusText(status)}, exiting");
                ProgramExit.With(0);
            }

            health = $"{++crashes} crashes: pid {pid} died, {StatusText(status)}";
            var waitMs = lastRestartMs == long.MinValue ? 0 : lastRestartMs + ThrottleMs - clock.NowMs;
            if (waitMs > 0)
            {
                s_log.Warn($"{health}, waiting until 10 seconds since last restart");
                using var loop = new Loop.EventLoop(clock);
                loop.RunUntil(() => false, clock.NowMs + waitMs);
            }

            lastRestartMs = clock.NowMs;
            s_log.Err($"{health}, restarting");
            var child = Start(MonitoredRole, newSession: false);
            if (!AwaitReady(child))
            {
                Fatal("could not initiate process monitoring");
            }

            pid = child.Pid;
        }
    }

    /// <summary>The monitor has something to say for the first time: it logs where the daemon does.</summary>
    private static void ApplyLogging(string[] arguments, IReadOnlyList<OptionRow> rows)
    {
        var logging = new List<OptionRow>();
        foreach (var row in rows)
        {
            var isLogging = row.Long is "verbose" or "log-file" or "syslog-method" or "syslog-target";
            logging.Add(isLogging ? row : row with { Apply = _ => { } });
        }

        _ = OptionParser.TryParse(arguments, logging, false, out _, out _);
    }

    private static bool IsCrash(ProcessStatus status) => status.IsSignaled && status.Signal is
        Signals.SIGABRT or Signals.SIGALRM or Signals.SIGBUS or Signals.SIGFPE or Signals.SIGILL or
        Signals.SIGPIPE or Signals.SIGSEGV or Signals.SIGXCPU or Signals.SIGXFSZ;

    private static string StatusText(ProcessStatus status)
    {
        var text = status.IsExited ? $"exit status {status.ExitCode}" : $"killed ({Signals.Name(status.Signal)})";
        return status.DumpedCore ? text + ", core dumped" : text;
    }

    private static List<string> ReadArguments()
    {
        var text = Encoding.UTF8.GetString(File.ReadAllBytes("/proc/self/cmdline"));
        return [.. text.TrimEnd('\0').Split('\0')];
    }

    /// <summary>The file that was started, by the name it was started under: the process shows that name.</summary>
    private static string ExecutablePath(string name)
    {
        if (name.Contains('/'))
        {
            return name;
        }

        foreach (var folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'))
        {
            var candidate = Path.Combine(folder, name);
            if (folder.Length > 0 && File.Exists(candidate))
            {
                return candidate;
            }
        }

        return Environment.ProcessPath!;
    }

    private static List<string> ChildEnvironment(string role)
    {
        var environment = new List<string> { $"{RoleVariable}={role}" };
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            environment.Add($"{variable.Key}={variable.Value}");
        }

        return environment;
    }

    [DoesNotReturn]
    private static void Fatal(string message) => s_log.Fatal(message);
}
