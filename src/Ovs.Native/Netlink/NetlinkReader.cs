using System;
using System.Buffers.Binary;
using System.Text;

namespace Ovs.Native.Netlink;

/// <summary>Walks the messages of a datagram, or the attributes of a message; what does not fit ends the walk.</summary>
public ref struct NetlinkReader
{
    private ReadOnlySpan<byte> _rest;

    public NetlinkReader(ReadOnlySpan<byte> bytes) => _rest = bytes;

    /// <summary>Takes the next message: its type, sequence number and what follows the header.</summary>
    public bool TryMessage(out ushort type, out uint sequence, out ReadOnlySpan<byte> body)
    {
        type = 0;
        sequence = 0;
        body = default;
        if (_rest.Length < NetlinkWriter.HeaderBytes)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(_rest);
        if (length < NetlinkWriter.HeaderBytes || length > _rest.Length)
        {
            return false;
        }

        type = BinaryPrimitives.ReadUInt16LittleEndian(_rest[4..]);
        sequence = BinaryPrimitives.ReadUInt32LittleEndian(_rest[8..]);
        body = _rest[NetlinkWriter.HeaderBytes..(int)length];
        Advance((int)length);
        return true;
    }

    /// <summary>Takes the next attribute.</summary>
    public bool TryAttribute(out ushort type, out ReadOnlySpan<byte> value)
    {
        type = 0;
        value = default;
        if (_rest.Length < 4)
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
        if (length < 4 || length > _rest.Length)
        {
            return false;
        }

        // The upper two bits say "nested" and "network order".
        type = (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(_rest[2..]) & 0x3fff);
        value = _rest[4..length];
        Advance(length);
        return true;
    }

    /// <summary>A number of four bytes, or 0 if the value has another size.</summary>
    public static uint U32(ReadOnlySpan<byte> value) =>
        value.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(value) : 0;

    /// <summary>Text up to the first zero.</summary>
    public static string Text(ReadOnlySpan<byte> value)
    {
        var end = value.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? value : value[..end]);
    }

    private void Advance(int bytes) => _rest = _rest[Math.Min((bytes + 3) & ~3, _rest.Length)..];
}
