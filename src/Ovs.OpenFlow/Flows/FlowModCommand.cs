namespace Ovs.OpenFlow.Flows;

/// <summary>What a flow-mod does; the numbers are those of the wire in all versions.</summary>
/// <remarks>OpenFlow 1.5.1 7.3.4.2.</remarks>
public enum FlowModCommand : byte
{
    Add,
    Modify,
    ModifyStrict,
    Delete,
    DeleteStrict,
}
