using System.Collections.Generic;
using Ovs.Runtime.CommandLine;

namespace Ovs.Runtime.Tests.CommandLine;

public sealed class ProgressLineTests
{
    private readonly List<string> _written = [];
    private long _nowMs;

    [Fact]
    public void Short_operations_say_nothing()
    {
        using (var line = Start(10))
        {
            _nowMs = 900;
            line.Report(9);
        }

        Assert.Empty(_written);
    }

    [Fact]
    public void A_long_operation_says_how_far_it_is_not_too_often_and_cleans_up()
    {
        using (var line = Start(200))
        {
            _nowMs = 1000;
            line.Report(50);
            _nowMs = 1100;
            line.Report(60);
            _nowMs = 1200;
            line.Report(199);
            _nowMs = 1500;
            line.Report(300);
        }

        Assert.Equal(
            ["\r\u001b[Kreading x: 25 %", "\r\u001b[Kreading x: 99 %", "\r\u001b[Kreading x: 100 %", "\r\u001b[K"], _written);
    }

    private ProgressLine Start(long total) => new("reading x", total, _written.Add, () => _nowMs);
}
