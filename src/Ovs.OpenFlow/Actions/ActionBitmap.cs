using System.Numerics;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Actions;

/// <summary>
/// Sets of kinds of actions as bitmaps (bit N is the <see cref="ActionKind"/> N), and the bitmaps of action numbers that
/// switch features (OpenFlow 1.0), table statistics (1.1, 1.2) and group features have.
/// </summary>
public static class ActionBitmap
{
    private static readonly (ActionKind Kind, int Bit)[] s_of10 =
    [
        (ActionKind.Output, 0), (ActionKind.SetVlanVid, 1), (ActionKind.SetVlanPcp, 2), (ActionKind.StripVlan, 3),
        (ActionKind.SetEthSrc, 4), (ActionKind.SetEthDst, 5), (ActionKind.SetIpv4Src, 6), (ActionKind.SetIpv4Dst, 7),
        (ActionKind.SetIpDscp, 8), (ActionKind.SetTpSrc, 9), (ActionKind.SetTpDst, 10), (ActionKind.Enqueue, 11),
    ];

    private static readonly (ActionKind Kind, int Bit)[] s_of11 =
    [
        (ActionKind.Output, 0), (ActionKind.SetVlanVid, 1), (ActionKind.SetVlanPcp, 2), (ActionKind.SetEthSrc, 3),
        (ActionKind.SetEthDst, 4), (ActionKind.SetIpv4Src, 5), (ActionKind.SetIpv4Dst, 6), (ActionKind.SetIpDscp, 7),
        (ActionKind.SetIpEcn, 8), (ActionKind.SetTpSrc, 9), (ActionKind.SetTpDst, 10), (ActionKind.SetMplsLabel, 13),
        (ActionKind.SetMplsTc, 14), (ActionKind.SetMplsTtl, 15), (ActionKind.DecMplsTtl, 16), (ActionKind.PushVlan, 17),
        (ActionKind.StripVlan, 18), (ActionKind.PushMpls, 19), (ActionKind.PopMpls, 20), (ActionKind.SetQueue, 21),
        (ActionKind.Group, 22), (ActionKind.SetIpTtl, 23), (ActionKind.DecTtl, 24),
    ];

    private static readonly (ActionKind Kind, int Bit)[] s_of12 =
    [
        (ActionKind.Output, 0), (ActionKind.SetMplsTtl, 15), (ActionKind.DecMplsTtl, 16), (ActionKind.PushVlan, 17),
        (ActionKind.StripVlan, 18), (ActionKind.PushMpls, 19), (ActionKind.PopMpls, 20), (ActionKind.SetQueue, 21),
        (ActionKind.Group, 22), (ActionKind.SetIpTtl, 23), (ActionKind.DecTtl, 24), (ActionKind.SetField, 25),
    ];

    /// <summary>The set with one kind.</summary>
    public static ulong Of(ActionKind kind) => 1UL << (int)kind;

    public static ulong FromWire(uint bits, OfVersion version)
    {
        ulong kinds = 0;
        foreach (var (kind, bit) in TableOf(version))
        {
            kinds |= (bits & (1u << bit)) != 0 ? Of(kind) : 0;
        }

        return kinds;
    }

    public static uint ToWire(ulong kinds, OfVersion version)
    {
        uint bits = 0;
        foreach (var (kind, bit) in TableOf(version))
        {
            bits |= (kinds & Of(kind)) != 0 ? 1u << bit : 0;
        }

        return bits;
    }

    /// <summary>Appends "output group set_field", or "&lt;none&gt;".</summary>
    public static void Append(TextBuffer text, ulong kinds)
    {
        text.Append(kinds == 0 ? "<none>" : "");
        for (var left = kinds; left != 0; left &= left - 1)
        {
            text.Append(left != kinds ? " " : "");
            text.Append(ActionTable.NameOf((ActionKind)BitOperations.TrailingZeroCount(left)));
        }
    }

    private static (ActionKind Kind, int Bit)[] TableOf(OfVersion version) => version switch
    {
        OfVersion.OpenFlow10 => s_of10,
        OfVersion.OpenFlow11 => s_of11,
        _ => s_of12,
    };
}
