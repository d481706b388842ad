using System;
using Ovs.Tools.Tests.Vsctl;

namespace Ovs.Tools.Tests.DbCtl;

public sealed class RowFinderTests
{
    [Fact]
    public void Rows_go_by_name_identifier_its_beginning_and_a_dot()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br");
        var uuid = bench.Run("get bridge br _uuid").TrimEnd();
        foreach (var record in new[] { "br", uuid, uuid[..4], uuid[..20].ToUpperInvariant(), "." })
        {
            Assert.Equal("br\n", bench.Run($"get bridge {record} name"));
        }

        Assert.Equal($"error: no row \"{uuid[..3]}\" in table Bridge", bench.Run($"get bridge {uuid[..3]} name"));
    }

    [Fact]
    public void A_dot_means_the_only_row()
    {
        using var bench = SwitchBench.New();
        Assert.Equal("error: no row \".\" in table Bridge", bench.Run("get bridge . name"));
        bench.Run("add-br a -- add-br b");
        Assert.Equal("error: no row \".\" in table Bridge", bench.Run("get bridge . name"));
        Assert.Equal("", bench.Run("--if-exists get bridge . name"));
    }

    [Fact]
    public void Rows_go_by_the_name_of_the_row_that_refers_to_them()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- set-controller br tcp:127.0.0.1");
        Assert.Equal("\"tcp:127.0.0.1\"\n", bench.Run("get controller br target"));
        bench.Run("set-controller br tcp:127.0.0.1 tcp:127.0.0.2");
        Assert.Equal("error: no row \"br\" in table Controller", bench.Run("get controller br target"));
        Assert.Equal("error: no row \"br\" in table sFlow", bench.Run("get sflow br targets"));
    }

    [Fact]
    public void Integer_names_are_compared_as_numbers()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- create Flow_Sample_Collector_Set id=7");
        Assert.Equal("7\n", bench.Run("get Flow_Sample_Collector_Set 007 id"));
        Assert.StartsWith("error: no row", bench.Run("get Flow_Sample_Collector_Set 7x id"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_two_rows_have_is_refused()
    {
        using var bench = SwitchBench.New();
        bench.Run("create mirror name=m -- create mirror name=m");
        Assert.Equal("error: multiple rows in Mirror match \"m\"", bench.Run("get mirror m name"));
    }
}
