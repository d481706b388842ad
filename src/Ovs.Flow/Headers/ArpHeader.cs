using System;
using System.Buffers.Binary;
using Ovs.Flow.Key;

namespace Ovs.Flow.Headers;

/// <summary>An ARP message for IPv4 over Ethernet (RFC 826).</summary>
public readonly ref struct ArpHeader
{
    public const int Size = 28;

    private readonly Span<byte> _bytes;

    private ArpHeader(Span<byte> bytes) => _bytes = bytes;

    /// <summary>1 asks, 2 answers.</summary>
    public ushort Operation
    {
        get => BinaryPrimitives.ReadUInt16BigEndian(_bytes[6..]);
        set => BinaryPrimitives.WriteUInt16BigEndian(_bytes[6..], value);
    }

    public EthAddress SenderMac
    {
        get => new(_bytes[8..]);
        set => value.WriteTo(_bytes[8..]);
    }

    public uint SenderIp
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(_bytes[14..]);
        set => BinaryPrimitives.WriteUInt32BigEndian(_bytes[14..], value);
    }

    public EthAddress TargetMac
    {
        get => new(_bytes[18..]);
        set => value.WriteTo(_bytes[18..]);
    }

    public uint TargetIp
    {
        get => BinaryPrimitives.ReadUInt32BigEndian(_bytes[24..]);
        set => BinaryPrimitives.WriteUInt32BigEndian(_bytes[24..], value);
    }

    public static bool TryParse(Span<byte> bytes, out ArpHeader header)
    {
        // Hardware type 1, protocol 0x0800, six and four bytes of address.
        var fits = bytes.Length >= Size && BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16 == 0x0001_0800_0604;
        header = fits ? new ArpHeader(bytes[..Size]) : default;
        return fits;
    }
}
