using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Tunnels;

/// <summary>What a request does with mappings; the numbers are those of the wire.</summary>
public enum TunnelOptionCommand : ushort
{
    Add,
    Delete,
    Clear,
}

/// <summary>A request to map options of tunnels to match fields (Nicira extension).</summary>
public sealed record TunnelOptionMod(TunnelOptionCommand Command, IReadOnlyList<TunnelOptionMapping> Mappings)
{
    private static readonly LogModule s_log = LogModule.Define("ofp_match");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public static OfError Decode(in RawMessage message, out TunnelOptionMod mod)
    {
        var reader = new OfReader(message.Body);
        var command = (TunnelOptionCommand)reader.Take16();
        reader.Skip(6);
        mod = new TunnelOptionMod(command, []);
        if (command > TunnelOptionCommand.Clear)
        {
            s_log.Warn(s_limit, $"tlv table mod command ({(ushort)command}) is out of range");
            return OfError.NxTlvTableModFailedBadCommand;
        }

        var error = TunnelOptionMappings.Take(ref reader, TunnelOptionTable.OptionCount, out var mappings);
        mod = new TunnelOptionMod(command, mappings);
        return error;
    }

    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.NxtTlvTableMod, version, xid);
        writer.Put16((ushort)Command);
        writer.PutZeros(6);
        TunnelOptionMappings.Put(writer, Mappings);
        MessageWriter.End(writer, start);
    }

    /// <summary>Reads "{class=0xffff,type=0,len=4}->tun_metadata0,..."; null or the error's text.</summary>
    public static string? Parse(ReadOnlySpan<char> text, TunnelOptionCommand command, out TunnelOptionMod mod)
    {
        var mappings = new List<TunnelOptionMapping>();
        mod = new TunnelOptionMod(command, mappings);
        var scanner = new TextScanner(text);
        while (!scanner.IsAtEnd)
        {
            _ = scanner.Take(',');
            if (!scanner.Take("{class=") || !scanner.TakeNumber(0, out var optionClass)
                || !scanner.Take(",type=") || !scanner.TakeNumber(0, out var type)
                || !scanner.Take(",len=") || !scanner.TakeNumber(0, out var length)
                || !scanner.Take("}->tun_metadata") || !scanner.TakeNumber(0, out var index))
            {
                return "invalid tlv mapping";
            }

            mappings.Add(new TunnelOptionMapping((ushort)optionClass, (byte)type, (byte)length, (ushort)index));
        }

        return null;
    }

    internal void Append(TextBuffer text)
    {
        text.Append(Command switch
        {
            TunnelOptionCommand.Add => "\n ADD",
            TunnelOptionCommand.Delete => "\n DEL",
            _ => "\n CLEAR",
        });
        if (Command != TunnelOptionCommand.Clear)
        {
            TunnelOptionMappings.Append(text, Mappings);
        }
    }
}
