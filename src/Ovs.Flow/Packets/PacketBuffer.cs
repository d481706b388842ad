using System.Runtime.InteropServices;

namespace Ovs.Flow.Packets;

/// <summary>The head of a pooled buffer, where a packet's metadata lives; the bytes follow it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PacketBuffer
{
    /// <summary>Bytes set aside for the head, so that data starts on a cache line.</summary>
    public const int HeadBytes = 64;

    /// <summary>Room in front of the data: the virtio-net header, then headers that actions push.</summary>
    public const int HeadroomBytes = 192;

    /// <summary>All of a buffer. A segmentation packet is up to 64 KB of IP with its link headers.</summary>
    public const int SizeBytes = 66 * 1024;

    /// <summary>What a packet can hold without using headroom.</summary>
    public const int CapacityBytes = SizeBytes - HeadBytes - HeadroomBytes;

    /// <summary>Next free buffer while this one is in a pool.</summary>
    public nint Next;

    /// <summary>How many batches hold the packet; 0 while it is in a pool.</summary>
    public int References;

    /// <summary>From the buffer's start to the frame's first byte.</summary>
    public int DataOffset;

    public int Length;
    public uint InPort;
    public uint RecircId;
    public uint RxHash;
    public uint PktMark;
    public uint SkbPriority;
    public ushort NetworkOffset;
    public ushort TransportOffset;
    public OffloadState Offload;
}
