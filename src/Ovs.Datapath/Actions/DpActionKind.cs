namespace Ovs.Datapath.Actions;

/// <summary>The datapath's actions; the values are those of enum ovs_action_attr (linux/openvswitch.h).</summary>
public enum DpActionKind : byte
{
    Output = 1,
    Userspace = 2,
    PushVlan = 4,
    PopVlan = 5,
    SetMasked = 11,
    Truncate = 13,
}
