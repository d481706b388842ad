using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Ovs.Native.Netlink;

/// <summary>Builds one netlink request (netlink(7)): header, a family's fixed part, attributes.</summary>
public sealed class NetlinkWriter
{
    internal const int HeaderBytes = 16;

    private byte[] _bytes = new byte[256];
    private int _length = HeaderBytes;

    public NetlinkWriter(ushort type, NetlinkFlags flags)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(4), type);
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(6), (ushort)(flags | NetlinkFlags.Request));
    }

    /// <summary>Adds a family's fixed part.</summary>
    public NetlinkWriter Fixed<T>(in T part)
        where T : unmanaged
    {
        MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in part)).CopyTo(Reserve(Unsafe.SizeOf<T>()));
        return this;
    }

    public NetlinkWriter Attribute(ushort type, ReadOnlySpan<byte> value)
    {
        var bytes = Reserve(4 + value.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)(4 + value.Length));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], type);
        value.CopyTo(bytes[4..]);
        return this;
    }

    public NetlinkWriter Attribute(ushort type, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return Attribute(type, bytes);
    }

    /// <summary>Adds text with a terminating zero.</summary>
    public NetlinkWriter Attribute(ushort type, string value) => Attribute(type, Encoding.UTF8.GetBytes(value + '\0'));

    /// <summary>The finished request.</summary>
    public ReadOnlySpan<byte> Finish(uint sequence)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes, (uint)_length);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(8), sequence);
        return _bytes.AsSpan(0, _length);
    }

    // Everything in netlink begins at a multiple of four.
    private Span<byte> Reserve(int bytes)
    {
        var end = _length + ((bytes + 3) & ~3);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(end, 2 * _bytes.Length));
        }

        var space = _bytes.AsSpan(_length, bytes);
        _length = end;
        return space;
    }
}
