using System;
using System.Text;
using Ovs.Datapath.Actions;

namespace Ovs.Datapath.Interface;

/// <summary>A line of `dump-flows`: key, statistics, actions.</summary>
public static class DpFlowText
{
    private const string FlagLetters = "SFPRU.ECN";
    private static readonly ushort[] s_flagBits = [0x002, 0x001, 0x008, 0x004, 0x020, 0x010, 0x040, 0x080, 0x100];

    public static string Format(DpFlow flow, long nowMs, Func<DpPort, string?>? portName = null, bool verbose = false)
    {
        var text = new StringBuilder();
        if (verbose)
        {
            text.Append($"ufid:{flow.Ufid}, ");
        }

        DpKeyText.Append(text, in flow.FullKey, in flow.Mask, portName, verbose);
        text.Append(", ");
        AppendStatistics(text, flow.Statistics, nowMs);
        text.Append(verbose ? ", dp:ovs, actions:" : ", actions:");
        DpActionText.Append(text, flow.Actions.Span, portName);
        return text.ToString();
    }

    /// <summary>"packets:3, bytes:294, used:0.120s, flags:S.".</summary>
    public static void AppendStatistics(StringBuilder text, FlowStatistics statistics, long nowMs)
    {
        text.Append($"packets:{statistics.Packets}, bytes:{statistics.Bytes}, used:");
        text.Append(statistics.UsedMs == 0 ? "never" : $"{(nowMs - statistics.UsedMs) / 1000.0:F3}s");
        if (statistics.TcpFlags != 0)
        {
            text.Append(", flags:");
            AppendTcpFlags(text, statistics.TcpFlags);
        }
    }

    private static void AppendTcpFlags(StringBuilder text, ushort flags)
    {
        for (var i = 0; i < s_flagBits.Length; i++)
        {
            if ((flags & s_flagBits[i]) != 0)
            {
                text.Append(FlagLetters[i]);
            }
        }

        for (var bit = 0x200; bit <= 0x800; bit <<= 1)
        {
            if ((flags & bit) != 0)
            {
                text.Append($"[{bit:x}]");
            }
        }
    }
}
