using System;
using System.Globalization;

namespace Ovs.OpenFlow.Actions;

/// <summary>Why a controller gets a packet (OpenFlow 1.5.1 7.4.1; the last two are the original's own and never sent).</summary>
public enum PacketInReason : byte
{
    NoMatch,
    Action,
    InvalidTtl,
    ActionSet,
    Group,
    PacketOut,
    ExplicitMiss,
    ImplicitMiss,
}

/// <summary>Text of reasons.</summary>
public static class PacketInReasons
{
    public const int Count = 8;

    public static string NameOf(PacketInReason reason) => reason switch
    {
        PacketInReason.NoMatch => "no_match",
        PacketInReason.Action => "action",
        PacketInReason.InvalidTtl => "invalid_ttl",
        PacketInReason.ActionSet => "action_set",
        PacketInReason.Group => "group",
        PacketInReason.PacketOut => "packet_out",
        PacketInReason.ExplicitMiss or PacketInReason.ImplicitMiss => "",
        _ => ((int)reason).ToString(CultureInfo.InvariantCulture),
    };

    public static bool TryParse(ReadOnlySpan<char> text, out PacketInReason reason)
    {
        for (reason = PacketInReason.NoMatch; (int)reason < Count; reason++)
        {
            if (text.Equals(NameOf(reason), StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        reason = PacketInReason.Action;
        return false;
    }
}
