using System.Runtime.InteropServices;

namespace Ovs.Flow.Key;

/// <summary>One VLAN header of a flow: tag protocol and tag control information; all zero when there is none.</summary>
/// <remarks>As OpenFlow and the original do, the bit that the wire calls CFI or DEI says "a tag is present" here, so that
/// VLAN 0 with priority 0 differs from no VLAN.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 2, Size = SizeBytes)]
public readonly record struct VlanTag(ushort Tci, ushort Tpid)
{
    public const int SizeBytes = 4;
    public const ushort VidMask = 0x0fff;
    public const ushort Present = 0x1000;
    public const ushort PcpMask = 0xe000;
    public const int PcpShift = 13;

    /// <summary>The mask that looks at every bit.</summary>
    public static VlanTag Exact => new(0xffff, 0xffff);

    public bool IsPresent => (Tci & Present) != 0;

    /// <summary>VLAN number, 0 to 4095.</summary>
    public ushort Vid => (ushort)(Tci & VidMask);

    /// <summary>Priority, 0 to 7.</summary>
    public byte Pcp => (byte)(Tci >> PcpShift);
}
