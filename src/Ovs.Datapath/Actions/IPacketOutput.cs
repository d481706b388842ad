using Ovs.Datapath.Interface;
using Ovs.Flow.Packets;

namespace Ovs.Datapath.Actions;

/// <summary>Where packets go that an action list sends somewhere.</summary>
internal interface IPacketOutput
{
    /// <summary>Takes all packets of <paramref name="batch"/>, whether the port exists or not.</summary>
    void Send(DpPort port, ref PacketBatch batch);

    /// <summary>Shows packets, which are borrowed, to the upcall handler.</summary>
    void ToUserspace(in PacketBatch batch, object cookie);

    /// <summary>Counts packets for which memory lacked.</summary>
    void OutOfMemory(int packets);
}
