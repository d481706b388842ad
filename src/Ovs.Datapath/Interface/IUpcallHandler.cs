using Ovs.Flow.Key;
using Ovs.Flow.Packets;

namespace Ovs.Datapath.Interface;

/// <summary>Whoever decides about packets that the datapath has no megaflow for.</summary>
/// <remarks>Calls come on the datapath's poll threads, several at a time if there are several such threads, and hold
/// traffic up while they last. The handler must not call the datapath back but for <see cref="IDatapath.Execute"/>, nor wait
/// for a lock whose holder may be in <see cref="IDatapath.RemovePort"/> or <see cref="IDatapath.Settle"/>.</remarks>
public interface IUpcallHandler
{
    /// <summary>Decides about <paramref name="packet"/>, which is borrowed for the length of the call, and fills
    /// <paramref name="result"/>. The datapath installs the megaflow, then runs the actions on the packet. The packet is not
    /// counted in the megaflow's statistics, as in the original: the handler credits it itself.</summary>
    void Miss(Packet packet, in FlowKey key, UpcallResult result);

    /// <summary>Takes a packet that met a `userspace` action. The packet, as the actions before changed it, is borrowed.</summary>
    /// <param name="key">The packet's key as it is now.</param>
    /// <param name="cookie">What <see cref="Actions.DpAction.Userspace"/> was made with.</param>
    void Userspace(Packet packet, in FlowKey key, object cookie);

    /// <summary>Called by a poll thread when it has handled misses and is about to look for packets again, so that side
    /// effects of a whole batch can be published at once.</summary>
    void BatchEnded();
}
