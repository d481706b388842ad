using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Tests.DbCtl;

public sealed class NameMatchTests
{
    private static readonly string[] s_names = ["Flow_Table", "flow_table_x", "FLOW_TABLE", "Port"];

    [Theory]
    [InlineData("Flow_Table", "Flow_Table")]
    [InlineData("port", "Port")]
    [InlineData("P", "Port")]
    [InlineData("flow-table-", "flow_table_x")]
    public void The_best_match_wins(string wanted, string found) =>
        Assert.Equal(found, NameMatch.Find(s_names, static name => name, wanted, out _));

    [Theory]
    [InlineData("flow", "FLOW_TABLE, Flow_Table, flow_table_x")]
    [InlineData("flow-table", "FLOW_TABLE, Flow_Table")]
    [InlineData("portx", "")]
    [InlineData("", "")]
    public void Without_a_single_best_match_there_is_none(string wanted, string matches)
    {
        Assert.Null(NameMatch.Find(s_names, static name => name, wanted, out var found));
        Assert.Equal(matches, string.Join(", ", found));
    }
}
