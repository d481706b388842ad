using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Tests.Data;

public sealed class UuidTests
{
    [Fact]
    public void Text_round_trips() =>
        Prop.ForAll<ulong, ulong>((high, low) =>
        {
            var uuid = new Uuid(high, low);
            return Uuid.TryParse(uuid.ToString(), out var parsed) && parsed == uuid;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Number_order_is_text_order() =>
        Prop.ForAll<ulong, ulong>((one, other) =>
        {
            var (a, b) = (new Uuid(one, other), new Uuid(other, one));
            return int.Sign(a.CompareTo(b)) == int.Sign(string.CompareOrdinal(a.ToString(), b.ToString()));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Random_identifiers_are_version_4_of_the_standard_variant()
    {
        var texts = Enumerable.Range(0, 50).Select(_ => Uuid.NewRandom().ToString()).ToArray();
        Assert.All(texts, text => Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", text));
        Assert.Equal(texts.Length, texts.Distinct().Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("e66250bb-9531-491b-b9c3-5385cabb008")]
    [InlineData("e66250bb-9531-491b-b9c3-5385cabb00800")]
    [InlineData("e66250bb-9531-491b-b9c3+5385cabb0080")]
    [InlineData("+66250bb-9531-491b-b9c3-5385cabb0080")]
    public void Other_texts_are_refused(string text) => Assert.False(Uuid.TryParse(text, out _));

    [Theory]
    [InlineData("123", 3)]
    [InlineData("xyzzy", 0)]
    [InlineData("123xyzzy", 0)]
    [InlineData("e66250bb-9531-491b-b9c3-5385cabb0080", 36)]
    [InlineData("e66250bb-9531-491b-b9c3-5385cabb0080xyzzy", 0)]
    public void Beginnings_are_recognised(string text, int length) => Assert.Equal(length, Uuid.PartialLength(text));
}
