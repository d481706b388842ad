using System;
using System.Buffers.Binary;

namespace Ovs.OpenFlow.Wire;

/// <summary>
/// Reads numbers in network order off the front of some bytes. Reading past the end gives zeros and sets
/// <see cref="HasFailed"/>, so that a decoder can read a whole structure and ask once.
/// </summary>
public ref struct OfReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    public readonly int Left => _rest.Length;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>True once more was asked for than there was.</summary>
    public bool HasFailed { get; private set; }

    public byte Take8() => Take(1) is [var value] ? value : (byte)0;

    public ushort Take16() => Take(2) is { Length: 2 } bytes ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : (ushort)0;

    public uint Take32() => Take(4) is { Length: 4 } bytes ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;

    public ulong Take64() => Take(8) is { Length: 8 } bytes ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;

    public void Skip(int count) => Take(count);

    /// <summary>Exactly <paramref name="count"/> bytes, or none.</summary>
    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)_rest.Length)
        {
            HasFailed = true;
            _rest = default;
            return default;
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public ReadOnlySpan<byte> TakeAll() => Take(_rest.Length);

    /// <summary>True if the next <paramref name="count"/> bytes exist; nothing is read.</summary>
    public readonly bool Has(int count) => (uint)count <= (uint)_rest.Length;

    /// <summary>Reads <paramref name="count"/> bytes; true if all are zero.</summary>
    public bool TakeZeros(int count) => IsZero(Take(count));

    public static bool IsZero(ReadOnlySpan<byte> bytes) => !bytes.ContainsAnyExcept((byte)0);
}
