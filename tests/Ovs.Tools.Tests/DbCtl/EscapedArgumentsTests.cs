using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Tests.DbCtl;

public sealed class EscapedArgumentsTests
{
    [Theory]
    [InlineData(new[] { "ovs-vsctl", "add-br", "br0" }, "ovs-vsctl add-br br0")]
    [InlineData(new[] { "a b", "c\"d", "e\\f", "g'h" }, "\"a b\" \"c\\\"d\" \"e\\\\f\" \"g'h\"")]
    [InlineData(new[] { "", "x" }, " x")]
    [InlineData(new string[0], "")]
    public void Words_with_special_characters_are_quoted(string[] arguments, string line) =>
        Assert.Equal(line, EscapedArguments.Join(arguments));
}
