using System;
using Ovs.Datapath.Interface;
using Ovs.Flow.Key;

namespace Ovs.Datapath.Actions;

/// <summary>One step of what happens to a packet. A value: small arguments inline, large ones in an immutable object.</summary>
public readonly record struct DpAction
{
    private DpAction(DpActionKind kind, uint argument, object? payload)
    {
        Kind = kind;
        Argument = argument;
        Payload = payload;
    }

    public DpActionKind Kind { get; }

    /// <summary>Port number, length, or tag protocol and control information, by kind.</summary>
    public uint Argument { get; }

    /// <summary>A <see cref="SetMasked"/> or a handler's cookie, by kind.</summary>
    public object? Payload { get; }

    /// <summary>The port of an <see cref="DpActionKind.Output"/>.</summary>
    public DpPort Port => new(Argument);

    /// <summary>The tag of a <see cref="DpActionKind.PushVlan"/>.</summary>
    public VlanTag Vlan => new((ushort)Argument, (ushort)(Argument >> 16));

    /// <summary>Sends the packet, as it is now, to <paramref name="port"/>.</summary>
    public static DpAction Output(DpPort port) => new(DpActionKind.Output, port.Number, null);

    /// <summary>Puts a VLAN header in front of the others.</summary>
    /// <param name="tpid">0x8100 or 0x88a8.</param>
    /// <param name="tci">Priority and VLAN number; the CFI bit is taken as set.</param>
    public static DpAction PushVlan(ushort tpid, ushort tci) =>
        new(DpActionKind.PushVlan, ((uint)tpid << 16) | tci | VlanTag.Present, null);

    /// <summary>Removes the outer VLAN header.</summary>
    public static DpAction PopVlan() => new(DpActionKind.PopVlan, 0, null);

    /// <summary>Overwrites the bits of a header group.</summary>
    public static DpAction Set(SetMasked set) => new(DpActionKind.SetMasked, 0, set);

    /// <summary>Makes the next output send no more than the first <paramref name="maxLength"/> bytes.</summary>
    public static DpAction Truncate(uint maxLength) => new(DpActionKind.Truncate, maxLength, null);

    /// <summary>Gives the packet to <see cref="IUpcallHandler.Userspace"/> with <paramref name="cookie"/>, whose ToString is
    /// the action's text, such as "userspace(pid=0,slow_path(lldp))".</summary>
    public static DpAction Userspace(object cookie) => new(DpActionKind.Userspace, 0, cookie);

    public override string ToString() => DpActionText.Format([this], null);
}
