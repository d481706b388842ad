using Ovs.Runtime.Streams;

namespace Ovs.Runtime.Tests.Streams;

public sealed class InetAddressTests
{
    [Theory]
    [InlineData("1.2.3.4:5", "1.2.3.4:5")]
    [InlineData("1.2.3.4", "1.2.3.4:6640")]
    [InlineData("[::1]:7", "[::1]:7")]
    [InlineData("[::1]", "[::1]:6640")]
    public void Active_addresses_are_read(string text, string expected)
    {
        Assert.True(InetAddress.TryParseActive(text, 6640, out var point, out _));
        Assert.Equal(expected, InetAddress.Text(point));
    }

    [Theory]
    [InlineData("", "0.0.0.0:6640")]
    [InlineData("0", "0.0.0.0:0")]
    [InlineData("5:127.0.0.1", "127.0.0.1:5")]
    [InlineData("5:[::1]", "[::1]:5")]
    [InlineData(":[::]", "[::]:6640")]
    public void Passive_addresses_are_read(string text, string expected)
    {
        Assert.True(InetAddress.TryParsePassive(text, 6640, out var point, out _));
        Assert.Equal(expected, InetAddress.Text(point));
    }

    [Theory]
    [InlineData("1.2.3.4:70000", "bad port number \"70000\"")]
    [InlineData("1.2.3.4:x", "bad port number \"x\"")]
    [InlineData("1.2:3", "bad IP address \"1.2\"")]
    [InlineData(":3", "host must be specified")]
    [InlineData("[::1", "bad IP address")]
    public void Bad_addresses_say_what_is_wrong(string text, string expected)
    {
        Assert.False(InetAddress.TryParseActive(text, 6640, out _, out var error));
        Assert.Contains(expected, error);
    }

    [Fact]
    public void A_mandatory_port_is_missed()
    {
        Assert.False(InetAddress.TryParseActive("1.2.3.4", 0, out _, out var error));
        Assert.Equal("1.2.3.4: port must be specified", error);
    }
}
