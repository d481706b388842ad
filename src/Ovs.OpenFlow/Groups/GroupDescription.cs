using System.Collections.Generic;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Groups;

/// <summary>A group as it is set up (OpenFlow 1.5.1 7.3.5.10).</summary>
public sealed record GroupDescription
{
    private const int Fixed11Bytes = 8;
    private const int Fixed15Bytes = 16;

    private static readonly LogModule s_log = LogModule.Define("ofp_group");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public GroupType Type { get; set; }

    public uint GroupId { get; set; }

    public IReadOnlyList<Bucket> Buckets { get; set; } = [];

    public GroupSelection Selection { get; set; } = new();

    /// <summary>Which group a request asks for; before OpenFlow 1.5 always all.</summary>
    public static uint DecodeRequest(in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        return message.Id == MessageId.Ofpst11GroupDescRequest ? Groups.GroupId.All : reader.Take32();
    }

    public static void EncodeRequest(OfWriter writer, OfVersion version, uint group, uint xid)
    {
        var id = version switch
        {
            OfVersion.OpenFlow10 => MessageId.NxstGroupDescRequest,
            OfVersion.OpenFlow15 => MessageId.Ofpst15GroupDescRequest,
            _ => MessageId.Ofpst11GroupDescRequest,
        };
        var start = MessageWriter.Begin(writer, id, version, xid);
        if (BucketCodec.Has15(version))
        {
            writer.Put32(group);
            writer.PutZeros(4);
        }

        MessageWriter.End(writer, start);
    }

    /// <summary>Reads the next group of a reply.</summary>
    public static OfError Take(ref OfReader reader, OfVersion version, out GroupDescription group)
    {
        group = new GroupDescription();
        var has15 = BucketCodec.Has15(version);
        var fixedBytes = has15 ? Fixed15Bytes : Fixed11Bytes;
        if (!reader.Has(fixedBytes))
        {
            s_log.Warn(s_limit, $"OFPST11_GROUP_DESC reply has {reader.Left} leftover bytes at end");
            return OfError.BadRequestBadLen;
        }

        int length = reader.Take16();
        group.Type = (GroupType)reader.Take8();
        reader.Skip(1);
        group.GroupId = reader.Take32();
        int bucketsLength = has15 ? reader.Take16() : length - fixedBytes;
        reader.Skip(has15 ? 6 : 0);
        if (length < fixedBytes || !reader.Has(length - fixedBytes))
        {
            s_log.Warn(s_limit, $"OFPST11_GROUP_DESC reply claims invalid length {length}");
            return OfError.BadRequestBadLen;
        }

        if (length < bucketsLength + fixedBytes)
        {
            s_log.Warn(s_limit, $"OFPST11_GROUP_DESC reply claims invalid bucket list length {bucketsLength}");
            return OfError.BadRequestBadLen;
        }

        OfError error;
        if (!has15)
        {
            error = BucketCodec.Take11(ref reader, bucketsLength, version, out var buckets11);
            group.Buckets = buckets11;
            return error;
        }

        error = BucketCodec.Take15(ref reader, bucketsLength, version, group.Type, out var buckets);
        group.Buckets = buckets;
        if (error == OfError.None)
        {
            var properties = reader.Take(length - fixedBytes - bucketsLength);
            error = GroupSelection.TakeAll(properties, group.Type, GroupCommand.Add, out var selection);
            group.Selection = selection;
        }

        return error;
    }

    /// <summary>Writes the group as an entry of a reply.</summary>
    public void Put(OfWriter writer, OfVersion version)
    {
        var start = writer.Length;
        writer.Put16(0);
        writer.Put8((byte)Type);
        writer.Put8(0);
        writer.Put32(GroupId);
        if (BucketCodec.Has15(version))
        {
            var lengthAt = writer.Length;
            writer.PutZeros(8);
            var bucketsAt = writer.Length;
            foreach (var bucket in Buckets)
            {
                BucketCodec.Put15(writer, version, bucket, bucket.Id, Type);
            }

            writer.Patch16(lengthAt, (ushort)(writer.Length - bucketsAt));
            Selection.Put(writer, version);
        }
        else
        {
            foreach (var bucket in Buckets)
            {
                BucketCodec.Put11(writer, version, bucket);
            }
        }

        writer.Patch16(start, (ushort)(writer.Length - start));
    }

    internal void Append(ActionPrinter printer, OfVersion version)
    {
        printer.Text.Append("\n ");
        GroupMod.AppendGroup(printer, version, GroupId, Type, Type, Selection, Buckets);
    }
}
