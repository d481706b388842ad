using Ovs.Ofproto.Bundles;
using Ovs.OpenFlow.Actions;

namespace Ovs.Ofproto.Translate;

/// <summary>What goes with a packet that the datapath hands up for a controller.</summary>
/// <param name="MaxLength">How much of the packet the controller wants; 65535 for all of it.</param>
/// <param name="FlowCookie">Of the flow that sent it, all ones if there is none.</param>
public sealed record ControllerCookie(
    BridgeView Bridge, PacketInReason Reason, ushort ControllerId, ushort MaxLength, byte TableId, byte[] UserData,
    ulong FlowCookie, ulong Metadata)
{
    /// <summary>The action's text in listings of megaflows.</summary>
    public override string ToString() =>
        $"userspace(pid=0,controller(reason={(byte)Reason},dont_send=0,continuation=0,recirc_id=0,rule_cookie={FlowCookie:x},"
        + $"controller_id={ControllerId},max_len={MaxLength}))";
}
