using System;
using System.Diagnostics;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading;
using Ovs.Runtime.Control;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Tests.Process;

/// <summary>The life of a real daemon process, in a folder of its own: tests/Ovs.Runtime.TestDaemon.</summary>
public sealed class DaemonLifeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ovs-daemon-").FullName;

    private string PidFile => Path.Combine(_folder, "test-daemon.pid");

    private string Log => File.ReadAllText(Path.Combine(_folder, "test-daemon.log"));

    public void Dispose()
    {
        if (File.Exists(PidFile))
        {
            _ = Start("kill", "-9", File.ReadAllText(PidFile).Trim());
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_command_returns_when_the_detached_daemon_answers()
    {
        Assert.Equal((0, ""), Quiet("--detach", "--pidfile", "--no-chdir"));
        Assert.Equal("test-daemon (Open vSwitch) 3.7.1\n", Ask("version"));
        Assert.Equal("", Ask("exit"));
        WaitUntilGone(PidFile);
    }

    [Fact]
    public void A_failure_to_start_is_the_status_of_the_command()
    {
        var (status, error) = Run("--detach", "--pidfile", "--fail=7", "-vconsole:off");
        Assert.Equal(7, status);
        Assert.Equal("test-daemon: failing as asked\n", error);
        Assert.False(File.Exists(PidFile));
    }

    [Fact]
    public void A_wrong_option_is_told_once_though_the_daemon_would_detach()
    {
        var (status, error) = Run("--detach", "--foo");
        Assert.Equal(1, status);
        Assert.Equal("test-daemon: unrecognized option '--foo'\n", error);
    }

    [Fact]
    public void A_second_start_on_the_same_pid_file_is_refused()
    {
        Assert.Equal(0, Quiet("--detach", "--pidfile").Status);
        var pid = File.ReadAllText(PidFile).Trim();
        var (status, error) = Run("--detach", "--pidfile");
        Assert.Equal(1, status);
        Assert.Equal($"test-daemon: {PidFile}: already running as pid {pid}, aborting\n", error);
        Assert.Equal(pid, File.ReadAllText(PidFile).Trim());
    }

    [Fact]
    public void A_stale_pid_file_is_taken_over()
    {
        File.WriteAllText(PidFile, "1\n");
        Assert.Equal(0, Quiet("--detach", "--pidfile").Status);
        Assert.NotEqual("1", File.ReadAllText(PidFile).Trim());
    }

    [Fact]
    public void A_signal_ends_it_and_leaves_no_files()
    {
        Assert.Equal(0, Quiet("--detach", "--pidfile", "--log-file", "--no-chdir").Status);
        Assert.Equal(0, Start("kill", File.ReadAllText(PidFile).Trim()).Status);
        WaitUntilGone(PidFile);
        WaitFor(() => Log.Contains("|fatal_signal|WARN|terminating with signal 15 (Terminated)"));
        Assert.Empty(Directory.GetFiles(_folder, "*.ctl"));
    }

    [Fact]
    public void An_error_of_the_program_itself_is_in_the_log()
    {
        Assert.Equal(0, Quiet("--detach", "--pidfile", "--log-file").Status);
        var pid = File.ReadAllText(PidFile).Trim();
        AskNothing("throw");
        Assert.True(SpinWait.SpinUntil(
            () => !Directory.Exists($"/proc/{pid}") || File.ReadAllText($"/proc/{pid}/stat").Contains(") Z "),
            TimeSpan.FromSeconds(30)));
        Assert.Contains("daemon|EMER|terminating on an error of the program: System.InvalidOperationException: thrown as asked", Log);
    }

    [Fact]
    public void A_crash_is_followed_by_a_restart_when_monitored()
    {
        Assert.Equal(0, Quiet("--detach", "--monitor", "--pidfile", "--log-file").Status);
        var first = File.ReadAllText(PidFile);
        AskNothing("crash");
        WaitFor(() => File.Exists(PidFile) && File.ReadAllText(PidFile) is { Length: > 0 } pid && pid != first &&
            File.Exists(Path.Combine(_folder, $"test-daemon.{pid.Trim()}.ctl")));
        Assert.Contains($"1 crashes: pid {first.Trim()} died, killed (Segmentation fault)", Log);
        Assert.Equal("", Ask("exit"));
        WaitUntilGone(PidFile);
    }

    [Fact]
    public void Use_of_memory_is_logged_after_ten_seconds()
    {
        Assert.Equal(0, Quiet("--detach", "--pidfile", "--log-file").Status);
        Assert.Equal("", Ask("time/stop"));
        Assert.StartsWith("warped", Ask("time/warp", "11000"), StringComparison.Ordinal);
        WaitFor(() => Log.Contains("|memory|INFO|things:3", StringComparison.Ordinal));
        Assert.Matches(new Regex(@"\|memory\|INFO\|\d+ kB peak resident set size after 1\d\.\d seconds"), Log);
    }

    [Fact]
    public void Log_lines_have_the_format_of_the_original()
    {
        Assert.Equal(0, Quiet("--detach", "--pidfile", "--log-file").Status);
        Assert.Equal("", Ask("say", "hello"));
        var lines = Log.Split('\n');
        Assert.Matches(new Regex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\|00001\|vlog\|INFO\|opened log file "), lines[0]);
        Assert.EndsWith("Z|00002|test_daemon|INFO|hello", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Time_can_be_stopped_and_warped_from_outside()
    {
        Assert.Equal(0, Quiet("--detach", "--pidfile").Status);
        Assert.Equal("", Ask("time/stop"));
        Assert.Equal("warped\n", Ask("time/warp", "60000", "1000"));
        Assert.Equal("", Ask("exit"));
        WaitUntilGone(PidFile);
    }

    private (int Status, string Error) Quiet(params string[] arguments) => Run([.. arguments, "-vconsole:off"]);

    private (int Status, string Error) Run(params string[] arguments)
    {
        var program = Path.Combine(
            AppContext.BaseDirectory.Replace("Ovs.Runtime.Tests", "Ovs.Runtime.TestDaemon"), "test-daemon");
        return Start(program, arguments);
    }

    private (int Status, string Error) Start(string program, params string[] arguments)
    {
        // Into a file, not a pipe: a managed host keeps duplicates of its standard streams, and a daemon would hold the pipe.
        var errors = Path.Combine(_folder, "stderr");
        var start = new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" 2> stderr", program, .. arguments])
        {
            WorkingDirectory = _folder,
        };
        foreach (var variable in new[] { "OVS_RUNDIR", "OVS_LOGDIR", "OVS_DBDIR", "OVS_SYSCONFDIR" })
        {
            start.Environment[variable] = _folder;
        }

        start.Environment["OVS_SYSLOG_METHOD"] = "null";
        using var process = System.Diagnostics.Process.Start(start)!;
        process.WaitForExit();
        return (process.ExitCode, File.ReadAllText(errors));
    }

    private string Ask(string command, params string[] arguments)
    {
        using var loop = new EventLoop(new Clock());
        var path = Path.Combine(_folder, $"test-daemon.{File.ReadAllText(PidFile).Trim()}.ctl");
        Assert.False(ControlClient.Connect(loop, path, out var client).IsError);
        using (client)
        {
            Assert.Null(client!.Transact(command, arguments, out var reply));
            Assert.Equal(JsonRpcType.Reply, reply!.Type);
            return ((Runtime.Json.JsonString)reply.Result!).Value;
        }
    }

    /// <summary>Sends a command whose daemon does not live to answer it.</summary>
    private void AskNothing(string command)
    {
        using var loop = new EventLoop(new Clock());
        var path = Path.Combine(_folder, $"test-daemon.{File.ReadAllText(PidFile).Trim()}.ctl");
        Assert.False(ControlClient.Connect(loop, path, out var client).IsError);
        using (client)
        {
            Assert.NotNull(client!.Transact(command, [], out _));
        }
    }

    private static void WaitUntilGone(string file) => WaitFor(() => !File.Exists(file));

    private static void WaitFor(Func<bool> done)
    {
        Assert.True(SpinWait.SpinUntil(done, TimeSpan.FromSeconds(20)), "waited in vain");
    }
}
