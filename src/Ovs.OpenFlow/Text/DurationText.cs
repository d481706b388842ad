using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Text;

/// <summary>Durations: "12s", "1.500s", "1.000000001s".</summary>
internal static class DurationText
{
    private const uint NanosecondsPerMillisecond = 1_000_000;

    public static void Append(TextBuffer text, uint seconds, uint nanoseconds)
    {
        text.Decimal(seconds);
        if (nanoseconds > 0)
        {
            var milliseconds = nanoseconds / NanosecondsPerMillisecond;
            if (milliseconds * NanosecondsPerMillisecond == nanoseconds)
            {
                text.Append($".{milliseconds:D3}");
            }
            else
            {
                text.Append($".{nanoseconds:D9}");
                while (text.EndsWith('0'))
                {
                    text.Truncate(text.Length - 1);
                }
            }
        }

        text.Append('s');
    }
}
