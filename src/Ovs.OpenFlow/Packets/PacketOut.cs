using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Packets;

/// <summary>A packet that a controller lets a switch send (OpenFlow 1.5.1 7.3.6).</summary>
public sealed record PacketOut
{
    private const int EthHeaderBytes = 14;

    private static readonly LogModule s_log = LogModule.Define("ofp_packet");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public uint BufferId { get; set; } = PacketIn.NoBuffer;

    /// <summary>The packet; empty if it is in the switch's buffer.</summary>
    public ReadOnlyMemory<byte> Data { get; set; }

    /// <summary>Where the packet is to seem to come from, and what else is to be known of it.</summary>
    public CompactMatch Metadata { get; set; } = CompactMatch.Any;

    public ActionList Actions { get; set; } = ActionList.Empty;

    public static OfError Decode(in RawMessage message, TunnelOptionTable? options, out PacketOut packetOut)
    {
        packetOut = new PacketOut();
        var match = new FlowMatch();
        var reader = new OfReader(message.Body);
        packetOut.BufferId = reader.Take32();
        int length;
        if (message.Id == MessageId.Ofpt15PacketOut)
        {
            length = reader.Take16();
            reader.Skip(2);
            var error = OxmMatch.TakeOxm(ref reader, OxmReading.Loose | OxmReading.PipelineFieldsOnly, options, match);
            if (error != OfError.None)
            {
                return error;
            }

            if (match.Mask.Key.InPort == 0)
            {
                return OfError.BadRequestBadPort;
            }
        }
        else
        {
            OfPort port;
            if (message.Id == MessageId.Ofpt10PacketOut)
            {
                port = new OfPort(reader.Take16());
            }
            else if (!OfPorts.TryTake32(ref reader, out port))
            {
                return OfError.BadActionBadOutPort;
            }

            length = reader.Take16();
            reader.Skip(message.Id == MessageId.Ofpt10PacketOut ? 0 : 6);
            match.SetExact(FieldId.PacketType, 0);
            match.SetExact(FieldId.InPort, port.Number);
        }

        var actionError = new ActionDecoder(message.Version, null).TakeActions(ref reader, length, out var actions);
        if (actionError != OfError.None)
        {
            return actionError;
        }

        var inPort = new OfPort((ushort)match.Value.Key.InPort);
        if (inPort.IsReserved && inPort != OfPort.Local && inPort != OfPort.None && inPort != OfPort.Controller)
        {
            s_log.Warn(s_limit, $"packet-out has bad input port 0x{inPort.Number:x}");
            return OfError.BadRequestBadPort;
        }

        packetOut.Actions = actions;
        packetOut.Metadata = CompactMatch.From(match);
        packetOut.Data = packetOut.BufferId == PacketIn.NoBuffer ? reader.Rest.ToArray() : default;
        return OfError.None;
    }

    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var match = new FlowMatch();
        Metadata.ExpandTo(match);
        var port = new OfPort((ushort)match.Value.Key.InPort);
        var id = version == OfVersion.OpenFlow10 ? MessageId.Ofpt10PacketOut
            : version < OfVersion.OpenFlow15 ? MessageId.Ofpt11PacketOut
            : MessageId.Ofpt15PacketOut;
        var start = MessageWriter.Begin(writer, id, version, xid);
        writer.Put32(BufferId);
        if (id == MessageId.Ofpt10PacketOut)
        {
            writer.Put16(port.Number);
        }
        else if (id == MessageId.Ofpt11PacketOut)
        {
            writer.Put32(port.ToWire32());
        }

        var lengthAt = writer.Length;
        writer.Put16(0);
        if (id == MessageId.Ofpt15PacketOut)
        {
            writer.PutZeros(2);
            OxmMatch.PutOxm(writer, version, match);
        }
        else
        {
            writer.PutZeros(id == MessageId.Ofpt10PacketOut ? 0 : 6);
        }

        var actionsAt = writer.Length;
        ActionTable.PutAll(writer, version, Actions);
        writer.Patch16(lengthAt, (ushort)(writer.Length - actionsAt));
        if (BufferId == PacketIn.NoBuffer)
        {
            writer.Put(Data.Span);
        }

        MessageWriter.End(writer, start);
    }

    /// <summary>Reads "in_port=1 packet=0123... actions=output:2"; null or the error's text.</summary>
    /// <param name="usable">The flow formats whose version can carry it.</param>
    public static string? Parse(
        ReadOnlySpan<char> text, NameMap? ports, NameMap? tables, out PacketOut packetOut, out OfProtocols usable)
    {
        packetOut = new PacketOut();
        usable = OfProtocols.Any;
        var match = new FlowMatch();
        match.SetExact(FieldId.InPort, OfPort.Controller.Number);
        var actionsAt = text.IndexOf("action");
        var equals = actionsAt < 0 ? -1 : text[actionsAt..].IndexOf('=');
        var pairs = new KeyValueReader(actionsAt < 0 ? text : text[..actionsAt]);
        while (pairs.Next(out var name, out var value))
        {
            var error = value.IsEmpty
                ? $"field {name} missing value"
                : ParsePair(name, value, ports, match, packetOut, ref usable);
            if (error is not null)
            {
                return error;
            }
        }

        if (packetOut.Data.IsEmpty)
        {
            return "must specify packet";
        }

        if (equals >= 0)
        {
            var parser = new ActionParser(ports, tables);
            var error = parser.ParseActions(text[(actionsAt + equals + 1)..], out var actions);
            usable &= parser.Usable;
            if (error is not null)
            {
                return error;
            }

            packetOut.Actions = actions;
        }

        packetOut.Metadata = CompactMatch.From(match);
        return null;
    }

    internal void Append(ActionPrinter printer, int verbosity)
    {
        var text = printer.Text;
        var match = new FlowMatch();
        Metadata.ExpandTo(match);
        text.Append(' ');
        MatchPrinter.Append(text, match, printer.Ports);
        text.Append(" actions=");
        printer.Append(Actions);
        if (BufferId != PacketIn.NoBuffer)
        {
            text.Append(" buffer=0x").Hex(BufferId, 8);
            return;
        }

        text.Append($" data_len={Data.Length}");
        if (verbosity > 0 && !Data.IsEmpty)
        {
            text.Append('\n');
            PacketText.Append(text, Data.Span, match.Value.Key.PacketType);
        }

        if (verbosity > 2)
        {
            HexDump.Append(text, Data.Span, withCharacters: false);
        }
    }

    private static string? ParsePair(
        ReadOnlySpan<char> name, ReadOnlySpan<char> value, NameMap? ports, FlowMatch match, PacketOut packetOut,
        ref OfProtocols usable)
    {
        switch (name)
        {
            case "in_port":
                if (!PortText.TryParse(value, ports, out var port))
                {
                    return $"{value} is not a valid OpenFlow port";
                }

                match.SetExact(FieldId.InPort, port.Number);
                return port.Number > OfPort.Limit && port != OfPort.Local && port != OfPort.None && port != OfPort.Controller
                    ? $"{value} is not a valid OpenFlow port for PACKET_OUT"
                    : null;
            case "packet_type":
                var comma = value.IndexOf(',');
                if (comma < 0)
                {
                    return $"{name}({value}) can't be interpreted";
                }

                _ = NumberText.ReadUInt64(value[..comma], 0, out var space, out _);
                _ = NumberText.ReadUInt64(value[(comma + 1)..], 0, out var type, out _);
                match.SetExact(FieldId.PacketType, ((uint)(ushort)space << 16) | (ushort)type);
                return null;
            case "packet":
                var bytes = new OfWriter();
                if (!ArgumentText.TakeHex(value, bytes).IsEmpty)
                {
                    return $"{name}: Trailing garbage in packet data";
                }

                packetOut.Data = bytes.ToArray();
                return bytes.Length < EthHeaderBytes ? $"{name}: Packet data too short for Ethernet" : null;
            default:
                if (FieldTable.Find(name) is not { } field)
                {
                    return $"unknown keyword {name}";
                }

                var error = FieldText.ParseField(field, value, ports, match, ref usable);
                return error ?? (OxmMatch.IsPipelineField(field)
                    ? null
                    : $"{name} is not a valid pipeline field for PACKET_OUT");
        }
    }
}
