namespace Ovs.Ofproto.Tables;

/// <summary>Why a flow is gone (OpenFlow 1.5.1 7.4.2, OFPRR_*).</summary>
public enum FlowRemovedReason : byte
{
    IdleTimeout,
    HardTimeout,
    Delete,
    GroupDelete,
    MeterDelete,
    Eviction,
}
