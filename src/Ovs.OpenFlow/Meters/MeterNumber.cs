using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Meters;

/// <summary>Numbers of meters that stand for something else, and the text of meter numbers.</summary>
public static class MeterNumber
{
    /// <summary>The largest number that a meter can have.</summary>
    public const uint Max = 0xffff0000;

    /// <summary>The meter of packets that leave the fast path.</summary>
    public const uint SlowPath = 0xfffffffd;

    /// <summary>The meter of packets for the controller.</summary>
    public const uint Controller = 0xfffffffe;

    /// <summary>All meters, in requests that delete or ask.</summary>
    public const uint All = 0xffffffff;

    internal static void Append(TextBuffer text, uint meter, char separator)
    {
        text.Append("meter").Append(separator);
        if (meter <= Max)
        {
            text.Decimal(meter);
            return;
        }

        text.Append(meter switch
        {
            SlowPath => "slowpath",
            Controller => "controller",
            All => "all",
            _ => "unknown",
        });
    }
}
