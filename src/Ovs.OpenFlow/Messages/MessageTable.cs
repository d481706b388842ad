using System;
using System.Collections.Generic;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Messages;

/// <summary>
/// The table of messages: which layout the numbers at a message's front stand for, and back.
/// </summary>
public static partial class MessageTable
{
    private static readonly LogModule s_log = LogModule.Define("ofp_msgs");
    private static readonly LogRateLimit s_unknownLimit = new(1, 1);
    private static readonly LogRateLimit s_experimenterLimit = new(1, 1);

    public static IReadOnlyList<MessageRow> Rows => s_rows;

    public static MessageRow Get(MessageId id) => s_rows[(int)id];

    /// <summary>The row of a message whose front is <paramref name="message"/>; neither length is looked at.</summary>
    /// <param name="isQuiet">Nothing is logged.</param>
    public static OfError Identify(ReadOnlySpan<byte> message, out MessageRow? row, bool isQuiet = false)
    {
        row = null;
        if (message.Length < MessageHeader.Bytes)
        {
            return OfError.BadRequestBadLen;
        }

        var header = MessageHeader.Read(message);
        var reader = new OfReader(message[MessageHeader.Bytes..]);
        var number = (uint)header.Type;
        var kind = MessageClass.Plain;
        uint experimenter = 0;
        ushort multipart = 0;
        var isMultipart = header.Type == MessageHeader.RequestType(header.Version)
            || header.Type == MessageHeader.ReplyType(header.Version);
        if (isMultipart)
        {
            number = multipart = reader.Take16();
            reader.Skip(header.Version == OfVersion.OpenFlow10 ? 2 : 6);
            kind = header.Type == MessageHeader.RequestType(header.Version) ? MessageClass.Request : MessageClass.Reply;
        }

        if (isMultipart ? multipart == MessageHeader.ExperimenterMultipart : header.Type == MessageHeader.ExperimenterType)
        {
            experimenter = reader.Take32();
            var is10 = isMultipart && header.Version == OfVersion.OpenFlow10;
            if (!reader.HasFailed && experimenter != Experimenters.Nicira && (is10 || experimenter != Experimenters.Onf))
            {
                // What follows an unknown id is unknown too, but the fixed part of the header must be there.
                reader.Skip(is10 ? 0 : 4);
                return reader.HasFailed ? OfError.BadRequestBadLen : UnknownExperimenter(experimenter, isQuiet);
            }

            number = reader.Take32();
            reader.Skip(is10 ? 4 : 0);
            var offset = experimenter == Experimenters.Nicira ? MessageClass.Nicira : MessageClass.Onf;
            kind = (MessageClass)((int)offset + (int)kind);
        }

        if (reader.HasFailed)
        {
            return OfError.BadRequestBadLen;
        }

        row = Find(kind, number, header.Version);
        if (row is not null)
        {
            return OfError.None;
        }

        if (!isQuiet)
        {
            var what = $"version {(int)header.Version}, type {header.Type}"
                + (MessageHeader.IsMultipart(message) ? $", stat {multipart}" : "")
                + (experimenter != 0 ? $", vendor 0x{experimenter:x}, subtype {number}" : "");
            s_log.Warn(s_unknownLimit, $"unknown OpenFlow message ({what})");
        }

        return experimenter != 0 ? OfError.BadRequestBadSubtype
            : MessageHeader.IsMultipart(message) ? OfError.BadRequestBadStat
            : OfError.BadRequestBadType;
    }

    /// <summary>The name of a kind of message: that of its first layout.</summary>
    public static string KindNameOf(MessageKind kind)
    {
        foreach (var row in s_rows)
        {
            if (row.Kind == kind)
            {
                return row.Name;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(kind));
    }

    /// <summary>The row of the reply to a multipart request.</summary>
    public static MessageRow ReplyTo(MessageRow request, OfVersion version) =>
        Find(request.Class + 1, request.Number, version)
        ?? throw new ArgumentException($"{request.Name} has no reply", nameof(request));

    private static MessageRow? Find(MessageClass kind, uint number, OfVersion version)
    {
        if (s_byNumber.TryGetValue((kind, number), out var rows))
        {
            foreach (var row in rows)
            {
                if (row.Has(version))
                {
                    return row;
                }
            }
        }

        return null;
    }

    private static OfError UnknownExperimenter(uint experimenter, bool isQuiet)
    {
        if (!isQuiet)
        {
            s_log.Warn(s_experimenterLimit, $"OpenFlow message has unknown vendor 0x{experimenter:x}");
        }

        return OfError.BadRequestBadVendor;
    }

    private static Dictionary<(MessageClass Class, uint Number), MessageRow[]> Index()
    {
        var index = new Dictionary<(MessageClass Class, uint Number), MessageRow[]>();
        foreach (var row in s_rows)
        {
            var key = (row.Class, row.Number);
            index[key] = index.TryGetValue(key, out var others) ? [.. others, row] : [row];
        }

        return index;
    }
}
