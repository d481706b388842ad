using Ovs.Tools.Tests.Vsctl;

namespace Ovs.Tools.Tests.DbCtl;

public sealed class WriteCommandsTests
{
    [Theory]
    [InlineData("set port p tag=7", "get port p tag", "7\n")]
    [InlineData("set port p other_config:a=x other_config:c=d", "get port p other_config", "{a=x, c=d}\n")]
    [InlineData("set port p trunks=10-12,20", "get port p trunks", "[10, 11, 12, 20]\n")]
    [InlineData("add port p trunks 3 4,5", "get port p trunks", "[1, 2, 3, 4, 5]\n")]
    [InlineData("add port p other_config a=x c=d", "get port p other_config", "{a=b, c=d}\n")]
    [InlineData("remove port p trunks 1,9 2", "get port p trunks", "[]\n")]
    [InlineData("remove port p other_config a", "get port p other_config", "{}\n")]
    [InlineData("remove port p other_config a=b", "get port p other_config", "{}\n")]
    [InlineData("remove port p other_config a=x", "get port p other_config", "{a=b}\n")]
    [InlineData("clear port p trunks other", "get port p trunks other_config", "[]\n{}\n")]
    [InlineData("--if-exists set port nosuch tag=3", "get port p tag", "5\n")]
    public void Columns_change(string change, string question, string answer)
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- add-port br p tag=5 trunks=1,2 other_config:a=b");
        Assert.Equal("", bench.Run(change));
        Assert.Equal(answer, bench.Run(question));
    }

    [Theory]
    [InlineData("set port p nosuch=1", "Port does not contain a column whose name matches \"nosuch\"")]
    [InlineData("set port p name:k=1", "cannot specify key to set for non-map column name")]
    [InlineData("set port nosuch tag=1", "no row \"nosuch\" in table Port")]
    [InlineData("set nosuch p tag=1", "unknown table \"nosuch\"")]
    [InlineData("set s p tag=1", "\"s\" matches multiple table names: SSL, sFlow")]
    [InlineData("add port p tag 6", "\"add\" operation would put 2 values in column tag of table Port "
        + "but the maximum number is 1")]
    [InlineData("remove port p name p", "\"remove\" operation would put 0 values in column name of table Port "
        + "but the minimum number is 1")]
    [InlineData("clear port p name", "\"clear\" operation cannot be applied to column name of table Port, "
        + "which is not allowed to be empty")]
    [InlineData("--id=x create mirror name=m", "row id \"x\" does not begin with \"@\"")]
    [InlineData("--id=@x create mirror name=m -- --id=@x create mirror name=n",
        "row id \"@x\" may only be specified on one --id option")]
    [InlineData("set port p qos=@q -- --id=@q get port p", "row id \"@q\" specified on \"get\" command was used "
        + "before it was defined")]
    [InlineData("--all destroy mirror m", "--all and records argument should not be specified together")]
    [InlineData("--all --if-exists destroy mirror", "--all and --if-exists should not be specified together")]
    [InlineData("destroy mirror m", "no row \"m\" in table Mirror")]
    public void Impossible_changes_are_explained_as_by_the_original(string change, string error)
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- add-port br p tag=5");
        Assert.Equal($"error: {error}", bench.Run(change));
    }

    [Fact]
    public void A_created_row_can_be_referred_to_by_its_symbol()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- --id=@m create mirror name=m select_all=true -- add bridge br mirrors @m");
        Assert.Equal(bench.Run("get mirror m _uuid"), bench.Run("get bridge br mirrors").Trim('[', ']', '\n') + "\n");
        bench.Run("--id=@p get port br -- set mirror m output_port=@p");
        Assert.Equal(bench.Run("get port br _uuid"), bench.Run("get mirror m output_port"));
    }

    [Fact]
    public void Destroyed_rows_are_gone()
    {
        using var bench = SwitchBench.New();
        bench.Run("create qos type=a -- create qos type=b -- create queue dscp=1");
        Assert.Equal("", bench.Run("--all destroy qos"));
        Assert.Equal("", bench.Run("list qos"));
        Assert.Equal("1\n", bench.Run("--columns=dscp list queue"));
        Assert.Equal("", bench.Run("--if-exists destroy queue nosuch"));
    }
}
