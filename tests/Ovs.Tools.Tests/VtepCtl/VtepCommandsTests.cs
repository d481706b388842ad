using Ovs.Ovsdb.Rows.Vtep;
using Ovs.Tools.Tests.DbCtl;
using Ovs.Tools.VtepCtl;

namespace Ovs.Tools.Tests.VtepCtl;

public sealed class VtepCommandsTests
{
    [Fact]
    public void Ports_belong_to_their_physical_switch()
    {
        using var bench = NewBench();
        bench.Run("add-ps a -- add-ps b -- add-port a p -- add-port b p -- add-port b q");
        Assert.Equal("a\nb\np\nq\n", bench.Run("list-ps -- list-ports b"));
        bench.Run("del-port b p -- del-ps a");
        Assert.Equal("b\nq\nq\n", bench.Run("list-ps -- list-ports b -- --columns=name list physical_port"));
    }

    [Fact]
    public void A_VLAN_of_a_port_is_bound_to_a_logical_switch()
    {
        using var bench = NewBench();
        bench.Run("add-ps a -- add-port a p -- add-ls l -- bind-ls a p 300 l -- bind-ls a p 0x10 l");
        Assert.Equal("0016 l\n0300 l\n", bench.Run("list-bindings a p"));
        Assert.Equal("error: multiple bindings for vlan 300", bench.Run("bind-ls a p 300 l"));
        bench.Run("unbind-ls a p 300");
        Assert.Equal("0016 l\n", bench.Run("list-bindings a p"));
        Assert.EndsWith("Physical_Port p\n            vlan_bindings:\n                16=l\n", bench.Run("show"));
    }

    [Fact]
    public void Addresses_share_locators_and_replace_sets_of_them()
    {
        using var bench = NewBench();
        bench.Run("add-ls l -- add-ucast-local l 02:01 10.0.0.1 -- add-ucast-local l 02:02 vxlan_over_ipv4 10.0.0.1");
        bench.Run("add-mcast-local l 03:01 10.0.0.1 -- add-mcast-local l 03:01 10.0.0.2");
        bench.Run("add-ucast-remote l 02:03 10.0.0.3");
        Assert.Equal(
            "ucast-mac-local\n  02:01 -> vxlan_over_ipv4/10.0.0.1\n  02:02 -> vxlan_over_ipv4/10.0.0.1\n\n"
                + "mcast-mac-local\n  03:01 -> vxlan_over_ipv4/10.0.0.1\n  03:01 -> vxlan_over_ipv4/10.0.0.2\n\n",
            bench.Run("list-local-macs l"));
        Assert.Equal("\"10.0.0.1\"\n\"10.0.0.2\"\n\"10.0.0.3\"\n", bench.Run("--columns=dst_ip list physical_locator"));
        bench.Run("del-mcast-local l 03:01 10.0.0.1 -- del-mcast-local l 03:01 10.0.0.9 -- del-ucast-local l 02:01");
        bench.Run("add-ucast-local l 02:02 10.0.0.2 -- clear-remote-macs l");
        Assert.Equal(
            "ucast-mac-local\n  02:02 -> vxlan_over_ipv4/10.0.0.2\n\n"
                + "mcast-mac-local\n  03:01 -> vxlan_over_ipv4/10.0.0.2\n\nucast-mac-remote\n\nmcast-mac-remote\n\n",
            bench.Run("list-local-macs l -- list-remote-macs l"));
        bench.Run("del-mcast-local l 03:01 10.0.0.2");
        Assert.Equal("", bench.Run("list mcast_macs_local"));
    }

    [Theory]
    [InlineData("add-ps a", "cannot create physical switch a because it already exists")]
    [InlineData("del-ps x", "no physical switch named x")]
    [InlineData("add-port x p", "no physical switch named x")]
    [InlineData("add-port a p", "cannot create a port named p on a because a port with that name already exists")]
    [InlineData("del-port a x", "no port named x")]
    [InlineData("add-ls l", "cannot create logical switch l because it already exists")]
    [InlineData("bind-ls a p 5 x", "no logical switch named x")]
    [InlineData("unbind-ls a p 5", "no binding for vlan 5")]
    [InlineData("set-replication-mode l x", "Replication mode must be 'service_node' or 'source_node'")]
    [InlineData("add-lr r", "cannot create logical router r because it already exists")]
    [InlineData("del-lr x", "no logical router named x")]
    [InlineData("list-local-macs x", "no logical switch named x")]
    public void What_cannot_be_is_explained_as_by_the_original(string line, string error)
    {
        using var bench = NewBench();
        bench.Run("add-ps a -- add-port a p -- add-ls l -- add-lr r");
        Assert.Equal($"error: {error}", bench.Run(line));
    }

    [Theory]
    [InlineData("ps-exists a", null)]
    [InlineData("ps-exists x", 2)]
    [InlineData("ls-exists l", null)]
    [InlineData("ls-exists x", 2)]
    [InlineData("lr-exists r", null)]
    [InlineData("lr-exists x", 2)]
    public void Asking_for_what_is_not_there_ends_with_status_2(string line, int? status)
    {
        using var bench = NewBench();
        bench.Run("add-ps a -- add-ls l -- add-lr r");
        bench.Run(line);
        Assert.Equal(status, bench.ExitStatus);
    }

    [Fact]
    public void Replication_modes_are_set_and_shown()
    {
        using var bench = NewBench();
        bench.Run("add-ls l");
        Assert.Equal("(null)\n", bench.Run("get-replication-mode l"));
        bench.Run("set-replication-mode l source_node");
        Assert.Equal("source_node\n", bench.Run("get-replication-mode l"));
    }

    private static CtlBench NewBench()
    {
        var database = VtepDatabase.Make();
        return new CtlBench(database, VtepCommands.Rows, (replica, transaction) => new VtepContext(database, replica)
        {
            Transaction = transaction,
            Root = transaction.Insert<Global>(),
        });
    }
}
