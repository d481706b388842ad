using System;
using System.IO;
using System.Linq;
using System.Text;
using Ovs.Native;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Tests.Logging;

[Collection("process log")]
public sealed class LogSystemTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();
    private readonly LogModule _log = LogModule.Define("log_test");

    public LogSystemTests()
    {
        Assert.Null(LogSpec.Apply("console:off"));
        Assert.Null(LogSpec.Apply("syslog:off"));
        Assert.Equal(Errno.None, LogSystem.OpenFile(_path));
        Assert.Null(LogSpec.Apply("file:info"));
        File.WriteAllText(_path, "");
    }

    public void Dispose()
    {
        LogSystem.ForgetFile();
        LogSystem.SetPattern(LogDestination.File, "%D{%Y-%m-%dT%H:%M:%S.###Z}|%05N|%c%T|%p|%m");
        LogSystem.Clock = new Clock();
        LogSystem.SetLevels(LogLevel.Info);
        File.Delete(_path);
    }

    [Fact]
    public void A_line_has_time_number_module_level_and_text()
    {
        _log.Info($"port {7,3} is {"up"}\n");
        _log.Warn("plain");

        var lines = Lines();
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\|\d{5,}\|log_test\|INFO\|port   7 is up$", lines[0]);
        Assert.EndsWith("|log_test|WARN|plain", lines[1], StringComparison.Ordinal);
        Assert.Equal(int.Parse(lines[0].Split('|')[1]) + 1, int.Parse(lines[1].Split('|')[1]));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_logged_as_they_came()
    {
        LogSystem.SetPattern(LogDestination.File, "%m");
        _log.Info("a\udcffb");

        Assert.Equal([(byte)'a', 0xff, (byte)'b', (byte)'\n'], File.ReadAllBytes(_path));
    }

    [Fact]
    public void A_rate_limit_admits_a_burst_and_tells_what_it_dropped()
    {
        var clock = new Clock();
        clock.Stop();
        LogSystem.Clock = clock;
        var limit = new LogRateLimit(60, 2);
        for (var i = 0; i < 5; i++)
        {
            _log.Warn(limit, $"message {i}");
        }

        clock.Warp(3000);
        _log.Warn(limit, "later");

        Assert.Equal(
            [
                "message 0",
                "message 1",
                "Dropped 3 log messages in last 3 seconds (most recently, 3 seconds ago) due to excessive rate",
                "later",
            ],
            Lines().Select(line => line.Split('|')[^1]));
    }

    [Fact]
    public void Closing_says_nothing_and_reopening_continues()
    {
        LogSystem.CloseFile();
        _log.Info("lost");
        Assert.Empty(Lines());

        Assert.Equal(Errno.None, LogSystem.ReopenFile());
        _log.Info("found");
        Assert.Equal(
            [$"opened log file {_path}", "found"], Lines().Select(line => line.Split('|')[^1]));
    }

    [Fact]
    public void Reopening_follows_a_renamed_file()
    {
        var rotated = _path + ".1";
        File.Move(_path, rotated);
        try
        {
            Assert.Equal(Errno.None, LogSystem.ReopenFile());

            Assert.EndsWith("|vlog|INFO|closing log file\n", File.ReadAllText(rotated), StringComparison.Ordinal);
            Assert.EndsWith($"|vlog|INFO|opened log file {_path}", Assert.Single(Lines()), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(rotated);
        }
    }

    [Fact]
    public void Module_names_are_taken_in_any_case_but_not_with_hyphens()
    {
        Assert.Null(LogSpec.Apply("OVSDB_Server:file:dbg"));
        Assert.Equal(LogLevel.Dbg, LogModule.Define("ovsdb_server").Level(LogDestination.File));
        Assert.Equal("no destination, level, or module \"ovsdb-server\"", LogSpec.Apply("ovsdb-server:dbg"));
    }

    private string[] Lines() => File.ReadAllLines(_path, Encoding.UTF8);
}
