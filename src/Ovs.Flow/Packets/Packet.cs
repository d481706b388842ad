using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Ovs.Flow.Packets;

/// <summary>
/// A frame in pooled native memory, with room in front for more headers and the metadata that travels with it.
/// </summary>
/// <remarks>
/// The value is a reference to a buffer of a <see cref="PacketPool"/>, of pointer size. Packets have one owner, usually a
/// <see cref="PacketBatch"/>. Sending an unchanged packet to several ports shares it (<see cref="PacketPool.Share"/>), and
/// whoever wants to change a shared packet clones it first (<see cref="PacketPool.MakeExclusive"/>), so flooding copies no
/// bytes. Packets stay on the thread of their pool; what leaves it is copied.
/// </remarks>
public readonly unsafe struct Packet : IEquatable<Packet>
{
    /// <summary>The greatest frame that a buffer holds.</summary>
    public const int MaxLength = PacketBuffer.CapacityBytes;

    private readonly PacketBuffer* _buffer;

    internal Packet(PacketBuffer* buffer) => _buffer = buffer;

    public bool IsNull => _buffer is null;

    /// <summary>The frame, from the destination address on.</summary>
    public Span<byte> Data => new(Start, _buffer->Length);

    /// <summary>Bytes in the frame.</summary>
    public int Length => _buffer->Length;

    /// <summary>Bytes free in front of the frame.</summary>
    public int Headroom => _buffer->DataOffset - PacketBuffer.HeadBytes;

    /// <summary>Bytes free after the frame.</summary>
    public int Tailroom => PacketBuffer.SizeBytes - _buffer->DataOffset - _buffer->Length;

    /// <summary>Datapath port on which the packet came in.</summary>
    public uint InPort
    {
        get => _buffer->InPort;
        set => _buffer->InPort = value;
    }

    public uint RecircId
    {
        get => _buffer->RecircId;
        set => _buffer->RecircId = value;
    }

    public uint PktMark
    {
        get => _buffer->PktMark;
        set => _buffer->PktMark = value;
    }

    public uint SkbPriority
    {
        get => _buffer->SkbPriority;
        set => _buffer->SkbPriority = value;
    }

    /// <summary>What the sender left to do; see <see cref="OffloadState"/>.</summary>
    public ref OffloadState Offload => ref _buffer->Offload;

    /// <summary>Bytes from the frame's start to the network header, 0 before extraction or if there is none.</summary>
    public int NetworkOffset
    {
        get => _buffer->NetworkOffset;
        set => _buffer->NetworkOffset = (ushort)value;
    }

    /// <summary>Bytes from the frame's start to the transport header, 0 before extraction or if there is none.</summary>
    public int TransportOffset
    {
        get => _buffer->TransportOffset;
        set => _buffer->TransportOffset = (ushort)value;
    }

    /// <summary>True if another batch holds the packet too, so that it must not be changed.</summary>
    public bool IsShared => _buffer->References > 1;

    /// <summary>Address of the frame's first byte, for system calls.</summary>
    public nint Address => (nint)Start;

    internal byte* Start => (byte*)_buffer + _buffer->DataOffset;

    internal PacketBuffer* Buffer => _buffer;

    public static bool operator ==(Packet left, Packet right) => left._buffer == right._buffer;

    public static bool operator !=(Packet left, Packet right) => left._buffer != right._buffer;

    /// <summary>Makes the frame longer at the front by <paramref name="bytes"/> of unknown content.</summary>
    public void PushFront(int bytes)
    {
        Debug.Assert(!IsShared && bytes >= 0 && bytes <= Headroom, "no headroom");
        _buffer->DataOffset -= bytes;
        _buffer->Length += bytes;
    }

    /// <summary>Takes <paramref name="bytes"/> off the frame's front.</summary>
    public void PullFront(int bytes)
    {
        Debug.Assert(!IsShared && bytes >= 0 && bytes <= Length, "too short");
        _buffer->DataOffset += bytes;
        _buffer->Length -= bytes;
    }

    /// <summary>Sets the frame's length; content beyond the old length is unknown.</summary>
    public void SetLength(int bytes)
    {
        Debug.Assert(bytes >= 0 && bytes <= _buffer->Length + Tailroom, "no tailroom");
        _buffer->Length = bytes;
    }

    /// <summary>Takes the virtio-net header that a system call wrote right in front of the frame.</summary>
    public void LoadOffload() => _buffer->Offload = Unsafe.ReadUnaligned<OffloadState>(Start - OffloadState.SizeBytes);

    /// <summary>Writes the virtio-net header right in front of the frame, for a system call to take. Allowed for shared
    /// packets: whoever else sends the packet writes the same.</summary>
    public void StoreOffload() => Unsafe.WriteUnaligned(Start - OffloadState.SizeBytes, _buffer->Offload);

    /// <summary>Replaces the frame; metadata stays.</summary>
    public void SetData(ReadOnlySpan<byte> frame)
    {
        Debug.Assert(frame.Length <= MaxLength, "frame too long");
        _buffer->DataOffset = PacketBuffer.HeadBytes + PacketBuffer.HeadroomBytes;
        _buffer->Length = frame.Length;
        frame.CopyTo(Data);
    }

    public bool Equals(Packet other) => _buffer == other._buffer;

    public override bool Equals(object? obj) => obj is Packet other && Equals(other);

    public override int GetHashCode() => ((nint)_buffer).GetHashCode();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Packet FromAddress(nint address) => new((PacketBuffer*)address);
}
