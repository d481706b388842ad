using Ovs.Ofproto.Tables;
using Ovs.Ofproto.Translate;

namespace Ovs.Ofproto.Upcalls;

/// <summary>What the owner of a megaflow keeps with it: the side effects to replay, the flows that count what it carries, and
/// how much was credited so far.</summary>
/// <remarks>Made on a poll thread, afterwards touched by the revalidator alone.</remarks>
public sealed class FlowLedger(LearnEffect[] effects, FlowRule[] rules, long createdMs, long missedBytes)
{
    public LearnEffect[] Effects { get; private set; } = effects;

    public FlowRule[] Rules { get; private set; } = rules;

    /// <summary>When the flow was made, by the process's clock: an unused flow is idle since then.</summary>
    public long CreatedMs { get; } = createdMs;

    private long _packets = -1;
    private long _bytes = -missedBytes;

    /// <summary>Carries the side effects out again for packets that went through since the last time. The packet that missed
    /// the megaflow is not among those that it counts, and is credited with the first of them.</summary>
    /// <param name="packets">That the megaflow has carried in all.</param>
    public void Credit(long packets, long bytes, long usedMs)
    {
        if (packets <= _packets)
        {
            return;
        }

        var isFirst = _packets < 0;
        foreach (var rule in Rules)
        {
            rule.Credit(packets - _packets, bytes - _bytes, isFirst && usedMs == 0 ? CreatedMs : usedMs);
        }

        if (packets > 0)
        {
            foreach (var effect in Effects)
            {
                effect.Apply();
            }
        }

        (_packets, _bytes) = (packets, bytes);
    }

    /// <summary>The same actions follow from other flows now.</summary>
    public void Renew(LearnEffect[] effects, FlowRule[] rules)
    {
        Effects = effects;
        Rules = rules;
    }
}
