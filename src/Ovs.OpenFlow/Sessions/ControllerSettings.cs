using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Sessions;

/// <summary>The forms of packet-ins; the numbers are those of the wire.</summary>
public enum PacketInFormat : byte
{
    Standard,
    Nxt,
    Nxt2,
}

/// <summary>Nicira's messages by which a controller chooses formats and gives itself a number.</summary>
public static class ControllerSettings
{
    private const uint Openflow10Format = 0;
    private const uint NxmFormat = 2;

    private static readonly LogModule s_protocolLog = LogModule.Define("ofp_protocol");
    private static readonly LogModule s_packetLog = LogModule.Define("ofp_packet");
    private static readonly LogRateLimit s_limit = new(1, 5);
    private static readonly string[] s_formatNames = ["standard", "nxt_packet_in", "nxt_packet_in2"];

    /// <summary>The flow format without tables; None if the number is unknown.</summary>
    public static OfProtocols DecodeFlowFormat(in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        var format = reader.Take32();
        switch (format)
        {
            case Openflow10Format:
                return OfProtocols.OpenFlow10Standard;
            case NxmFormat:
                return OfProtocols.OpenFlow10Extended;
            default:
                s_protocolLog.Warn(s_limit, $"NXT_SET_FLOW_FORMAT message specified invalid flow format {format}");
                return OfProtocols.None;
        }
    }

    /// <param name="protocol">One of the two of OpenFlow 1.0 without tables.</param>
    public static void EncodeFlowFormat(OfWriter writer, OfProtocols protocol, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.NxtSetFlowFormat, OfVersion.OpenFlow10, xid);
        writer.Put32(protocol == OfProtocols.OpenFlow10Standard ? Openflow10Format : NxmFormat);
        MessageWriter.End(writer, start);
    }

    /// <summary>True if flow-mods of OpenFlow 1.0 shall name tables.</summary>
    public static bool DecodeFlowModTableId(in RawMessage message) => message.Body[0] != 0;

    public static void EncodeFlowModTableId(OfWriter writer, bool isOn, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.NxtFlowModTableId, OfVersion.OpenFlow10, xid);
        writer.Put8(isOn ? (byte)1 : (byte)0);
        writer.PutZeros(7);
        MessageWriter.End(writer, start);
    }

    public static OfError DecodePacketInFormat(in RawMessage message, out PacketInFormat format)
    {
        var reader = new OfReader(message.Body);
        var number = reader.Take32();
        format = (PacketInFormat)number;
        if (number <= (uint)PacketInFormat.Nxt2)
        {
            return OfError.None;
        }

        s_packetLog.Warn(s_limit, $"NXT_SET_PACKET_IN_FORMAT message specified invalid packet-in format {number}");
        return OfError.BadRequestEperm;
    }

    public static void EncodePacketInFormat(OfWriter writer, OfVersion version, PacketInFormat format, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.NxtSetPacketInFormat, version, xid);
        writer.Put32((uint)format);
        MessageWriter.End(writer, start);
    }

    /// <summary>The number that `controller` actions name a controller by.</summary>
    public static OfError DecodeControllerId(in RawMessage message, out ushort id)
    {
        var reader = new OfReader(message.Body);
        var isGood = reader.TakeZeros(6);
        id = reader.Take16();
        return isGood ? OfError.None : OfError.NxBadRequestMustBeZero;
    }

    public static void EncodeControllerId(OfWriter writer, OfVersion version, ushort id, uint xid)
    {
        var start = MessageWriter.Begin(writer, MessageId.NxtSetControllerId, version, xid);
        writer.PutZeros(6);
        writer.Put16(id);
        MessageWriter.End(writer, start);
    }

    public static string NameOf(PacketInFormat format) => s_formatNames[(int)format];

    /// <summary>Reads a format's name, old names included.</summary>
    public static bool TryParse(string name, out PacketInFormat format)
    {
        var index = name switch
        {
            "openflow10" => (int)PacketInFormat.Standard,
            "nxm" => (int)PacketInFormat.Nxt,
            _ => Array.IndexOf(s_formatNames, name),
        };
        format = (PacketInFormat)Math.Max(index, 0);
        return index >= 0;
    }

    internal static void AppendFlowFormat(TextBuffer text, in RawMessage message) =>
        text.Append(" format=").Append(DecodeFlowFormat(in message) switch
        {
            OfProtocols.OpenFlow10Standard => "openflow10",
            OfProtocols.OpenFlow10Extended => "nxm",
            _ => "(unknown)",
        });

    internal static OfError AppendPacketInFormat(TextBuffer text, in RawMessage message)
    {
        var error = DecodePacketInFormat(in message, out var format);
        if (error == OfError.None)
        {
            text.Append(" format=").Append(NameOf(format));
        }

        return error;
    }
}
