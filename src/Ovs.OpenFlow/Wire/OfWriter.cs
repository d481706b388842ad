using System;
using System.Buffers.Binary;

namespace Ovs.OpenFlow.Wire;

/// <summary>Bytes under construction, numbers in network order. One writer is reused for many messages.</summary>
public sealed class OfWriter
{
    private byte[] _bytes;

    public OfWriter(int capacity = 256) => _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public byte[] ToArray() => Span.ToArray();

    public void Put8(byte value) => Reserve(1)[0] = value;

    public void Put16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), value);

    public void Put32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    public void Put64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), value);

    public void Put(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    public void PutZeros(int count) => Reserve(count).Clear();

    /// <summary>Zeros up to the next multiple of <paramref name="alignment"/> counted from <paramref name="start"/>.</summary>
    public void Pad(int start, int alignment = 8) => PutZeros((alignment - ((Length - start) % alignment)) % alignment);

    /// <summary>Makes room for bytes that the caller fills at once.</summary>
    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }

    public void Patch8(int offset, byte value) => _bytes[offset] = value;

    public void Patch16(int offset, ushort value) => BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(offset, 2), value);

    public void Patch32(int offset, uint value) => BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(offset, 4), value);

    /// <summary>Forgets everything from <paramref name="length"/> on.</summary>
    public void Truncate(int length) => Length = Math.Min(length, Length);

    /// <summary>Puts bytes in front of what begins at <paramref name="offset"/>.</summary>
    public void Insert(int offset, ReadOnlySpan<byte> bytes)
    {
        var moved = Length - offset;
        Reserve(bytes.Length);
        _bytes.AsSpan(offset, moved).CopyTo(_bytes.AsSpan(offset + bytes.Length));
        bytes.CopyTo(_bytes.AsSpan(offset));
    }
}
