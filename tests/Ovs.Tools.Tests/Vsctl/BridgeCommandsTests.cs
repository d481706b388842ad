namespace Ovs.Tools.Tests.Vsctl;

public sealed class BridgeCommandsTests
{
    [Fact]
    public void A_VLAN_bridge_takes_the_ports_with_its_tag()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- add-port br p9 tag=9 -- add-port br p8 tag=8 -- add-br v br 9 -- add-port v q");
        Assert.Equal("br\nv\n", bench.Run("list-br"));
        Assert.Equal("br\n", bench.Run("--real list-br"));
        Assert.Equal("v\n", bench.Run("--fake list-br"));
        Assert.Equal("9\nbr\n0\nbr\n", bench.Run("br-to-vlan v -- br-to-parent v -- br-to-vlan br -- br-to-parent br"));
        Assert.Equal("p9\nq\n", bench.Run("list-ports v"));
        Assert.Equal("p8\n", bench.Run("list-ports br"));
        Assert.Equal("9\n", bench.Run("get port q tag"));
    }

    [Fact]
    public void Deleting_a_bridge_deletes_its_VLAN_bridges_and_ports()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br a -- add-br br -- add-br v br 9 -- add-port v q -- add-port br p");
        Assert.Equal("", bench.Run("del-br v"));
        Assert.Equal("a\nbr\n", bench.Run("list-br"));
        Assert.Equal("p\n", bench.Run("list-ports br"));
        Assert.Equal("", bench.Run("del-br br"));
        Assert.Equal("a\na\n", bench.Run("list-br -- list-ports a -- --columns=name list port"));
        Assert.Equal("error: no bridge named br", bench.Run("del-br br"));
        Assert.Equal("", bench.Run("--if-exists del-br br"));
    }

    [Theory]
    [InlineData("add-br br", "cannot create a bridge named br because a bridge named br already exists")]
    [InlineData("add-br p", "cannot create a bridge named p because a port named p already exists on bridge br")]
    [InlineData("add-br e1", "cannot create a bridge named e1 "
        + "because an interface named e1 already exists on bridge br")]
    [InlineData("add-br x br", "'add-br' command takes exactly 1 or 3 arguments")]
    [InlineData("add-br x br 4096", "add-br: vlan must be between 0 and 4095")]
    [InlineData("add-br x br -1", "add-br: vlan must be between 0 and 4095")]
    [InlineData("add-br x nosuch 1", "parent bridge nosuch does not exist")]
    [InlineData("add-br x v 1", "cannot create bridge with fake bridge as parent")]
    [InlineData("add-br x br 9", "bridge br already has a child VLAN bridge v on VLAN 9")]
    [InlineData("--may-exist add-br v", "\"--may-exist add-br v\" but v is a VLAN bridge for VLAN 9")]
    [InlineData("--may-exist add-br br br 9", "\"--may-exist add-br br br 9\" but br is not a VLAN bridge")]
    [InlineData("--may-exist add-br v x 9", "\"--may-exist add-br v x 9\" but v has the wrong parent br")]
    [InlineData("--may-exist add-br v br 8", "\"--may-exist add-br v br 8\" but v is a VLAN bridge "
        + "for the wrong VLAN 9")]
    [InlineData("set-fail-mode br loose", "fail-mode must be \"standalone\" or \"secure\"")]
    [InlineData("set-fail-mode v secure", "v is a fake bridge")]
    [InlineData("del-controller v", "v is a fake bridge")]
    [InlineData("add-aa-mapping br x 1", "Invalid argument x")]
    [InlineData("list-zone-tp netdev", "datapath: netdev record not found")]
    [InlineData("add-zone-tp netdev 5 a=1", "invalid zone argument, 5")]
    [InlineData("list-dp-cap netdev", "datapath \"netdev\" record not found")]
    public void What_cannot_be_is_explained_as_by_the_original(string line, string error)
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- add-port br p -- add-br v br 9 -- add-bond br b e1 e2");
        Assert.Equal($"error: {error}", bench.Run(line));
    }

    [Fact]
    public void External_ids_of_a_VLAN_bridge_are_its_port_s()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- add-br v br 9 -- br-set-external-id br a b -- br-set-external-id v k x");
        bench.Run("br-set-external-id v k2 y");
        Assert.Equal("a=b\n", bench.Run("br-get-external-id br"));
        Assert.Equal("k=x\nk2=y\n", bench.Run("br-get-external-id v"));
        Assert.Equal("x\n", bench.Run("br-get-external-id v k"));
        Assert.Equal("{fake-bridge-k=x, fake-bridge-k2=y}\n", bench.Run("get port v external_ids"));
        bench.Run("br-set-external-id v k");
        Assert.Equal("k2=y\n", bench.Run("br-get-external-id v"));
        Assert.Equal("", bench.Run("br-get-external-id v k"));
    }

    [Fact]
    public void Asking_for_a_bridge_that_is_not_there_ends_with_status_2()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- br-exists br");
        Assert.Null(bench.ExitStatus);
        bench.Run("br-exists nosuch");
        Assert.Equal(2, bench.ExitStatus);
    }

    [Fact]
    public void An_emergency_reset_leaves_the_hardware_address()
    {
        using var bench = SwitchBench.New();
        bench.Run("add-br br -- set bridge br other_config:hwaddr=x other_config:a=b stp_enable=true");
        bench.Run("set-fail-mode br secure");
        bench.Run("set-controller br tcp:127.0.0.1 -- set-manager ptcp:6640 -- set-ssl a b c");
        bench.Run("add-port br p other_config:a=b");
        Assert.Equal("", bench.Run("emer-reset"));
        Assert.Equal("{hwaddr=x}\n[]\n[]\n", bench.Run("get bridge br other_config fail_mode controller"));
        Assert.Equal("{}\n", bench.Run("get port p other_config"));
        Assert.Equal("", bench.Run("get-manager -- get-ssl -- list controller"));
    }
}
