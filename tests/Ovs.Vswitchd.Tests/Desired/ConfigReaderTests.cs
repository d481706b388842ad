using Ovs.Ofproto.Bundles;
using Ovs.Vswitchd.Desired;

namespace Ovs.Vswitchd.Tests.Desired;

public sealed class ConfigReaderTests
{
    [Theory]
    [InlineData(null, null, new long[0], VlanMode.Trunk, 0)]
    [InlineData(null, 5L, new long[0], VlanMode.Access, 5)]
    [InlineData(null, null, new long[] { 1, 2 }, VlanMode.Trunk, 0)]
    [InlineData(null, 5L, new long[] { 1, 2 }, VlanMode.NativeTagged, 5)]
    [InlineData("native-untagged", 5L, new long[0], VlanMode.NativeUntagged, 5)]
    [InlineData("native-tagged", 5L, new long[0], VlanMode.NativeTagged, 5)]
    [InlineData("trunk", 5L, new long[0], VlanMode.Trunk, 0)]
    [InlineData("access", null, new long[0], VlanMode.Access, 0)]
    [InlineData("dot1q-tunnel", 7L, new long[0], VlanMode.Dot1qTunnel, 7)]
    public void The_vlan_mode_follows_from_tag_and_trunks_unless_it_is_given(
        string? mode, long? tag, long[] trunks, VlanMode expected, int vlan)
    {
        var settings = ConfigReader.ReadSettings(mode, tag, trunks);
        Assert.Equal(expected, settings.Mode);
        Assert.Equal(vlan, settings.Vlan);
    }

    [Fact]
    public void Trunks_say_which_vlans_are_carried()
    {
        var settings = ConfigReader.ReadSettings(null, null, [101, 102]);
        Assert.True(settings.Trunks.Contains(101));
        Assert.False(settings.Trunks.Contains(103));
    }

    [Fact]
    public void Nothing_configured_is_an_empty_switch() => Assert.Empty(ConfigReader.Read(null).Bridges);
}
