using Ovs.Datapath.Actions;
using Ovs.Flow.Key;

namespace Ovs.Datapath.Interface;

/// <summary>The answer to a miss. The datapath owns the object and uses it again for the next miss of the thread, so the
/// handler fills it and keeps nothing of it.</summary>
public sealed class UpcallResult
{
    private FlowMask _mask;

    /// <summary>Every bit of the key that the answer depends on. Empty at first.</summary>
    public ref FlowMask Mask => ref _mask;

    /// <summary>What to do with the packet, and with all that match <see cref="Mask"/>; empty drops. Empty at first.</summary>
    public DpActionBuilder Actions { get; } = new();

    /// <summary>Becomes <see cref="DpFlow.Owner"/> of the installed flow. Null at first.</summary>
    public object? Owner { get; set; }

    /// <summary>False if the answer is for this packet only. True at first.</summary>
    public bool Install { get; set; } = true;

    /// <summary>Makes the object as new.</summary>
    public void Reset()
    {
        _mask = default;
        Actions.Clear();
        Owner = null;
        Install = true;
    }
}
