using System;
using System.Collections.Generic;

namespace Ovs.OpenFlow.Actions;

/// <summary>Action sets: what may be in them, and in which order they are done (OpenFlow 1.5.1 5.6).</summary>
public static class ActionSet
{
    // Of each of these the last one counts, and they are done in this order.
    private static readonly ActionKind[] s_slots =
    [
        ActionKind.StripVlan, ActionKind.PopMpls, ActionKind.Decap, ActionKind.Encap, ActionKind.PushMpls,
        ActionKind.PushVlan, ActionKind.DecTtl, ActionKind.DecMplsTtl, ActionKind.DecNshTtl,
    ];

    // Of these only the last in this order counts, and it is done at the end.
    private static readonly ActionKind[] s_finals =
        [ActionKind.Ct, ActionKind.CtClear, ActionKind.Resubmit, ActionKind.Output, ActionKind.Group];

    /// <summary>True if an action may be in an action set.</summary>
    public static bool IsAllowed(OfAction action) =>
        IsSetOrMove(action.Kind) || Array.IndexOf(s_slots, action.Kind) >= 0 || Array.IndexOf(s_finals, action.Kind) >= 0;

    /// <summary>The actions of a set in the order in which they are done; none if nothing would become of the packet.</summary>
    public static ActionList InOrder(ActionList set)
    {
        var slots = new OfAction?[s_slots.Length];
        var sets = new List<OfAction>();
        OfAction? final = null;
        var finalRank = -1;
        foreach (var action in set.Span)
        {
            var slot = Array.IndexOf(s_slots, action.Kind);
            var rank = Array.IndexOf(s_finals, action.Kind);
            if (slot >= 0)
            {
                slots[slot] = action;
            }
            else if (rank >= finalRank && rank >= 0)
            {
                final = action;
                finalRank = rank;
            }
            else if (IsSetOrMove(action.Kind))
            {
                sets.Add(action);
            }
        }

        if (final is null)
        {
            return ActionList.Empty;
        }

        var ordered = new List<OfAction>();
        foreach (var action in slots)
        {
            if (action is not null)
            {
                ordered.Add(action);
            }
        }

        ordered.AddRange(sets);
        ordered.Add(final);
        return ActionList.From(ordered);
    }

    private static bool IsSetOrMove(ActionKind kind) => kind is
        ActionKind.SetField or ActionKind.Move or ActionKind.SetEthDst or ActionKind.SetEthSrc or ActionKind.SetIpDscp
        or ActionKind.SetIpEcn or ActionKind.SetIpTtl or ActionKind.SetIpv4Dst or ActionKind.SetIpv4Src
        or ActionKind.SetTpDst or ActionKind.SetTpSrc or ActionKind.SetMplsLabel or ActionKind.SetMplsTc
        or ActionKind.SetMplsTtl or ActionKind.SetQueue or ActionKind.SetTunnel or ActionKind.SetVlanPcp
        or ActionKind.SetVlanVid;
}
