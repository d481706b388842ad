using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Tests.DbCtl;

public sealed class CNumberTests
{
    [Theory]
    [InlineData("12", 12)]
    [InlineData(" \t-12abc", -12)]
    [InlineData("abc", 0)]
    [InlineData("", 0)]
    [InlineData("99999999999999999999", long.MaxValue)]
    [InlineData("-99999999999999999999", long.MinValue)]
    public void Atoll_takes_the_integer_that_a_text_begins_with(string text, long value) =>
        Assert.Equal(value, CNumber.Atoll(text));

    [Fact]
    public void Atoi_cuts_to_32_bits() => Assert.Equal(1, CNumber.Atoi("4294967297"));

    [Theory]
    [InlineData("18446744073709551615", true, -1)]
    [InlineData("-1", true, -1)]
    [InlineData("7x", true, 7)]
    [InlineData("x7", false, 0)]
    public void Strtoull_counts_modulo_two_to_the_64(string text, bool isThere, long value)
    {
        Assert.Equal(isThere, CNumber.TryStrtoull(text, out var parsed));
        Assert.Equal(value, parsed);
    }

    [Theory]
    [InlineData("zone=0x1F", 5, true, 31)]
    [InlineData("010", 0, true, 8)]
    [InlineData("0x", 0, true, 0)]
    [InlineData("09", 0, true, 0)]
    [InlineData("-5", 0, true, -5)]
    [InlineData("zone=", 5, false, 0)]
    [InlineData("-", 0, false, 0)]
    public void Scanning_knows_hexadecimal_and_octal(string text, int start, bool isThere, long value)
    {
        Assert.Equal(isThere, CNumber.TryScan(text, start, out var scanned));
        Assert.Equal(value, scanned);
    }
}
