using System.Collections.Generic;
using System.Linq;
using Ovs.Ovsdb.Data;

namespace Ovs.Ovsdb.Tests.Data;

public sealed class TextMapTests
{
    private static readonly TextMap s_map = new Dictionary<string, string>
    {
        ["on"] = "True",
        ["off"] = "FALSE",
        ["odd"] = "maybe",
        ["count"] = "-12",
        ["empty"] = "",
    };

    [Theory]
    [InlineData("on", true, true)]
    [InlineData("off", false, false)]
    [InlineData("odd", true, false)]
    [InlineData("absent", true, false)]
    public void Truths_yield_only_to_the_opposite_word(string key, bool whenTrue, bool whenFalse) =>
        Assert.Equal((whenTrue, whenFalse), (s_map.GetBoolean(key, true), s_map.GetBoolean(key, false)));

    [Fact]
    public void What_is_no_integer_counts_as_absent() =>
        Assert.Equal((-12, 7, 7), (s_map.GetInteger("count", 7), s_map.GetInteger("odd", 7), s_map.GetInteger("x", 7)));

    [Fact]
    public void Pairs_come_in_order_and_survive_a_change()
    {
        Assert.Equal(["count", "empty", "odd", "off", "on"], s_map.Select(pair => pair.Key));
        var copy = s_map.ToDictionary();
        copy.Remove("odd");
        TextMap changed = copy;
        Assert.True(changed.Count == 4 && !changed.ContainsKey("odd") && s_map != changed);
        Assert.Equal(("", "x", null), (s_map["empty"], s_map.GetText("absent", "x"), s_map["absent"]));
    }

    [Fact]
    public void An_unset_map_is_empty()
    {
        TextMap none = default;
        Assert.Empty(none);
        Assert.Same(Datum.Empty, none.Datum);
    }
}
