using System.Buffers.Binary;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Flow.Packets;

/// <summary>Puts VLAN headers into frames and takes them out; offsets and offloads follow.</summary>
public static class VlanEdit
{
    private const int AddressBytes = 2 * EthAddress.SizeBytes;

    /// <summary>Inserts a header after the addresses, outside of those that are there.</summary>
    /// <param name="tci">Control information as it is to be on the wire.</param>
    public static void Push(Packet packet, ushort tpid, ushort tci)
    {
        if (packet.Length < AddressBytes || packet.Headroom < VlanHeader.Size)
        {
            return;
        }

        packet.PushFront(VlanHeader.Size);
        var data = packet.Data;
        data.Slice(VlanHeader.Size, AddressBytes).CopyTo(data);
        BinaryPrimitives.WriteUInt16BigEndian(data[AddressBytes..], tpid);
        BinaryPrimitives.WriteUInt16BigEndian(data[(AddressBytes + 2)..], tci);
        Move(packet, VlanHeader.Size);
    }

    /// <summary>Removes the outer header, if there is one.</summary>
    public static void Pop(Packet packet)
    {
        if (!VlanHeader.TryParse(packet.Data, out _))
        {
            return;
        }

        var data = packet.Data;
        data[..AddressBytes].CopyTo(data[VlanHeader.Size..]);
        packet.PullFront(VlanHeader.Size);
        Move(packet, -VlanHeader.Size);
    }

    private static void Move(Packet packet, int bytes)
    {
        packet.Offload.MoveHeaders(bytes);
        packet.NetworkOffset = packet.NetworkOffset == 0 ? 0 : packet.NetworkOffset + bytes;
        packet.TransportOffset = packet.TransportOffset == 0 ? 0 : packet.TransportOffset + bytes;
    }
}
