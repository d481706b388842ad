namespace Ovs.Tools.Tests.Vsctl;

/// <summary>The commands about controllers, managers, keys, auto-attach, and zones of datapaths.</summary>
public sealed class SwitchTableCommandsTests
{
    [Fact]
    public void Controllers_are_replaced_as_a_whole()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- set-controller br tcp:b tcp:a -- add-br v br 5");
        Assert.Equal("tcp:a\ntcp:b\n", bench.Run("get-controller v"));
        bench.Run("--inactivity-probe=30000 set-controller br ssl:c");
        Assert.Equal("30000 \"ssl:c\"\n", bench.Run("--columns=inactivity_probe,target list controller"));
        bench.Run("del-controller br");
        Assert.Equal("", bench.Run("get-controller br -- list controller"));
    }

    [Fact]
    public void Managers_are_listed_once_each()
    {
        using var bench = SwitchBench.New();
        bench.Run("set-manager ptcp:6640 tcp:a");
        Assert.Equal("ptcp:6640\ntcp:a\n", bench.Run("get-manager"));
        bench.Run("--inactivity-probe=5 set-manager tcp:b");
        Assert.Equal("5\n", bench.Run("--columns=inactivity_probe list manager"));
        bench.Run("del-manager");
        Assert.Equal("", bench.Run("get-manager -- list manager"));
    }

    [Fact]
    public void Keys_are_shown_with_their_bootstrapping()
    {
        using var bench = SwitchBench.New();
        Assert.Equal("", bench.Run("get-ssl -- del-ssl"));
        bench.Run("set-ssl a b c -- --bootstrap set-ssl k l m");
        Assert.Equal("Private key: k\nCertificate: l\nCA Certificate: m\nBootstrap: true\n", bench.Run("get-ssl"));
        bench.Run("del-ssl");
        Assert.Equal("", bench.Run("get-ssl -- list ssl"));
    }

    [Fact]
    public void Deleting_an_auto_attach_mapping_takes_along_what_shares_its_VLAN()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- add-aa-mapping br 1 10 -- add-aa-mapping br 2 10 -- add-aa-mapping br 3 30");
        Assert.Equal("1 10\n2 10\n3 30\n", bench.Run("get-aa-mapping br"));
        bench.Run("del-aa-mapping br 1 30");
        Assert.Equal("1 10\n2 10\n3 30\n", bench.Run("get-aa-mapping br"));
        bench.Run("del-aa-mapping br 1 10");
        Assert.Equal("3 30\n", bench.Run("get-aa-mapping br"));
    }

    [Fact]
    public void Zones_have_timeouts_and_limits()
    {
        using var bench = SwitchBench.New();
        bench.Run("--id=@dp create datapath capabilities={b=2,a=1} -- set open . datapaths:netdev=@dp");
        Assert.Equal("a=1 b=2\n", bench.Run("list-dp-cap netdev"));
        bench.Run("add-zone-tp netdev zone=1 icmp_first=1 icmp_reply=2");
        bench.Run("add-zone-tp netdev zone=2 icmp_reply=2 icmp_first=1");
        bench.Run("set-zone-limit netdev 0x3 100 -- set-zone-limit netdev default 5 -- set-zone-limit netdev 2 7");
        Assert.Equal(
            "Zone:1, Timeout Policies: icmp_first=1 icmp_reply=2\nZone:2, Timeout Policies: icmp_first=1 icmp_reply=2\n"
                + "Zone:3, Timeout Policies: system default\n",
            bench.Run("list-zone-tp netdev"));
        Assert.Equal(
            "Default, Limit: 5\nZone: 2, Limit: 7\nZone: 3, Limit: 100\n", bench.Run("list-zone-limits netdev"));
        Assert.Single(bench.Run("--columns=timeouts list ct_timeout_policy").Split('\n')[..^1]);
        bench.Run("del-zone-limit netdev 3 -- del-zone-tp netdev zone=1 -- del-zone-limit netdev default");
        Assert.Equal("Zone: 2, Limit: 7\n", bench.Run("list-zone-limits netdev"));
        Assert.Equal("Zone:2, Timeout Policies: icmp_first=1 icmp_reply=2\n", bench.Run("list-zone-tp netdev"));
    }

    [Theory]
    [InlineData("set-zone-limit netdev x 1", "invalid zone id, x")]
    [InlineData("set-zone-limit netdev 1 x", "invalid limit, x")]
    [InlineData("set-zone-limit netdev 1 -1", "limit (-1) out of range")]
    [InlineData("set-zone-limit netdev 65536 1", "zone_id (65536) out of range")]
    [InlineData("set-zone-limit nosuch 1 1", "datapath nosuch does not exist")]
    [InlineData("del-zone-limit netdev default", "datapath netdev does not have a limit")]
    [InlineData("del-zone-limit netdev 9", "zone_id 9 does not have a limit")]
    [InlineData("add-zone-tp netdev zone=1 icmp_first=2", "zone id 1 already has a policy")]
    [InlineData("del-zone-tp netdev zone=9", "zone id 9 does not have a policy")]
    public void Impossible_zones_are_explained_as_by_the_original(string line, string error)
    {
        using var bench = SwitchBench.New();
        bench.Run("--id=@dp create datapath datapath_version=x -- set open . datapaths:netdev=@dp");
        bench.Run("add-zone-tp netdev zone=1 icmp_first=1");
        Assert.Equal($"error: {error}", bench.Run(line));
    }
}
