using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Bundles;

/// <summary>How the messages of a bundle are executed; the numbers are those of the wire.</summary>
[Flags]
public enum BundleFlags : ushort
{
    None = 0,
    Atomic = 1 << 0,
    Ordered = 1 << 1,
}

/// <summary>What happens to a bundle; the numbers are those of the wire.</summary>
public enum BundleControlType : ushort
{
    OpenRequest,
    OpenReply,
    CloseRequest,
    CloseReply,
    CommitRequest,
    CommitReply,
    DiscardRequest,
    DiscardReply,
}

/// <summary>A request about a bundle, or its reply (OpenFlow 1.5.1 7.3.8; ONF extension in OpenFlow 1.3).</summary>
public readonly record struct BundleControl(uint BundleId, BundleControlType Type, BundleFlags Flags)
{
    private static readonly string?[] s_flagNames = ["atomic", "ordered"];

    public static BundleControl Decode(in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        return new BundleControl(reader.Take32(), (BundleControlType)reader.Take16(), (BundleFlags)reader.Take16());
    }

    /// <summary>Writes the message; OpenFlow 1.3 is the first version that has it.</summary>
    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var id = version == OfVersion.OpenFlow13 ? MessageId.Onft13BundleControl : MessageId.Ofpt14BundleControl;
        var start = MessageWriter.Begin(writer, id, version, xid);
        writer.Put32(BundleId);
        writer.Put16((ushort)Type);
        writer.Put16((ushort)Flags);
        MessageWriter.End(writer, start);
    }

    internal static void AppendFlags(TextBuffer text, BundleFlags flags) =>
        BitNames.Append(text, (uint)flags, s_flagNames, ' ');

    internal void Append(TextBuffer text)
    {
        text.Append("\n bundle_id=").HexC(BundleId).Append(" type=").Append(Type switch
        {
            BundleControlType.OpenRequest => "OPEN_REQUEST",
            BundleControlType.OpenReply => "OPEN_REPLY",
            BundleControlType.CloseRequest => "CLOSE_REQUEST",
            BundleControlType.CloseReply => "CLOSE_REPLY",
            BundleControlType.CommitRequest => "COMMIT_REQUEST",
            BundleControlType.CommitReply => "COMMIT_REPLY",
            BundleControlType.DiscardRequest => "DISCARD_REQUEST",
            BundleControlType.DiscardReply => "DISCARD_REPLY",
            _ => "",
        });
        text.Append(" flags=");
        AppendFlags(text, Flags);
    }
}
