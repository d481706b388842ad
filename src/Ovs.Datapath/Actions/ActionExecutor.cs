using System;
using System.Diagnostics;
using Ovs.Flow.Packets;

namespace Ovs.Datapath.Actions;

/// <summary>Runs action lists on batches.</summary>
/// <remarks>A packet that goes to several places is shared, not copied; an action that changes it makes its own copy first
/// if another place still holds it. So actions after an output never change what was sent.</remarks>
internal static class ActionExecutor
{
    /// <summary>Runs <paramref name="actions"/> in order on all packets of <paramref name="batch"/>, which it consumes.</summary>
    public static void Run(
        ref PacketBatch batch, ReadOnlySpan<DpAction> actions, IPacketOutput output, PacketPool pool)
    {
        var maxLength = uint.MaxValue;
        for (var i = 0; i < actions.Length && !batch.IsEmpty; i++)
        {
            ref readonly var action = ref actions[i];
            switch (action.Kind)
            {
                case DpActionKind.Output when i == actions.Length - 1 && maxLength == uint.MaxValue:
                    output.Send(action.Port, ref batch);
                    return;
                case DpActionKind.Output:
                    SendCopies(in batch, in action, maxLength, output, pool);
                    maxLength = uint.MaxValue;
                    break;
                case DpActionKind.Truncate:
                    maxLength = action.Argument;
                    break;
                case DpActionKind.Userspace:
                    output.ToUserspace(in batch, action.Payload!);
                    break;
                default:
                    Change(ref batch, in action, output, pool);
                    break;
            }
        }

        pool.Free(ref batch);
    }

    private static void SendCopies(
        in PacketBatch batch, in DpAction action, uint maxLength, IPacketOutput output, PacketPool pool)
    {
        var copies = default(PacketBatch);
        for (var i = 0; i < batch.Count; i++)
        {
            var packet = batch[i];
            if (packet.Length <= maxLength)
            {
                copies.Add(PacketPool.Share(packet));
            }
            else if (pool.TryClone(packet, out var cut))
            {
                // What is left of the frame is no longer what its sender meant to be completed or cut.
                cut.Offload = default;
                cut.SetLength((int)maxLength);
                copies.Add(cut);
            }
            else
            {
                output.OutOfMemory(1);
            }
        }

        output.Send(action.Port, ref copies);
    }

    private static void Change(ref PacketBatch batch, in DpAction action, IPacketOutput output, PacketPool pool)
    {
        var kept = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var packet = batch[i];
            if (!pool.MakeExclusive(ref packet))
            {
                output.OutOfMemory(1);
                pool.Free(packet);
                continue;
            }

            Change(packet, in action);
            batch.Replace(kept++, packet);
        }

        batch.Truncate(kept);
    }

    private static void Change(Packet packet, in DpAction action)
    {
        switch (action.Kind)
        {
            case DpActionKind.PushVlan:
                // The bit that says "present" in a key is drop eligibility on the wire.
                VlanEdit.Push(packet, action.Vlan.Tpid, (ushort)(action.Argument & 0xefff));
                break;
            case DpActionKind.PopVlan:
                VlanEdit.Pop(packet);
                break;
            case DpActionKind.SetMasked:
                HeaderRewrite.Apply(packet, (SetMasked)action.Payload!);
                break;
            default:
                Debug.Fail($"no such action: {action.Kind}");
                break;
        }
    }
}
