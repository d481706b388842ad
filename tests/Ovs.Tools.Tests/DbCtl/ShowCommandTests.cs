using System.Linq;
using System.Text.RegularExpressions;
using Ovs.Tools.Tests.Vsctl;

namespace Ovs.Tools.Tests.DbCtl;

public sealed partial class ShowCommandTests
{
    private const string Setup = "add-br br -- add-port br p tag=5 -- set interface p type=gre options:k=1,remote_ip=2 "
        + "-- set-controller br tcp:127.0.0.1 -- set bridge br fail_mode=secure";

    [Fact]
    public void Rows_are_shown_below_those_that_refer_to_them()
    {
        using var bench = SwitchBench.New();
        bench.Run(Setup);
        var expected = """
            <uuid>
                Bridge br
                    Controller "tcp:127.0.0.1"
                    fail_mode: secure
                    Port br
                        Interface br
                            type: internal
                    Port p
                        tag: 5
                        Interface p
                            type: gre
                            options: {k="1,remote_ip=2"}

            """;
        var swapped = """
            <uuid>
                Bridge br
                    Controller "tcp:127.0.0.1"
                    fail_mode: secure
                    Port p
                        tag: 5
                        Interface p
                            type: gre
                            options: {k="1,remote_ip=2"}
                    Port br
                        Interface br
                            type: internal

            """;
        var shown = Uuids().Replace(bench.Run("show"), "<uuid>");
        Assert.True(shown == expected || shown == swapped, shown); // Random identifiers decide the order.
    }

    [Theory]
    [InlineData("--filter=Interface(GRE) show", "Port br|Port p|Interface p")]
    [InlineData("--filter=Port(tag:|nothing) show", "Port p|Interface p")]
    [InlineData("--filter=Bridge(other) show", "")]
    [InlineData("--filter=nothing show", null)]
    [InlineData("--filter=Interface(gre),Port(gre) show", "Port p|Interface p")]
    public void Filters_hide_what_shows_none_of_their_texts(string line, string? names)
    {
        using var bench = SwitchBench.New();
        bench.Run(Setup);
        var shown = bench.Run(line);
        if (names is null)
        {
            Assert.Equal("", shown);
            return;
        }

        foreach (var name in new[] { "Port br", "Port p", "Interface br", "Interface p" })
        {
            Assert.Equal(names.Split('|').Contains(name), shown.Contains(name + "\n"));
        }
    }

    [Theory]
    [InlineData("--filter=Port(x show", "Malformed filter: missing closing ')'")]
    [InlineData("--filter=Nosuch(x) show", "unknown table \"Nosuch\"")]
    public void Wrong_filters_are_explained_as_by_the_original(string line, string error)
    {
        using var bench = SwitchBench.New();
        Assert.Equal($"error: {error}", bench.Run(line));
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uuids();
}
