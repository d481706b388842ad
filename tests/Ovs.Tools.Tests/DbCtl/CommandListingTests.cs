using Ovs.Runtime.CommandLine;
using Ovs.Tools.DbCtl;

namespace Ovs.Tools.Tests.DbCtl;

public sealed class CommandListingTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("BRIDGE", "!BRIDGE")]
    [InlineData("NEW-BRIDGE [PARENT] [NEW-VLAN]", "!NEW-BRIDGE ?PARENT ?NEW-VLAN")]
    [InlineData("[BRIDGE] PORT|IFACE", "?BRIDGE !PORT|IFACE")]
    [InlineData("[ARG]...", "*ARG")]
    [InlineData("TARGET...", "+TARGET")]
    [InlineData("TABLE RECORD [COLUMN[:KEY]]...", "!TABLE !RECORD *COLUMN?:KEY")]
    [InlineData("TABLE RECORD COLUMN[:KEY]=VALUE...", "!TABLE !RECORD +COLUMN?:KEY=VALUE")]
    [InlineData("TABLE RECORD COLUMN [KEY=]VALUE...", "!TABLE !RECORD !COLUMN +?KEY=VALUE")]
    [InlineData("BRIDGE BOND IFACE... [COLUMN[:KEY]=VALUE]...", "!BRIDGE !BOND +IFACE *COLUMN?:KEY=VALUE")]
    public void Arguments_have_signs_for_completion(string usage, string signs)
    {
        var row = new CtlCommandRow("cmd", 0, 0, usage, "--a,--b=", CtlAccess.ReadOnly, null, null);
        Assert.Equal($"[--a] [--b=] ,cmd,{signs}\n", CommandListing.Commands([row]));
    }

    [Fact]
    public void Options_are_listed_one_spelling_a_line()
    {
        OptionRow[] rows =
        [
            new("timeout", 't', OptionArgument.Required, _ => { }),
            new("verbose", 'v', OptionArgument.Optional, _ => { }),
            new("oneline", () => { }),
        ];
        Assert.Equal("--timeout=ARG\n-t ARG\n--verbose=ARG\n-v ARG\n--oneline\n", CommandListing.Options(rows));
    }
}
