using System.Collections.Generic;

namespace Ovs.Ofproto.Translate;

/// <summary>What a translation found out besides actions and mask. Used again and again by its thread.</summary>
public sealed class Translation
{
    /// <summary>Side effects to replay when statistics are credited.</summary>
    public List<LearnEffect> Effects { get; } = [];

    /// <summary>The flows that the packet met, in order; they count what the megaflow carries.</summary>
    public List<Tables.FlowRule> Rules { get; } = [];

    /// <summary>Of the bridge that the packet came into; null if there was none.</summary>
    public Bundles.BridgeView? Bridge { get; set; }

    public Verdict Verdict { get; set; }

    public void Reset()
    {
        Effects.Clear();
        Rules.Clear();
        Bridge = null;
        Verdict = default;
    }
}
