using System;
using System.Text;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Messages;

/// <summary>What is wrong with a message that the peer sent, and the front of that message (OpenFlow 1.5.1 7.5.4).</summary>
public static class ErrorMessage
{
    private const ushort NiciraType = 0xb0c2;
    private const ushort NiciraCode = 0;
    private const ushort ExperimenterType = 0xffff;

    private static readonly LogModule s_log = LogModule.Define("ofp_errors");
    private static readonly LogRateLimit s_limit = new(1, 5);

    /// <summary>Reads an error; <see cref="OfError.None"/> if its numbers mean nothing.</summary>
    /// <param name="payload">The front of the message that was wrong, or a text about a failed hello.</param>
    public static OfError Decode(in RawMessage message, out ReadOnlySpan<byte> payload)
    {
        var reader = new OfReader(message.Body);
        var type = reader.Take16();
        var code = reader.Take16();
        var experimenter = 0u;
        if (type == NiciraType && code == NiciraCode)
        {
            experimenter = reader.Take32();
            type = reader.Take16();
            code = reader.Take16();
        }
        else if (type == ExperimenterType)
        {
            experimenter = reader.Take32();
            (type, code) = (code, 0);
        }

        payload = reader.HasFailed ? default : reader.Rest;
        return reader.HasFailed ? OfError.None : ErrorTable.FindByCode(message.Version, experimenter, type, code);
    }

    /// <summary>Writes the answer to a bad message.</summary>
    public static void EncodeReply(OfWriter writer, OfError error, ReadOnlySpan<byte> request)
    {
        var header = MessageHeader.Read(request);
        Encode(writer, error, header.Version, header.Xid, request[..Math.Min(header.Length, request.Length)]);
    }

    /// <summary>Writes the answer to a hello with which no common version was found.</summary>
    public static void EncodeHelloFailure(OfWriter writer, OfError error, OfVersion version, string text) =>
        Encode(writer, error, version, 0, Encoding.UTF8.GetBytes(text));

    private static void Encode(OfWriter writer, OfError error, OfVersion version, uint xid, ReadOnlySpan<byte> payload)
    {
        var peerVersion = version;
        if (!OfVersions.IsKnown(version))
        {
            s_log.Err(s_limit, $"cannot encode error for unknown OpenFlow version 0x{(int)version:x2}");
            version = OfVersion.OpenFlow10;
        }

        if (!ErrorTable.Get(error).TryGetCode(version, out var code))
        {
            s_log.Err(s_limit, $"cannot encode {ErrorTable.NameOf(error)} for {OfVersions.TitleOf(version)}");
            _ = ErrorTable.Get(OfError.NxBadRequestUnencodableError).TryGetCode(version, out code);
        }

        var start = MessageWriter.Begin(writer, MessageId.OfptError, version, xid);
        if (code.Experimenter == 0)
        {
            writer.Put16(code.Type);
            writer.Put16(code.Code);
        }
        else if (peerVersion <= OfVersion.OpenFlow11)
        {
            writer.Put16(NiciraType);
            writer.Put16(NiciraCode);
            writer.Put32(code.Experimenter);
            writer.Put16(code.Type);
            writer.Put16(code.Code);
        }
        else
        {
            writer.Put16(ExperimenterType);
            writer.Put16(code.Type);
            writer.Put32(code.Experimenter);
        }

        var room = MessageWriter.MostBytes - (writer.Length - start);
        writer.Put(payload[..Math.Min(payload.Length, room)]);
        MessageWriter.End(writer, start);
    }
}
