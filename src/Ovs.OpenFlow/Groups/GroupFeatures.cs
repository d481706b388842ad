using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Groups;

/// <summary>What groups of a switch can do (OpenFlow 1.5.1 7.3.5.11).</summary>
public sealed class GroupFeatures
{
    private const int TypeCount = (int)GroupType.FastFailover + 1;

    private readonly uint[] _maxGroups = new uint[TypeCount];
    private readonly ulong[] _actions = new ulong[TypeCount];

    /// <summary>Bitmap of group types.</summary>
    public uint Types { get; set; }

    /// <summary>Bitmap of capabilities (OpenFlow 1.5.1 7.3.5.11, ofp_group_capabilities).</summary>
    public uint Capabilities { get; set; }

    /// <summary>How many groups there can be, by type.</summary>
    public Span<uint> MaxGroups => _maxGroups;

    /// <summary>The actions that buckets can have, by type; see <see cref="ActionBitmap"/>.</summary>
    public Span<ulong> Actions => _actions;

    public static void EncodeRequest(OfWriter writer, OfVersion version, uint xid) =>
        MessageWriter.Begin(
            writer,
            version < OfVersion.OpenFlow12
                ? MessageId.NxstGroupFeaturesRequest
                : MessageId.Ofpst12GroupFeaturesRequest,
            version, xid);

    public static GroupFeatures Decode(in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        var features = new GroupFeatures { Types = reader.Take32(), Capabilities = reader.Take32() };
        for (var i = 0; i < TypeCount; i++)
        {
            features._maxGroups[i] = reader.Take32();
        }

        for (var i = 0; i < TypeCount; i++)
        {
            features._actions[i] = ActionBitmap.FromWire(reader.Take32(), message.Version);
        }

        return features;
    }

    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var id = version < OfVersion.OpenFlow12 ? MessageId.NxstGroupFeaturesReply : MessageId.Ofpst12GroupFeaturesReply;
        var start = MessageWriter.Begin(writer, id, version, xid);
        writer.Put32(Types);
        writer.Put32(Capabilities);
        foreach (var count in _maxGroups)
        {
            writer.Put32(count);
        }

        foreach (var actions in _actions)
        {
            writer.Put32(ActionBitmap.ToWire(actions, version));
        }

        MessageWriter.End(writer, start);
    }

    internal void Append(TextBuffer text)
    {
        text.Append($"\n Group table:\n    Types:  0x{Types:x}\n    Capabilities:  0x{Capabilities:x}\n");
        for (var i = 0; i < TypeCount; i++)
        {
            if ((Types & (1u << i)) == 0)
            {
                continue;
            }

            text.Append("    ").Append((GroupType)i switch
            {
                GroupType.All => "all",
                GroupType.Select => "select",
                GroupType.Indirect => "indirect",
                _ => "fast failover",
            });
            text.Append(" group:\n       max_groups=").HexC(_maxGroups[i]).Append("\n       actions: ");
            ActionBitmap.Append(text, _actions[i]);
            text.Append('\n');
        }
    }
}
