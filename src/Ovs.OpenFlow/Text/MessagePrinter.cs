using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Text;

/// <summary>
/// The text of whole messages, as `ovs-ofctl` shows them: "OFPT_BARRIER_REQUEST (OF1.3) (xid=0x2):".
/// </summary>
public static class MessagePrinter
{
    private const int DumpVerbosity = 5;

    /// <summary>Appends the message in <paramref name="bytes"/>, which may be anything, and a newline.</summary>
    /// <param name="ports">Names of ports, or null.</param>
    /// <param name="tables">Names of tables, or null.</param>
    /// <param name="verbosity">0 for little; above 0 packets and lists are shown, above 1 payloads, above 2 structures.</param>
    public static void Append(TextBuffer text, ReadOnlySpan<byte> bytes, NameMap? ports, NameMap? tables, int verbosity)
    {
        if (bytes.IsEmpty)
        {
            text.Append("OpenFlow message is empty\n");
        }
        else if (bytes.Length < MessageHeader.Bytes)
        {
            text.Append($"OpenFlow packet too short (only {bytes.Length} bytes):\n");
        }
        else
        {
            var header = MessageHeader.Read(bytes);
            if (header.Length == bytes.Length)
            {
                AppendWhole(new ActionPrinter(text, ports, tables), bytes, verbosity);
                return;
            }

            if (header.Length > bytes.Length)
            {
                if (MessageTable.Identify(bytes, out var row) == OfError.None)
                {
                    AppendHeader(text, row!.Name, header);
                    text.Append('\n');
                }

                text.Append($"(***truncated to {bytes.Length} bytes from {header.Length}***)\n");
            }
            else
            {
                text.Append($"(***only uses {header.Length} bytes out of {bytes.Length}***)\n");
            }
        }

        HexDump.Append(text, bytes, withCharacters: true);
    }

    public static string ToText(ReadOnlySpan<byte> bytes, NameMap? ports, NameMap? tables, int verbosity)
    {
        var text = new TextBuffer();
        Append(text, bytes, ports, tables, verbosity);
        return text.ToString();
    }

    /// <summary>Appends " (OF1.3) (xid=0x2):"; OpenFlow 1.0 is not named.</summary>
    public static void AppendVersion(TextBuffer text, MessageHeader header)
    {
        if (header.Version is > OfVersion.OpenFlow10 and <= OfVersion.OpenFlow15)
        {
            text.Append($" (OF1.{header.Version - OfVersion.OpenFlow10})");
        }
        else if (header.Version != OfVersion.OpenFlow10)
        {
            text.Append(" (OF 0x").Hex((ulong)header.Version, 2).Append(')');
        }

        text.Append(" (xid=0x").Hex(header.Xid).Append("):");
    }

    private static void AppendHeader(TextBuffer text, string name, MessageHeader header)
    {
        text.Append(name);
        AppendVersion(text, header);
    }

    private static void AppendWhole(ActionPrinter printer, ReadOnlySpan<byte> bytes, int verbosity)
    {
        var text = printer.Text;
        var error = RawMessage.Open(bytes, out var message);
        if (error == OfError.None)
        {
            AppendHeader(text, message.Row.Name, message.Header);
            var bodyStart = text.Length;
            error = AppendBody(printer, in message, verbosity);
            if (error == OfError.None)
            {
                text.Chomp(' ');
            }
            else if (text.Length > bodyStart)
            {
                text.Chomp(' ');
                EndLine(text);
            }
            else
            {
                text.Append(' ');
            }
        }

        if (error != OfError.None)
        {
            text.Append($"***decode error: {ErrorTable.NameOf(error)}***\n");
        }

        if (verbosity >= DumpVerbosity || error != OfError.None)
        {
            EndLine(text);
            HexDump.Append(text, bytes, withCharacters: true);
        }

        EndLine(text);
    }

    private static void EndLine(TextBuffer text)
    {
        if (text.Length > 0 && !text.EndsWith('\n'))
        {
            text.Append('\n');
        }
    }

    private static OfError AppendBody(ActionPrinter printer, in RawMessage message, int verbosity)
    {
        if (MessageHeader.IsMultipart(message.Bytes))
        {
            AppendFlags(printer.Text, in message);
        }

        return BodyPrinter.Append(printer, in message, verbosity);
    }

    private static void AppendFlags(TextBuffer text, in RawMessage message)
    {
        var flags = message.Flags;
        if (flags == 0)
        {
            return;
        }

        text.Append(" flags=");
        var mayHaveMore = MessageHeader.IsReply(message.Bytes) || message.Version >= OfVersion.OpenFlow13;
        if (mayHaveMore && message.HasMore)
        {
            text.Append("[more]");
            flags &= 0xfffe;
        }

        if (flags != 0)
        {
            text.Append("[***unknown flags 0x").Hex(flags, 4).Append("***]");
        }
    }
}
