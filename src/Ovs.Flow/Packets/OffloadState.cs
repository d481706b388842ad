using System;
using System.Runtime.InteropServices;

namespace Ovs.Flow.Packets;

/// <summary>What is left to do before a packet is fit for a wire: bits of a virtio-net header's flags.</summary>
[Flags]
public enum OffloadFlags : byte
{
    None = 0,

    /// <summary>The checksum at <see cref="OffloadState.ChecksumStart"/> + <see cref="OffloadState.ChecksumOffset"/> holds
    /// the pseudo header's sum only and is to be completed over everything from the start.</summary>
    NeedsChecksum = 1,

    /// <summary>The sender vouches for the checksums.</summary>
    DataValid = 2,
}

/// <summary>Into what a packet is to be cut: values of a virtio-net header's gso_type.</summary>
public enum SegmentationKind : byte
{
    None = 0,
    Tcp4 = 1,
    Udp = 3,
    Tcp6 = 4,

    /// <summary>UDP datagrams of equal size, the kernel's UDP_SEGMENT.</summary>
    UdpL4 = 5,
}

/// <summary>
/// The part of a packet's life that its sender left to others: a checksum to complete, a size to be cut to. It has the
/// layout of the virtio-net header (virtio 1.2 5.1.6), which TAP devices and packet sockets speak, so that it can travel
/// with the packet from port to port untouched.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 2, Size = SizeBytes)]
public struct OffloadState
{
    public const int SizeBytes = 10;

    private const byte EcnBit = 0x80;

    private OffloadFlags _flags;
    private byte _gsoType;
    private ushort _headerSizeBytes;
    private ushort _segmentSizeBytes;
    private ushort _checksumStart;
    private ushort _checksumOffset;

    public OffloadFlags Flags
    {
        readonly get => _flags;
        set => _flags = value;
    }

    public SegmentationKind Segmentation
    {
        readonly get => (SegmentationKind)(_gsoType & ~EcnBit);
        set => _gsoType = (byte)((byte)value | (_gsoType & EcnBit));
    }

    /// <summary>True if the first segment alone keeps the congestion window reduced flag (RFC 3168).</summary>
    public bool HasEcn
    {
        readonly get => (_gsoType & EcnBit) != 0;
        set => _gsoType = (byte)((_gsoType & ~EcnBit) | (value ? EcnBit : 0));
    }

    /// <summary>A hint: bytes from the start of the frame that every segment repeats.</summary>
    public ushort HeaderSizeBytes
    {
        readonly get => _headerSizeBytes;
        set => _headerSizeBytes = value;
    }

    /// <summary>Payload bytes in each segment.</summary>
    public ushort SegmentSizeBytes
    {
        readonly get => _segmentSizeBytes;
        set => _segmentSizeBytes = value;
    }

    /// <summary>Bytes from the start of the frame to the first that the checksum covers.</summary>
    public ushort ChecksumStart
    {
        readonly get => _checksumStart;
        set => _checksumStart = value;
    }

    /// <summary>Bytes from <see cref="ChecksumStart"/> to the checksum itself.</summary>
    public ushort ChecksumOffset
    {
        readonly get => _checksumOffset;
        set => _checksumOffset = value;
    }

    public readonly bool NeedsChecksum => (_flags & OffloadFlags.NeedsChecksum) != 0;

    public readonly bool NeedsSegmentation => _gsoType != 0;

    /// <summary>True if nothing is left to do.</summary>
    public readonly bool IsComplete => _gsoType == 0 && (_flags & OffloadFlags.NeedsChecksum) == 0;

    /// <summary>Follows a change of <paramref name="bytes"/> (negative: removal) between the frame's start and its network
    /// header.</summary>
    public void MoveHeaders(int bytes)
    {
        if (NeedsChecksum)
        {
            _checksumStart = (ushort)(_checksumStart + bytes);
        }

        if (NeedsSegmentation)
        {
            _headerSizeBytes = (ushort)(_headerSizeBytes + bytes);
        }
    }
}
