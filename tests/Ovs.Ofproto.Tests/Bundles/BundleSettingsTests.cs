using Ovs.Ofproto.Bundles;

namespace Ovs.Ofproto.Tests.Bundles;

public sealed class BundleSettingsTests
{
    [Theory]
    [InlineData(VlanMode.NativeTagged)]
    [InlineData(VlanMode.NativeUntagged)]
    public void A_native_vlan_is_carried_and_vlan_0_is_not(VlanMode mode)
    {
        var settings = BundleSettings.Of(mode, 10, VlanSet.Of([0, 20]));
        Assert.True(settings.Trunks.Contains(10));
        Assert.True(settings.Trunks.Contains(20));
        Assert.False(settings.Trunks.Contains(0));
        Assert.False(settings.Trunks.Contains(30));
    }

    [Fact]
    public void Without_trunks_every_vlan_is_carried()
    {
        var settings = BundleSettings.Of(VlanMode.Trunk, 10, null);
        Assert.True(settings.Trunks.Contains(0));
        Assert.True(settings.Trunks.Contains(4095));
        Assert.Equal(0, settings.Vlan);
    }

    [Fact]
    public void Equal_settings_are_equal_values()
    {
        Assert.Equal(
            BundleSettings.Of(VlanMode.Trunk, 0, VlanSet.Of([1, 2])),
            BundleSettings.Of(VlanMode.Trunk, 9, VlanSet.Of([2, 1, 2])));
        Assert.NotEqual(
            BundleSettings.Of(VlanMode.Trunk, 0, VlanSet.Of([1, 2])),
            BundleSettings.Of(VlanMode.Trunk, 0, VlanSet.Of([1, 3])));
    }

    [Fact]
    public void Numbers_that_are_no_vlans_are_no_members()
    {
        Assert.Equal(VlanSet.None, VlanSet.Of([-1, 4096]));
    }
}
