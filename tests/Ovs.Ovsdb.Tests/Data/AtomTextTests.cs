using FsCheck;
using FsCheck.Fluent;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Tests.Data;

public sealed class AtomTextTests
{
    [Theory]
    [InlineData("br0", "br0")]
    [InlineData("_x-1.y", "_x-1.y")]
    [InlineData("", "\"\"")]
    [InlineData("1a", "\"1a\"")]
    [InlineData("true", "\"true\"")]
    [InlineData("a b", "\"a b\"")]
    [InlineData("a\"b\\", "\"a\\\"b\\\\\"")]
    [InlineData("ab\n\u0001", "\"ab\\n\\u0001\"")]
    [InlineData("e66250bb-9531-491b-b9c3-5385cabb0080", "\"e66250bb-9531-491b-b9c3-5385cabb0080\"")]
    public void Texts_are_quoted_when_they_could_be_misread(string text, string printed) =>
        Assert.Equal(printed, new Atom(text).ToText());

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(1.5, "1.5")]
    [InlineData(1e37, "1e+37")]
    [InlineData(0.1, "0.1")]
    public void Reals_print_as_C_does(double value, string printed) => Assert.Equal(printed, new Atom(value).ToText());

    [Fact]
    public void Negative_zero_is_zero() => Assert.Equal("0", new Atom(-0.0).ToText());

    [Theory]
    [InlineData(AtomicType.Integer, "x", "\"x\" is not a valid integer or range")]
    [InlineData(AtomicType.Integer, "99999999999999999999", "\"99999999999999999999\" is not a valid integer or range")]
    [InlineData(AtomicType.Real, "1.2.3", "\"1.2.3\" is not a valid real number")]
    [InlineData(AtomicType.Boolean, "maybe", "\"maybe\" is not a valid boolean (use \"true\" or \"false\")")]
    [InlineData(AtomicType.String, "", "An empty string is not valid as input; use \"\" to represent the empty string")]
    [InlineData(AtomicType.String, "\"", "\": missing quote at end of quoted string")]
    [InlineData(AtomicType.String, "\"a\\x\"", "\"a\\x\": bad escape \\x")]
    [InlineData(AtomicType.String, "\"\\u12\"", "\"\\u12\": quoted string ends within \\u escape")]
    [InlineData(AtomicType.String, "\"\\ud834\"", "\"\\ud834\": malformed escaped surrogate pair")]
    [InlineData(AtomicType.Uuid, "1234", "\"1234\" is not a valid UUID")]
    public void Bad_atoms_are_explained(AtomicType type, string text, string error) =>
        Assert.Equal(error, Atom.ParseText(text, BaseType.Plain(type), null, out _));

    [Theory]
    [InlineData("true", true)]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    [InlineData("1", true)]
    [InlineData("false", false)]
    [InlineData("no", false)]
    [InlineData("off", false)]
    [InlineData("0", false)]
    public void Booleans_have_four_spellings(string text, bool value)
    {
        Assert.Null(Atom.ParseText(text, BaseType.Plain(AtomicType.Boolean), null, out var atom));
        Assert.Equal(value, atom.Boolean);
    }

    [Fact]
    public void Quoted_text_has_its_escapes_resolved()
    {
        Assert.Null(Atom.ParseText("\"a\\n\\u00e9\\ud834\\udd1e\"", BaseType.Plain(AtomicType.String), null, out var atom));
        Assert.Equal("a\né\U0001D11E", atom.Text);
    }

    [Fact]
    public void Printed_texts_read_back() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            var plain = text.Get.Replace("\0", "", System.StringComparison.Ordinal);
            var error = Atom.ParseText(new Atom(plain).ToText(), BaseType.Plain(AtomicType.String), null, out var atom);
            return error is null && atom.Text == plain;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_order_is_the_order_of_bytes()
    {
        Assert.True(new Atom("\U00010000") > new Atom("\uffee"));
        Assert.True(new Atom("B") < new Atom("a"));
        Assert.True(new Atom("a") < new Atom("a "));
    }
}
