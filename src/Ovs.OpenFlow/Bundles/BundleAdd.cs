using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Bundles;

/// <summary>A message that is put into a bundle (OpenFlow 1.5.1 7.3.8.5; ONF extension in OpenFlow 1.3).</summary>
public readonly ref struct BundleAdd
{
    private static readonly LogModule s_log = LogModule.Define("ofp_bundle");
    private static readonly LogRateLimit s_limit = new(1, 5);

    private BundleAdd(uint bundleId, BundleFlags flags, ReadOnlySpan<byte> inner)
    {
        BundleId = bundleId;
        Flags = flags;
        Inner = inner;
    }

    public uint BundleId { get; }

    public BundleFlags Flags { get; }

    /// <summary>The whole message inside.</summary>
    public ReadOnlySpan<byte> Inner { get; }

    public static OfError Decode(in RawMessage message, out BundleAdd add, out MessageKind kind)
    {
        var reader = new OfReader(message.Body);
        var id = reader.Take32();
        reader.Skip(2);
        var flags = (BundleFlags)reader.Take16();
        var inner = reader.Rest;
        add = new BundleAdd(id, flags, inner);
        kind = default;
        if (inner.Length < MessageHeader.Bytes)
        {
            return OfError.BundleFailedMsgBadLen;
        }

        var header = MessageHeader.Read(inner);
        if (header.Version != message.Version)
        {
            return OfError.BundleFailedBadVersion;
        }

        if (header.Length < MessageHeader.Bytes || header.Length > inner.Length)
        {
            return OfError.BundleFailedMsgBadLen;
        }

        if (header.Xid != message.Header.Xid)
        {
            return OfError.BundleFailedMsgBadXid;
        }

        inner = inner[..header.Length];
        add = new BundleAdd(id, flags, inner);
        var error = RawMessage.Open(inner, out var innerMessage);
        if (error != OfError.None)
        {
            s_log.Warn(
                s_limit, $"OFPT14_BUNDLE_ADD_MESSAGE contained message is unparsable ({ErrorTable.NameOf(error)})");
            return OfError.BundleFailedMsgUnsup;
        }

        kind = innerMessage.Kind;
        if (!IsAllowed(kind))
        {
            s_log.Warn(
                s_limit, $"{MessageTable.KindNameOf(kind)} message not allowed inside OFPT14_BUNDLE_ADD_MESSAGE");
            return OfError.BundleFailedMsgUnsup;
        }

        return OfError.None;
    }

    /// <summary>Writes a message around <paramref name="inner"/>, with its transaction number.</summary>
    public static void Encode(OfWriter writer, uint bundleId, BundleFlags flags, ReadOnlySpan<byte> inner)
    {
        var header = MessageHeader.Read(inner);
        var id = header.Version == OfVersion.OpenFlow13
            ? MessageId.Onft13BundleAddMessage
            : MessageId.Ofpt14BundleAddMessage;
        var start = MessageWriter.Begin(writer, id, header.Version, header.Xid);
        writer.Put32(bundleId);
        writer.Put16(0);
        writer.Put16((ushort)flags);
        writer.Put(inner);
        MessageWriter.End(writer, start);
    }

    /// <summary>True of messages that can be in a bundle.</summary>
    public static bool IsAllowed(MessageKind kind) =>
        kind is MessageKind.PortMod or MessageKind.FlowMod or MessageKind.GroupMod or MessageKind.PacketOut;

    internal void Append(TextBuffer text, string inner)
    {
        text.Append("\n bundle_id=").HexC(BundleId).Append(" flags=");
        BundleControl.AppendFlags(text, Flags);
        text.Append('\n').Append(inner);
    }
}
