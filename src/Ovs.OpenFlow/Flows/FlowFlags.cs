using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Flows;

/// <summary>Flags of flow-mods and flows.</summary>
[Flags]
public enum FlowFlags : byte
{
    None = 0,
    SendFlowRemoved = 1 << 0,
    CheckOverlap = 1 << 1,
    ResetCounts = 1 << 2,
    NoPacketCounts = 1 << 3,
    NoByteCounts = 1 << 4,

    /// <summary>An emergency flow of OpenFlow 1.0: nobody keeps these.</summary>
    Emergency = 1 << 5,

    /// <summary>Fields that are no longer to be seen may be matched; the switch uses it for its own flows.</summary>
    HiddenFields = 1 << 6,

    /// <summary>Tables that controllers may only read may be changed; the switch uses it for its own flows.</summary>
    NoReadOnly = 1 << 7,
}

/// <summary>Flow flags on the wire and as text.</summary>
internal static class FlowFlagCodec
{
    // Bit on the wire, first and last version, flag. OpenFlow 1.0 and 1.2 mean different things by the bit 4.
    private static readonly (ushort Bit, OfVersion First, OfVersion Last, FlowFlags Flag)[] s_rows =
    [
        (1 << 0, OfVersion.OpenFlow10, OfVersion.OpenFlow15, FlowFlags.SendFlowRemoved),
        (1 << 1, OfVersion.OpenFlow10, OfVersion.OpenFlow15, FlowFlags.CheckOverlap),
        (1 << 2, OfVersion.OpenFlow10, OfVersion.OpenFlow10, FlowFlags.Emergency),
        (1 << 2, OfVersion.OpenFlow12, OfVersion.OpenFlow15, FlowFlags.ResetCounts),
        (1 << 3, OfVersion.OpenFlow13, OfVersion.OpenFlow15, FlowFlags.NoPacketCounts),
        (1 << 4, OfVersion.OpenFlow13, OfVersion.OpenFlow15, FlowFlags.NoByteCounts),
    ];

    private static readonly (FlowFlags Flag, string Name)[] s_names =
    [
        (FlowFlags.SendFlowRemoved, "send_flow_rem "),
        (FlowFlags.CheckOverlap, "check_overlap "),
        (FlowFlags.ResetCounts, "reset_counts "),
        (FlowFlags.NoPacketCounts, "no_packet_counts "),
        (FlowFlags.NoByteCounts, "no_byte_counts "),
        (FlowFlags.HiddenFields, "allow_hidden_fields "),
        (FlowFlags.NoReadOnly, "no_readonly_table "),
    ];

    /// <param name="isAdd">The flags of an addition, which before OpenFlow 1.2 always resets counts.</param>
    public static OfError Decode(ushort bits, bool isAdd, OfVersion version, out FlowFlags flags)
    {
        flags = FlowFlags.None;
        foreach (var row in s_rows)
        {
            if ((bits & row.Bit) != 0 && version >= row.First && version <= row.Last)
            {
                bits &= (ushort)~row.Bit;
                flags |= row.Flag;
            }
        }

        flags |= isAdd && version <= OfVersion.OpenFlow11 ? FlowFlags.ResetCounts : FlowFlags.None;
        return bits != 0 ? OfError.FlowModFailedBadFlags : OfError.None;
    }

    public static ushort Encode(FlowFlags flags, OfVersion version)
    {
        ushort bits = 0;
        foreach (var row in s_rows)
        {
            bits |= (flags & row.Flag) != 0 && version >= row.First && version <= row.Last ? row.Bit : (ushort)0;
        }

        return bits;
    }

    /// <summary>Appends the names, each with a blank behind it.</summary>
    public static void Append(TextBuffer text, FlowFlags flags)
    {
        foreach (var (flag, name) in s_names)
        {
            text.Append((flags & flag) != 0 ? name : "");
        }
    }
}
