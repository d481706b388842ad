using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Packets;

/// <summary>The text of packet-ins.</summary>
internal static class PacketInText
{
    public static void Append(ActionPrinter printer, PacketIn packetIn, int verbosity)
    {
        var text = printer.Text;
        if (packetIn.TableId != 0 || printer.Tables?.NameOf(packetIn.TableId) is not null)
        {
            text.Append(" table_id=");
            printer.Table(packetIn.TableId);
        }

        if (packetIn.Cookie != PacketIn.NoCookie)
        {
            text.Append(" cookie=0x").Hex(packetIn.Cookie);
        }

        text.Append($" total_len={(uint)packetIn.TotalLength} ");
        var match = new FlowMatch();
        packetIn.Metadata.ExpandTo(match);
        MatchPrinter.Append(text, match, printer.Ports);
        text.Append($" (via {PacketInReasons.NameOf(packetIn.Reason)}) data_len={packetIn.Data.Length}");
        var (total, length) = ((uint)packetIn.TotalLength, (uint)packetIn.Data.Length);
        if (packetIn.BufferId == PacketIn.NoBuffer)
        {
            text.Append(total != length ? " (unbuffered) (***total_len != data_len***)" : " (unbuffered)");
        }
        else
        {
            text.Append(" buffer=0x").Hex(packetIn.BufferId, 8);
            text.Append(total < length ? " (***total_len < data_len***)" : "");
        }

        text.Append('\n');
        if (!packetIn.UserData.IsEmpty)
        {
            text.Append(" userdata=");
            ArgumentText.AppendDotted(text, packetIn.UserData.Span);
            text.Append('\n');
        }

        if (packetIn.Continuation is { } continuation)
        {
            Append(printer, continuation);
        }

        if (verbosity > 0)
        {
            PacketText.Append(text, packetIn.Data.Span, match.Value.Key.PacketType);
        }

        if (verbosity > 2)
        {
            HexDump.Append(text, packetIn.Data.Span, withCharacters: false);
        }
    }

    private static void Append(ActionPrinter printer, Continuation continuation)
    {
        var text = printer.Text;
        if (continuation.Bridge != default)
        {
            text.Append($" continuation.bridge={continuation.Bridge}\n");
        }

        if (continuation.Stack.Count > 0)
        {
            text.Append(" continuation.stack=(top)");
            foreach (var value in continuation.Stack)
            {
                text.Append(' ').Hex0X(value.Span);
            }

            text.Append(" (bottom)\n");
        }

        if (continuation.Mirrors != 0)
        {
            text.Append($" continuation.mirrors=0x{continuation.Mirrors:x}\n");
        }

        text.Append(continuation.IsTracked ? " continuation.conntracked=true\n" : "");
        if (continuation.Actions.Count > 0)
        {
            text.Append(" continuation.actions=");
            printer.Append(continuation.Actions);
            text.Append('\n');
        }

        if (continuation.ActionSet.Count > 0)
        {
            text.Append(" continuation.action_set=");
            printer.Append(continuation.ActionSet);
            text.Append('\n');
        }

        if (continuation.DatapathPort != 0)
        {
            text.Append($" continuation.odp_port={continuation.DatapathPort}\n");
        }
    }
}
