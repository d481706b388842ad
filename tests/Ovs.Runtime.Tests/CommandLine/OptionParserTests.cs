using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Runtime.CommandLine;

namespace Ovs.Runtime.Tests.CommandLine;

public sealed class OptionParserTests
{
    private readonly List<string> _applied = [];

    [Theory]
    [InlineData("--timeout=5", "timeout=5")]
    [InlineData("--timeout 5", "timeout=5")]
    [InlineData("--time=5", "timeout=5")]
    [InlineData("-t 5", "timeout=5")]
    [InlineData("-t5", "timeout=5")]
    [InlineData("-ht5", "help=|timeout=5")]
    [InlineData("--log-file", "log-file=")]
    [InlineData("--log-file=x", "log-file=x")]
    [InlineData("-vdbg", "verbose=dbg")]
    [InlineData("-v", "verbose=")]
    [InlineData("--timeout=", "timeout=")]
    public void Options_are_applied(string line, string expected)
    {
        Assert.True(OptionParser.TryParse(line.Split(' '), Rows(), false, out var operands, out _));
        Assert.Empty(operands);
        Assert.Equal(expected, string.Join('|', _applied));
    }

    [Theory]
    [InlineData("--foo", "unrecognized option '--foo'")]
    [InlineData("--foo=1", "unrecognized option '--foo=1'")]
    [InlineData("--ve", "option '--ve' is ambiguous; possibilities: '--verbose' '--version'")]
    [InlineData("--ve=1", "option '--ve=1' is ambiguous; possibilities: '--verbose' '--version'")]
    [InlineData("--help=1", "option '--help' doesn't allow an argument")]
    [InlineData("--timeout", "option '--timeout' requires an argument")]
    [InlineData("-q", "invalid option -- 'q'")]
    [InlineData("-t", "option requires an argument -- 't'")]
    public void Errors_are_those_of_getopt(string line, string expected)
    {
        Assert.False(OptionParser.TryParse(line.Split(' '), Rows(), false, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void Operands_may_stand_among_options()
    {
        Assert.True(OptionParser.TryParse(["a", "-h", "b", "--", "-x"], Rows(), false, out var operands, out _));
        Assert.Equal(["a", "b", "-x"], operands);
        Assert.Equal(["help="], _applied);
    }

    [Fact]
    public void Options_may_end_at_the_first_operand()
    {
        Assert.True(OptionParser.TryParse(["-h", "a", "-h"], Rows(), true, out var operands, out _));
        Assert.Equal(["a", "-h"], operands);
        Assert.Equal(["help="], _applied);
    }

    [Fact]
    public void A_lone_dash_is_an_operand()
    {
        Assert.True(OptionParser.TryParse(["-"], Rows(), false, out var operands, out _));
        Assert.Equal(["-"], operands);
    }

    [Fact]
    public void Any_words_are_taken_or_refused_without_a_crash() =>
        Prop.ForAll<string[]>(words =>
        {
            var clean = words.Select(word => word ?? "").ToArray();
            var ok = OptionParser.TryParse(clean, Rows(), false, out _, out var error);
            Assert.Equal(ok, error is null);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_listing_is_what_completion_scripts_read() =>
        Assert.Equal(
            "--timeout=ARG\n-t ARG\n--log-file=[ARG]\n--verbose=[ARG]\n-v [ARG]\n--version\n-V \n--help\n-h \n",
            OptionListing.Text(Rows()));

    private OptionRow[] Rows() =>
    [
        Row("timeout", 't', OptionArgument.Required),
        Row("log-file", '\0', OptionArgument.Optional),
        Row("verbose", 'v', OptionArgument.Optional),
        Row("version", 'V', OptionArgument.None),
        Row("help", 'h', OptionArgument.None),
    ];

    private OptionRow Row(string name, char letter, OptionArgument argument) =>
        new(name, letter, argument, value => _applied.Add($"{name}={value}"));
}
