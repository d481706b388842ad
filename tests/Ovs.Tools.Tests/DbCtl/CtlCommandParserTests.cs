using System;
using System.Collections.Generic;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Tests.DbCtl;

public sealed class CtlCommandParserTests
{
    private static readonly CtlCommandParser s_parser = new(
    [
        new("one", 1, 2, "", "--flag,--value=,--flagged", CtlAccess.ReadOnly, null, null),
        new("any", 0, int.MaxValue, "", "", CtlAccess.ReadWrite, null, null),
    ]);

    [Fact]
    public void Commands_are_cut_at_double_dashes()
    {
        var commands = Parse(["any", "a", "--", "--flag", "--value=x=y", "one", "b", "--", "--", "any"]);
        Assert.Equal(3, commands.Count);
        Assert.Equal(["any", "a"], commands[0].Arguments);
        Assert.Equal(["one", "b"], commands[1].Arguments);
        Assert.Equal(["--flag", "--value"], commands[1].Options.Keys);
        Assert.Equal([null, "x=y"], commands[1].Options.Values);
        Assert.Equal(["any"], commands[2].Arguments);
    }

    [Fact]
    public void Options_among_the_tool_s_own_belong_to_the_first_command()
    {
        var first = new Dictionary<string, string?> { ["--value"] = "1" };
        Assert.Null(s_parser.Parse(["one", "a", "--", "any"], first, out var commands));
        Assert.Equal("1", commands[0].Options["--value"]);
        Assert.Empty(commands[1].Options);
        Assert.Equal("--value one a", commands[0].Text);
    }

    [Theory]
    [InlineData("", "missing command name (use --help for help)")]
    [InlineData("--", "missing command name (use --help for help)")]
    [InlineData("--flag", "missing command name (use --help for help)")]
    [InlineData("any -- --flag", "missing command name (use --help for help)")]
    [InlineData("two", "unknown command 'two'; use --help for help")]
    [InlineData("on a", "unknown command 'on'; use --help for help")]
    [InlineData("--fla one a", "'one' command has no '--fla' option")]
    [InlineData("--flag any", "'any' command has no '--flag' option")]
    [InlineData("--flag --flag one a", "'--flag' option specified multiple times")]
    [InlineData("--value=1 --value=2 one a", "'--value=2' option specified multiple times")]
    [InlineData("--flag=1 one a", "'--flag' option on 'one' does not accept an argument")]
    [InlineData("--value one a", "missing argument to '--value' option on 'one' command")]
    [InlineData("one", "'one' command requires at least 1 arguments")]
    [InlineData("one a b c", "'one' command takes at most 2 arguments")]
    [InlineData("one a b --flag", "'one' command takes at most 2 arguments "
        + "(note that options must precede command names and follow a \"--\" argument)")]
    public void Wrong_command_lines_are_explained_as_by_the_original(string line, string error)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(error, s_parser.Parse(words, new Dictionary<string, string?>(), out _));
    }

    [Fact]
    public void Options_without_a_command_are_not_lost_silently()
    {
        var first = new Dictionary<string, string?> { ["--flag"] = null };
        Assert.Equal("missing command name (use --help for help)", s_parser.Parse(["--", "any"], first, out _));
    }

    [Fact]
    public void No_words_whatever_do_harm()
    {
        var word = Gen.Elements(
            "--", "-", "", "one", "any", "--flag", "--value=", "--value", "=", "a", "--=x", "\u00e4");
        Check.QuickThrowOnFailure(Prop.ForAll(word.ListOf().ToArbitrary(), words =>
        {
            var error = s_parser.Parse([.. words], new Dictionary<string, string?>(), out var commands);
            return error is not null || commands.TrueForAll(
                command => command.Arguments.Count - 1 >= command.Row.MinArguments
                    && command.Arguments.Count - 1 <= command.Row.MaxArguments);
        }));
    }

    private static List<CtlCommand> Parse(string[] words)
    {
        Assert.Null(s_parser.Parse(words, new Dictionary<string, string?>(), out var commands));
        return commands;
    }
}
