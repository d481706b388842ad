namespace Ovs.Tools.Tests.Vsctl;

public sealed class PortCommandsTests
{
    [Fact]
    public void A_bond_is_a_port_of_several_interfaces()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- --fake-iface add-bond br b e1 e2 lacp=active other_config:x=y");
        Assert.Equal("b\ne1\ne2\n", bench.Run("list-ports br -- list-ifaces br"));
        Assert.Equal("br\nbr\n", bench.Run("port-to-br b -- iface-to-br e1"));
        Assert.Equal("active\ntrue\n", bench.Run("get port b lacp bond_fake_iface"));
        Assert.Equal("", bench.Run("--may-exist add-bond br b e2 e1"));
        Assert.Equal("", bench.Run("add-bond-iface b e3 -- --may-exist add-bond-iface b e3"));
        Assert.Equal("", bench.Run("del-bond-iface e1 -- del-bond-iface b e2 -- --if-exists del-bond-iface b e9"));
        Assert.Equal("e3\n", bench.Run("list-ifaces br"));
        Assert.Equal("error: cannot delete last interface from port b", bench.Run("del-bond-iface e3"));
    }

    [Fact]
    public void A_port_can_be_deleted_by_its_interface()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- add-bond br b e1 e2");
        Assert.Equal("error: no port named e1", bench.Run("del-port br e1"));
        Assert.Equal("", bench.Run("--with-iface del-port br e1"));
        Assert.Equal("", bench.Run("list-ports br"));
        Assert.Equal("br\n", bench.Run("--columns=name list interface"));
    }

    [Theory]
    [InlineData("add-port br p", "cannot create a port named p because a port named p already exists on bridge br")]
    [InlineData("add-bond br new p e9", "cannot create an interface named p "
        + "because a port named p already exists on bridge br")]
    [InlineData("add-port nosuch new", "no bridge named nosuch")]
    [InlineData("add-port br new nosuch=1", "Port does not contain a column whose name matches \"nosuch\"")]
    [InlineData("--may-exist add-port a p", "\"--may-exist add-port a p\" but p is actually attached to bridge br")]
    [InlineData("--may-exist add-bond br b e1 e3", "\"--may-exist add-bond br b e1 e3\" "
        + "but b actually has interface(s) e1, e2")]
    [InlineData("add-bond br new e9 x=1 e8", "add-bond requires at least 2 interfaces, but only 1 were specified")]
    [InlineData("add-bond-iface nosuch e9", "no port named nosuch")]
    [InlineData("--may-exist add-bond-iface p e1", "\"--may-exist add-bond-iface p e1\" "
        + "but e1 is actually attached to port b")]
    [InlineData("del-bond-iface p e1", "port p does not have an interface e1")]
    [InlineData("del-port br", "cannot delete port br because it is the local port for bridge br "
        + "(deleting this port requires deleting the entire bridge)")]
    [InlineData("del-port a p", "bridge a does not have a port p")]
    [InlineData("del-port br q", "bridge br does not have a port q (although its child bridge v does)")]
    [InlineData("del-port nosuch", "no port named nosuch")]
    [InlineData("--with-iface del-port nosuch", "no port or interface named nosuch")]
    [InlineData("port-to-br e1", "no port named e1")]
    [InlineData("port-to-br br", "no port named br")]
    [InlineData("iface-to-br b", "no interface named b")]
    public void What_cannot_be_is_explained_as_by_the_original(string line, string error)
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br a -- add-br br -- add-port br p -- add-bond br b e1 e2 -- add-br v br 9 -- add-port v q");
        Assert.Equal($"error: {error}", bench.Run(line));
    }
}
