using System;
using System.Buffers.Binary;

namespace Ovs.Flow.Headers;

/// <summary>The four bytes that a VLAN inserts after the addresses: its type, then its control information (IEEE 802.1Q 9.3).</summary>
public readonly ref struct VlanHeader
{
    public const int Size = 4;

    /// <summary>From the frame's start to the outer header.</summary>
    public const int Offset = 12;

    private readonly Span<byte> _bytes;

    private VlanHeader(Span<byte> bytes) => _bytes = bytes;

    /// <summary>0x8100 or 0x88a8.</summary>
    public ushort Tpid
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes, value);
    }

    /// <summary>Priority, drop eligibility and VLAN number as they are on the wire.</summary>
    public ushort Tci
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[2..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[2..], value);
    }

    /// <summary>Finds the outer header of <paramref name="frame"/>; false if the frame has none or ends in it.</summary>
    public static bool TryParse(Span<byte> frame, out VlanHeader header)
    {
        header = default;
        if (frame.Length < Offset + Size + 2 || !EthTypes.IsVlan(BinaryPrimitives.ReadUInt16BigEndian(frame[Offset..])))
        {
            return false;
        }

        header = new VlanHeader(frame.Slice(Offset, Size));
        return true;
    }
}
