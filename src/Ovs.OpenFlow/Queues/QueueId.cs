using Ovs.Flow.Fields;

namespace Ovs.OpenFlow.Queues;

/// <summary>The number of a queue that stands for all.</summary>
public static class QueueId
{
    public const uint All = uint.MaxValue;

    internal static void Append(TextBuffer text, uint queue)
    {
        if (queue == All)
        {
            text.Append("ALL");
        }
        else
        {
            text.Decimal(queue);
        }
    }
}
