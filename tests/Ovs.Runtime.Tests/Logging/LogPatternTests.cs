using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Tests.Logging;

public sealed class LogPatternTests
{
    // 2026-01-02 03:04:05.678 UTC
    private const long WallMs = 1767323045678;

    [Theory]
    [InlineData("%D{%Y-%m-%dT%H:%M:%S.###Z}|%05N|%c%T|%p|%m", "2026-01-02T03:04:05.678Z|00042|my_module|WARN|hello")]
    [InlineData("%D", "2026-01-02 03:04:05.678")]
    [InlineData("%D{%h %e %T}", "Jan  2 03:04:05")]
    [InlineData("[%-12c][%12c]", "[my_module   ][   my_module]")]
    [InlineData("%t %r %%%n", "main 77 %\n")]
    [InlineData("%B", "132")]
    [InlineData("%", "")]
    [InlineData("%q", "q")]
    public void Conversions_are_those_of_the_manual(string pattern, string expected)
    {
        var entry = new LogEntry(LogModule.Define("my_module"), LogLevel.Warn, "hello\n", WallMs, 77, 42, null);
        Assert.Equal(expected, LogPattern.Format(pattern, in entry, SyslogSender.Local0));
    }

    [Fact]
    public void A_thread_other_than_the_main_one_is_named()
    {
        var entry = new LogEntry(LogModule.Define("my_module"), LogLevel.Info, "x", WallMs, 0, 1, "pmd-c01");
        Assert.Equal("my_module(pmd-c01) pmd-c01", LogPattern.Format("%c%T %t", in entry, 0));
    }

    [Fact]
    public void The_program_is_named()
    {
        var entry = new LogEntry(LogModule.Define("my_module"), LogLevel.Info, "x", WallMs, 0, 1, null);
        Assert.Equal(ProgramExit.ProgramName, LogPattern.Format("%A", in entry, 0));
    }
}
