using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Match;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Oxm;
using Ovs.OpenFlow.Sessions;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Packets;

/// <summary>Packet-ins on the wire, in the forms of all versions and Nicira's two; and packets that a controller returns.</summary>
public static class PacketInCodec
{
    // The packet follows after two bytes, so that its network header is aligned.
    private const int PaddingBytes = 2;

    private static readonly LogModule s_log = LogModule.Define("ofp_packet");
    private static readonly LogRateLimit s_limit = new(1, 5);

    private enum Property : ushort
    {
        Packet,
        FullLength,
        BufferId,
        TableId,
        Cookie,
        Reason,
        Metadata,
        UserData,
        Continuation,
    }

    /// <summary>Reads a packet-in or a returned packet.</summary>
    /// <param name="isLoose">What is not known is let pass.</param>
    public static OfError Decode(in RawMessage message, bool isLoose, TunnelOptionTable? options, out PacketIn packetIn)
    {
        packetIn = new PacketIn();
        var match = new FlowMatch();
        var reader = new OfReader(message.Body);
        OfError error;
        if (message.Id is MessageId.NxtPacketIn2 or MessageId.NxtResume)
        {
            error = TakeNx2(ref reader, message.Version, isLoose, options, packetIn, match);
        }
        else
        {
            error = message.Id switch
            {
                MessageId.Ofpt10PacketIn => Take10(ref reader, packetIn, match),
                MessageId.Ofpt11PacketIn => Take11(ref reader, packetIn, match),
                MessageId.NxtPacketIn => TakeNx(ref reader, packetIn, match),
                _ => Take12(ref reader, message.Id, options, packetIn, match),
            };
            packetIn.Data = reader.Rest.ToArray();
        }

        packetIn.Metadata = CompactMatch.From(match);
        return error;
    }

    /// <summary>Writes a packet-in.</summary>
    public static void Encode(OfWriter writer, PacketIn packetIn, OfVersion version, PacketInFormat format)
    {
        var match = new FlowMatch();
        packetIn.Metadata.ExpandTo(match);
        var start = format switch
        {
            PacketInFormat.Nxt2 => PutNx2(writer, packetIn, version, match),
            PacketInFormat.Nxt => PutNx(writer, packetIn, version, match),
            _ => version >= OfVersion.OpenFlow12 ? Put12(writer, packetIn, version, match)
                : version == OfVersion.OpenFlow11 ? Put11(writer, packetIn, match)
                : Put10(writer, packetIn, match),
        };
        if (format != PacketInFormat.Nxt2)
        {
            writer.Put(packetIn.Data.Span);
        }

        MessageWriter.End(writer, start);
    }

    /// <summary>Writes what a controller returns a packet with.</summary>
    public static void EncodeResume(OfWriter writer, PacketIn packetIn, OfVersion version, uint xid)
    {
        var match = new FlowMatch();
        packetIn.Metadata.ExpandTo(match);
        var start = MessageWriter.Begin(writer, MessageId.NxtResume, version, xid);
        PutProperties(writer, packetIn, version, match);
        OfProperties.PutNested(writer, (ulong)Property.Continuation, packetIn.ContinuationBytes.Span);
        MessageWriter.End(writer, start);
    }

    private static OfError Take10(ref OfReader reader, PacketIn packetIn, FlowMatch match)
    {
        packetIn.BufferId = reader.Take32();
        packetIn.TotalLength = reader.Take16();
        match.SetExact(FieldId.InPort, reader.Take16());
        packetIn.Reason = (PacketInReason)reader.Take8();
        reader.Skip(1);
        return OfError.None;
    }

    private static OfError Take11(ref OfReader reader, PacketIn packetIn, FlowMatch match)
    {
        packetIn.BufferId = reader.Take32();
        var isPort = OfPorts.TryTake32(ref reader, out var port);
        reader.Skip(4);
        packetIn.TotalLength = reader.Take16();
        packetIn.Reason = (PacketInReason)reader.Take8();
        packetIn.TableId = reader.Take8();
        match.SetExact(FieldId.InPort, port.Number);
        return isPort ? OfError.None : OfError.BadActionBadOutPort;
    }

    private static OfError Take12(
        ref OfReader reader, MessageId id, TunnelOptionTable? options, PacketIn packetIn, FlowMatch match)
    {
        TakeFixed12(ref reader, packetIn);
        if (id == MessageId.Ofpt13PacketIn)
        {
            packetIn.Cookie = reader.Take64();
        }

        var error = OxmMatch.TakeOxm(ref reader, OxmReading.Loose, options, match);
        reader.Skip(PaddingBytes);
        return error == OfError.None && reader.HasFailed ? OfError.BadRequestBadLen : error;
    }

    private static OfError TakeNx(ref OfReader reader, PacketIn packetIn, FlowMatch match)
    {
        TakeFixed12(ref reader, packetIn);
        packetIn.Cookie = reader.Take64();
        var length = reader.Take16();
        reader.Skip(6);
        var error = OxmMatch.TakeNxm(ref reader, length, OxmReading.Loose, null, match, out _, out _);
        reader.Skip(PaddingBytes);
        return error == OfError.None && reader.HasFailed ? OfError.BadRequestBadLen : error;
    }

    private static void TakeFixed12(ref OfReader reader, PacketIn packetIn)
    {
        packetIn.BufferId = reader.Take32();
        packetIn.TotalLength = reader.Take16();
        packetIn.Reason = (PacketInReason)reader.Take8();
        packetIn.TableId = reader.Take8();
    }

    private static OfError TakeNx2(
        ref OfReader reader, OfVersion version, bool isLoose, TunnelOptionTable? options, PacketIn packetIn, FlowMatch match)
    {
        while (!reader.IsAtEnd)
        {
            var error = OfProperties.Take(ref reader, out var property);
            if (error == OfError.None)
            {
                error = TakeProperty(in property, version, isLoose, options, packetIn, match);
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        if (packetIn.Data.IsEmpty)
        {
            s_log.Warn(s_limit, $"NXT_PACKET_IN2 lacks packet");
            return OfError.BadRequestBadLen;
        }

        packetIn.TotalLength = packetIn.TotalLength == 0 ? packetIn.Data.Length : packetIn.TotalLength;
        if ((uint)packetIn.TotalLength < (uint)packetIn.Data.Length)
        {
            s_log.Warn(s_limit, $"NXT_PACKET_IN2 claimed full_len < len");
            return OfError.BadRequestBadLen;
        }

        return OfError.None;
    }

    private static OfError TakeProperty(
        in OfProperty property, OfVersion version, bool isLoose, TunnelOptionTable? options, PacketIn packetIn,
        FlowMatch match)
    {
        OfError error;
        uint number;
        byte small;
        switch (property.IsExperimenter ? (Property)ushort.MaxValue : (Property)property.Type)
        {
            case Property.Packet:
                packetIn.Data = property.Value.ToArray();
                return OfError.None;
            case Property.FullLength:
                error = property.To32(out number);
                packetIn.TotalLength = (int)number;
                return error;
            case Property.BufferId:
                error = property.To32(out number);
                packetIn.BufferId = number;
                return error;
            case Property.TableId:
                error = property.To8(out small);
                packetIn.TableId = small;
                return error;
            case Property.Cookie:
                error = property.To64(out var cookie);
                packetIn.Cookie = cookie;
                return error;
            case Property.Reason:
                error = property.To8(out small);
                packetIn.Reason = (PacketInReason)small;
                return error;
            case Property.Metadata:
                var reading = isLoose ? OxmReading.Loose : OxmReading.Strict;
                return OxmMatch.TakeEntries(property.Value, reading, options, match, out _, out _);
            case Property.UserData:
                packetIn.UserData = property.Value.ToArray();
                return OfError.None;
            case Property.Continuation:
                error = property.ToNested(out var nested);
                if (error != OfError.None)
                {
                    return error;
                }

                packetIn.ContinuationBytes = nested.ToArray();
                error = ContinuationCodec.Decode(nested, version, isLoose, out var continuation);
                packetIn.Continuation = continuation;
                return error;
            default:
                return OfProperties.Unknown(s_log, isLoose, "NX_PACKET_IN2", property.Type);
        }
    }

    // Older versions know fewer reasons.
    private static byte ReasonFor(PacketInReason reason, OfVersion version) => (byte)(reason switch
    {
        PacketInReason.ActionSet or PacketInReason.Group or PacketInReason.PacketOut when version < OfVersion.OpenFlow14 =>
            PacketInReason.Action,
        PacketInReason.ExplicitMiss => version < OfVersion.OpenFlow13 ? PacketInReason.Action : PacketInReason.NoMatch,
        PacketInReason.ImplicitMiss => PacketInReason.NoMatch,
        _ => reason,
    });

    private static OfPort InPortOf(FlowMatch match) => new((ushort)match.Value.Key.InPort);

    private static int Put10(OfWriter writer, PacketIn packetIn, FlowMatch match)
    {
        var start = MessageWriter.Begin(writer, MessageId.Ofpt10PacketIn, OfVersion.OpenFlow10, 0);
        writer.Put32(PacketIn.NoBuffer);
        writer.Put16((ushort)packetIn.Data.Length);
        writer.Put16(InPortOf(match).Number);
        writer.Put8(ReasonFor(packetIn.Reason, OfVersion.OpenFlow10));
        writer.Put8(0);
        return start;
    }

    private static int Put11(OfWriter writer, PacketIn packetIn, FlowMatch match)
    {
        var start = MessageWriter.Begin(writer, MessageId.Ofpt11PacketIn, OfVersion.OpenFlow11, 0);
        writer.Put32(PacketIn.NoBuffer);
        writer.Put32(InPortOf(match).ToWire32());
        writer.Put32(InPortOf(match).ToWire32());
        writer.Put16((ushort)packetIn.Data.Length);
        writer.Put8(ReasonFor(packetIn.Reason, OfVersion.OpenFlow11));
        writer.Put8(packetIn.TableId);
        return start;
    }

    private static int Put12(OfWriter writer, PacketIn packetIn, OfVersion version, FlowMatch match)
    {
        var has13 = version >= OfVersion.OpenFlow13;
        var start = MessageWriter.Begin(
            writer, has13 ? MessageId.Ofpt13PacketIn : MessageId.Ofpt12PacketIn, version, 0);
        PutFixed12(writer, packetIn, version);
        if (has13)
        {
            writer.Put64(packetIn.Cookie);
        }

        OxmMatch.PutOxm(writer, version, match);
        writer.PutZeros(PaddingBytes);
        return start;
    }

    private static int PutNx(OfWriter writer, PacketIn packetIn, OfVersion version, FlowMatch match)
    {
        var start = MessageWriter.Begin(writer, MessageId.NxtPacketIn, version, 0);
        PutFixed12(writer, packetIn, version);
        writer.Put64(packetIn.Cookie);
        var lengthAt = writer.Length;
        writer.PutZeros(8);
        writer.Patch16(lengthAt, (ushort)OxmMatch.PutNxm(writer, match));
        writer.PutZeros(PaddingBytes);
        return start;
    }

    private static void PutFixed12(OfWriter writer, PacketIn packetIn, OfVersion version)
    {
        writer.Put32(PacketIn.NoBuffer);
        writer.Put16((ushort)packetIn.Data.Length);
        writer.Put8(ReasonFor(packetIn.Reason, version));
        writer.Put8(packetIn.TableId);
    }

    private static int PutNx2(OfWriter writer, PacketIn packetIn, OfVersion version, FlowMatch match)
    {
        var start = MessageWriter.Begin(writer, MessageId.NxtPacketIn2, version, 0);
        PutProperties(writer, packetIn, version, match);
        if (packetIn.Continuation is { } continuation)
        {
            ContinuationCodec.Put(writer, (ulong)Property.Continuation, continuation, version);
        }

        if (!packetIn.UserData.IsEmpty)
        {
            OfProperties.Put(writer, (ulong)Property.UserData, packetIn.UserData.Span);
        }

        return start;
    }

    private static void PutProperties(OfWriter writer, PacketIn packetIn, OfVersion version, FlowMatch match)
    {
        OfProperties.Put(writer, (ulong)Property.Packet, packetIn.Data.Span);
        if (packetIn.TotalLength > packetIn.Data.Length)
        {
            OfProperties.Put32(writer, (ulong)Property.FullLength, (uint)packetIn.TotalLength);
        }

        OfProperties.Put8(writer, (ulong)Property.TableId, packetIn.TableId);
        if (packetIn.Cookie != PacketIn.NoCookie)
        {
            OfProperties.Put64(writer, (ulong)Property.Cookie, packetIn.Cookie);
        }

        OfProperties.Put8(writer, (ulong)Property.Reason, ReasonFor(packetIn.Reason, version));
        var metadata = OfProperties.Begin(writer, (ulong)Property.Metadata);
        OxmMatch.PutEntries(writer, version, match);
        OfProperties.End(writer, metadata);
    }
}
