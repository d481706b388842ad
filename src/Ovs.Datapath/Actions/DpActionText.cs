using System;
using System.Text;
using Ovs.Datapath.Interface;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;

namespace Ovs.Datapath.Actions;

/// <summary>The original's text of datapath actions, as `dump-flows` prints them.</summary>
public static class DpActionText
{
    /// <summary>Formats a list; <paramref name="portName"/> gives names in place of port numbers, or null for a number.</summary>
    public static string Format(ReadOnlySpan<DpAction> actions, Func<DpPort, string?>? portName)
    {
        var text = new StringBuilder();
        Append(text, actions, portName);
        return text.ToString();
    }

    public static void Append(StringBuilder text, ReadOnlySpan<DpAction> actions, Func<DpPort, string?>? portName)
    {
        if (actions.IsEmpty)
        {
            text.Append("drop");
            return;
        }

        for (var i = 0; i < actions.Length; i++)
        {
            if (i > 0)
            {
                text.Append(',');
            }

            Append(text, in actions[i], portName);
        }
    }

    private static void Append(StringBuilder text, in DpAction action, Func<DpPort, string?>? portName)
    {
        switch (action.Kind)
        {
            case DpActionKind.Output:
                text.Append(portName?.Invoke(action.Port) ?? action.Port.ToString());
                break;
            case DpActionKind.Userspace:
                text.Append(action.Payload);
                break;
            case DpActionKind.PushVlan:
                AppendPushVlan(text, action.Vlan);
                break;
            case DpActionKind.PopVlan:
                text.Append("pop_vlan");
                break;
            case DpActionKind.SetMasked:
                AppendSet(text, (SetMasked)action.Payload!);
                break;
            case DpActionKind.Truncate:
                text.Append("trunc(").Append(action.Argument).Append(')');
                break;
            default:
                text.Append("action").Append((byte)action.Kind);
                break;
        }
    }

    private static void AppendPushVlan(StringBuilder text, VlanTag tag)
    {
        text.Append("push_vlan(");
        if (tag.Tpid != EthTypes.Vlan)
        {
            text.Append($"tpid=0x{tag.Tpid:x4},");
        }

        DpKeyText.AppendVlanTci(text, tag.Tci, 0xffff);
        text.Append(')');
    }

    private static void AppendSet(StringBuilder text, SetMasked set)
    {
        text.Append("set(");
        DpKeyText.AppendGroup(text, set.Group, set);
        text.Append(')');
    }
}
