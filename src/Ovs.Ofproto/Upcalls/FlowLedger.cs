using Ovs.Ofproto.Translate;

namespace Ovs.Ofproto.Upcalls;

/// <summary>What the owner of a megaflow keeps with it: the side effects to replay, and how much was credited so far.</summary>
/// <remarks>Made on a poll thread, afterwards touched by the revalidator alone.</remarks>
public sealed class FlowLedger(LearnEffect[] effects, long createdMs)
{
    public LearnEffect[] Effects { get; } = effects;

    /// <summary>When the flow was made, by the process's clock: an unused flow is idle since then.</summary>
    public long CreatedMs { get; } = createdMs;

    /// <summary>Packets whose side effects were carried out.</summary>
    public long CreditedPackets { get; set; }
}
