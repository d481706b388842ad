using Ovs.Datapath.Actions;
using Ovs.Flow.Key;

namespace Ovs.Datapath.Interface;

/// <summary>
/// A megaflow of a datapath as its owner sees it: what it matches, what it does, what went through. The provider derives
/// its own class from it.
/// </summary>
/// <remarks>Safe to read from any thread. Removal marks the flow dead; statistics stay readable afterwards, and are final
/// once the poll threads have finished the batch that they were at.</remarks>
public abstract class DpFlow
{
    protected DpFlow(in FlowKey key, in FlowMask mask, object? owner)
    {
        Key = mask.Apply(in key);
        Mask = mask;
        FullKey = key;
        Owner = owner;
    }

    /// <summary>The masked key.</summary>
    public FlowKey Key { get; }

    public FlowMask Mask { get; }

    /// <summary>The key with the bits that do not matter as they were in the packet that caused the flow; the original
    /// prints these when asked for more detail, and a translation starts from them.</summary>
    public FlowKey FullKey { get; }

    /// <summary>Whatever the installer wants to find again, such as the log by which statistics are credited.</summary>
    public object? Owner { get; }

    /// <summary>What happens to packets that match; replaced as a whole.</summary>
    public abstract DpActions Actions { get; }

    public abstract FlowStatistics Statistics { get; }

    /// <summary>True once the flow was removed; packets no longer match it.</summary>
    public abstract bool IsDead { get; }
}
