using System;
using System.Buffers.Binary;
using Ovs.Flow.Key;

namespace Ovs.Flow.Headers;

/// <summary>The first 14 bytes of a frame (IEEE 802.3 3.1.1).</summary>
public readonly ref struct EthernetHeader
{
    public const int Size = 14;

    private readonly Span<byte> _bytes;

    private EthernetHeader(Span<byte> bytes) => _bytes = bytes;

    public EthAddress Destination
    {
        get => new(_bytes);
        set => value.WriteTo(_bytes);
    }

    public EthAddress Source
    {
        get => new(_bytes[6..]);
        set => value.WriteTo(_bytes[6..]);
    }

    /// <summary>EtherType, a VLAN header's if there is one, or a length below <see cref="EthTypes.Least"/>.</summary>
    public ushort Type
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[12..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[12..], value);
    }

    public static bool TryParse(Span<byte> frame, out EthernetHeader header)
    {
        var fits = frame.Length >= Size;
        header = fits ? new EthernetHeader(frame[..Size]) : default;
        return fits;
    }
}
