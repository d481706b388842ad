using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Flow.Key;

namespace Ovs.Flow.Tests.Key;

public sealed class FlowKeyTests
{
    [Fact]
    public void Fixed_layouts_have_their_sizes()
    {
        Assert.Equal(160, Unsafe.SizeOf<FlowKey>());
        Assert.Equal(160, Unsafe.SizeOf<FlowMask>());
        Assert.Equal(6, Unsafe.SizeOf<EthAddress>());
        Assert.Equal(4, Unsafe.SizeOf<VlanTag>());
        Assert.Equal(16, Unsafe.SizeOf<Ipv6Address>());
        Assert.Equal(10, Unsafe.SizeOf<Ovs.Flow.Packets.OffloadState>());
    }

    [Fact]
    public void Fields_do_not_overlap()
    {
        var key = new FlowKey();
        key.Words.Fill(ulong.MaxValue);
        key.Vlan1 = default;
        key.TpDst = 0;
        Assert.Equal(VlanTag.Exact, key.Vlan0);
        Assert.Equal(ushort.MaxValue, key.TpSrc);
        Assert.Equal(0x0000_0000_ffff_ffffu, key.Words[3]);
        Assert.Equal(0x0000_ffff_ffff_ffffu, key.Words[5]);
    }

    [Fact]
    public void Extent_is_the_last_word_in_use()
    {
        var key = new FlowKey();
        Assert.Equal(0, FlowKey.ExtentOf(in key));
        key.TpDst = 1;
        Assert.Equal(FlowKey.BasicExtent, FlowKey.ExtentOf(in key));
        key.Ipv6Label = 1;
        Assert.Equal(FlowKey.Ipv6Extent, FlowKey.ExtentOf(in key));
        key.NdTarget = new Ipv6Address(0, 1);
        Assert.Equal(FlowKey.NeighbourExtent, FlowKey.ExtentOf(in key));
        key.CtLabel = new Ipv6Address(0, 1);
        Assert.Equal(FlowKey.WordCount, FlowKey.ExtentOf(in key));
    }

    [Fact]
    public void A_masked_key_matches_whatever_the_other_bits_are() =>
        Prop.ForAll<ulong[], ulong[], ulong[]>((values, bits, noise) =>
        {
            var key = Key(values);
            var mask = new FlowMask { Bits = Key(bits) };
            var masked = mask.Apply(in key);
            var other = key;
            var changes = Key(noise);
            for (var i = 0; i < FlowKey.WordCount; i++)
            {
                other.Words[i] ^= changes.Words[i] & ~FlowKey.Word(in mask.Bits, i);
            }

            return mask.Matches(in other, in masked) && mask.Apply(in other) == masked;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_changed_bit_under_the_mask_does_not_match() =>
        Prop.ForAll<ulong[], byte>((values, bit) =>
        {
            var key = Key(values);
            var mask = default(FlowMask);
            mask.Bits.Words.Fill(ulong.MaxValue);
            var masked = mask.Apply(in key);
            var other = key;
            other.Words[bit % FlowKey.WordCount] ^= 1UL << (bit % 64);
            return !mask.Matches(in other, in masked) && mask.Matches(in key, in masked);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("00:11:22:33:44:55", 0x0011_2233_4455UL)]
    [InlineData("f:0:a:0:b:1", 0x0f00_0a00_0b01UL)]
    public void Ethernet_addresses_are_parsed(string text, ulong value)
    {
        Assert.True(EthAddress.TryParse(text, out var address));
        Assert.Equal(value, address.ToUInt64());
    }

    [Theory]
    [InlineData("")]
    [InlineData("00:11:22:33:44")]
    [InlineData("00:11:22:33:44:55:66")]
    [InlineData("00:11:22:33:44:5g")]
    [InlineData("000:11:22:33:44:55")]
    [InlineData("00:11::33:44:55")]
    public void Other_text_is_no_Ethernet_address(string text) => Assert.False(EthAddress.TryParse(text, out _));

    [Fact]
    public void Ethernet_addresses_know_their_kind()
    {
        Assert.True(EthAddress.Broadcast.IsMulticast);
        Assert.True(new EthAddress(0x0180_c200_000e).IsReserved);
        Assert.False(new EthAddress(0x0180_c200_0010).IsReserved);
        Assert.True(new EthAddress(0x0100_0ccc_cccc).IsReserved);
        Assert.False(new EthAddress(0x0100_0ccc_ccc8).IsReserved);
        Assert.True(new EthAddress(0x0200_0000_0001).IsLocal);
        Assert.False(new EthAddress(0x0023_2000_0001).IsLocal);
        Assert.False(new EthAddress(0x0200_0000_0001).IsMulticast);
        Assert.Equal("02:00:00:00:00:01", new EthAddress(0x0200_0000_0001).ToString());
    }

    [Fact]
    public void Hash_depends_on_the_words_in_its_extent_only()
    {
        var key = new FlowKey { InPort = 1, EthType = 0x0800, Ipv4Src = 5 };
        var other = key;
        other.Ipv6Label = 9;
        Assert.Equal(FlowHash.Of(in key, FlowKey.BasicExtent), FlowHash.Of(in other, FlowKey.BasicExtent));
        other.TpSrc = 1;
        Assert.NotEqual(FlowHash.Of(in key, FlowKey.BasicExtent), FlowHash.Of(in other, FlowKey.BasicExtent));
    }

    private static FlowKey Key(ulong[] values)
    {
        var key = new FlowKey();
        for (var i = 0; i < values.Length && i < FlowKey.WordCount; i++)
        {
            key.Words[i] = values[i];
        }

        return key;
    }
}
