using Ovs.Tools.Tests.Vsctl;

namespace Ovs.Tools.Tests.DbCtl;

public sealed class RowConditionTests
{
    [Theory]
    [InlineData("tag=5", "p\n")]
    [InlineData("tag!=5", "br\n")]
    [InlineData("tag=[]", "br\n")]
    [InlineData("tag<5", "br\n")]
    [InlineData("tag>=5", "p\n")]
    [InlineData("tag{<=}5", "br\np\n")]
    [InlineData("tag{<}5", "br\n")]
    [InlineData("tag{>}[]", "p\n")]
    [InlineData("trunks=1,2", "p\n")]
    [InlineData("trunks=2,1", "p\n")]
    [InlineData("trunks{>=}1", "p\n")]
    [InlineData("trunks{in}1,2,3", "br\np\n")]
    [InlineData("trunks{not-in}1", "br\n")]
    [InlineData("trunks{=}[]", "br\n")]
    [InlineData("trunks{!=}[]", "p\n")]
    [InlineData("name{in}p", "p\n")]
    [InlineData("other_config:a=b", "p\n")]
    [InlineData("other_config:a!=c", "p\n")]
    [InlineData("other_config:a{!=}c", "br\np\n")]
    [InlineData("other_config:a{in}b,c", "br\np\n")]
    [InlineData("other_config={}", "br\n")]
    [InlineData("other_config{>=}a=b", "p\n")]
    [InlineData("other_config{>=}a=c", "")]
    public void Rows_meet_conditions_as_in_the_manual(string condition, string found)
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- add-port br p tag=5 trunks=1,2 other_config:a=b");
        Assert.Equal(found, bench.Run($"--columns=name find port {condition}"));
    }

    [Theory]
    [InlineData("name:k=x", "cannot specify key to check for non-map column name")]
    [InlineData("tag=x", "\"x\" is not a valid integer or range")]
    [InlineData("tag=4096", "constraint violation: 4096 is not in the valid range 0 to 4095 (inclusive)")]
    [InlineData("tag", "tag: argument does not end in \"=\", \"!=\", \"<\", \">\", \"<=\", \">=\", \"{=}\", \"{!=}\", "
        + "\"{<}\", \"{>}\", \"{<=}\", \"{>=}\", \"{in}\", or \"{not-in}\" followed by a value.")]
    public void Wrong_conditions_are_explained_as_by_the_original(string condition, string error)
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br");
        Assert.Equal($"error: {error}", bench.Run($"find port {condition}"));
    }

    [Fact]
    public void Waiting_ends_when_the_row_is_there_and_meets_all_conditions()
    {
        using var bench = SwitchBench.New();
        Assert.Equal("waits\n", bench.Run("wait-until bridge br"));
        bench.Run("add-br br");
        Assert.Equal("", bench.Run("wait-until bridge br"));
        Assert.Equal("waits\n", bench.Run("wait-until bridge br name=br stp_enable=true"));
        bench.Run("set bridge br stp_enable=true");
        Assert.Equal("", bench.Run("wait-until bridge br name=br stp_enable=true"));
    }
}
