using Ovs.Runtime.Logging;

namespace Ovs.Runtime.Tests.Logging;

[Collection("process log")]
public sealed class LogSpecTests
{
    [Theory]
    [InlineData("foo", "no destination, level, or module \"foo\"")]
    [InlineData("console:foo", "no destination, level, or module \"foo\"")]
    [InlineData("PATTERN:foo", "unknown destination \"foo\"")]
    [InlineData("pattern", "missing destination")]
    [InlineData("FACILITY:x", "invalid facility")]
    [InlineData("FACILITY", "invalid facility")]
    [InlineData("reconnect:dbg:file:info", "cannot specify multiple levels")]
    [InlineData("reconnect:jsonrpc", "cannot specify multiple modules")]
    [InlineData("file:syslog", "cannot specify multiple destinations")]
    public void Errors_are_those_of_the_original(string spec, string expected) =>
        Assert.Equal(expected, LogSpec.Apply(spec));

    [Fact]
    public void A_level_holds_for_one_module_and_destination()
    {
        var module = LogModule.Define("test_one");
        Assert.Null(LogSpec.Apply("test_one:file:warn"));
        Assert.Equal(LogLevel.Warn, module.Level(LogDestination.File));
        Assert.Equal(LogLevel.Info, module.Level(LogDestination.Syslog));
    }

    [Fact]
    public void A_module_of_the_original_may_be_named_though_nothing_of_ours_logs_under_it()
    {
        Assert.Null(LogSpec.Apply("netdev_dpdk:syslog:dbg"));
        Assert.Equal(LogLevel.Dbg, LogModule.Define("netdev_dpdk").Level(LogDestination.Syslog));
    }

    [Fact]
    public void A_disabled_message_is_not_put_together()
    {
        var module = LogModule.Define("test_quiet");
        Assert.Null(LogSpec.Apply("test_quiet:info"));
        var made = 0;
        string Make()
        {
            made++;
            return "text";
        }

        module.Dbg($"{Make()}");
        Assert.Equal(0, made);
    }
}
