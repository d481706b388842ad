using System;
using System.Collections.Generic;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Groups;

/// <summary>Group-mods on the wire.</summary>
public static class GroupModCodec
{
    private static readonly LogModule s_log = LogModule.Define("ofp_group");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public static OfError Decode(in RawMessage message, out GroupMod mod)
    {
        mod = new GroupMod();
        var reader = new OfReader(message.Body);
        mod.Command = (GroupCommand)reader.Take16();
        mod.Type = (GroupType)reader.Take8();
        reader.Skip(1);
        mod.GroupId = reader.Take32();
        var error = BucketCodec.Has15(message.Version)
            ? Take15(ref reader, message.Version, mod)
            : Take11(ref reader, message.Version, mod);
        return error == OfError.None ? Check(mod) : error;
    }

    /// <summary>Writes a whole message.</summary>
    /// <param name="newBuckets">The buckets after an insertion or removal, for versions that cannot say these.</param>
    /// <param name="hasExisted">Whether a group that is added or modified was there; null if not known.</param>
    public static void Encode(
        OfWriter writer, GroupMod mod, OfVersion version, uint xid, IReadOnlyList<Bucket>? newBuckets = null,
        bool? hasExisted = null)
    {
        var command = mod.Command;
        if (command == GroupCommand.AddOrModify && hasExisted is { } existed)
        {
            command = existed ? GroupCommand.Modify : GroupCommand.Add;
        }

        if (BucketCodec.Has15(version))
        {
            Encode15(writer, mod, command, version, xid);
            return;
        }

        var buckets = mod.Buckets;
        if (command is GroupCommand.InsertBucket or GroupCommand.RemoveBucket)
        {
            buckets = newBuckets ?? throw new ArgumentException("only OpenFlow 1.5 changes single buckets", nameof(version));
            command = GroupCommand.Modify;
        }

        var start = MessageWriter.Begin(writer, MessageId.Ofpt11GroupMod, version, xid);
        PutFixed(writer, mod, command);
        foreach (var bucket in buckets)
        {
            BucketCodec.Put11(writer, version, bucket);
        }

        MessageWriter.End(writer, start);
    }

    private static OfError Take11(ref OfReader reader, OfVersion version, GroupMod mod)
    {
        var error = BucketCodec.Take11(ref reader, reader.Left, version, out var buckets);
        mod.Buckets = buckets;
        return error == OfError.None && version >= OfVersion.OpenFlow13 && mod.Command == GroupCommand.Delete
            && buckets.Count > 0
            ? OfError.GroupModFailedInvalidGroup
            : error;
    }

    private static OfError Take15(ref OfReader reader, OfVersion version, GroupMod mod)
    {
        int bucketsLength = reader.Take16();
        reader.Skip(2);
        mod.CommandBucketId = reader.Take32();
        var isOne = mod.CommandBucketId is <= BucketId.Max or BucketId.First or BucketId.Last;
        var isGood = mod.Command switch
        {
            GroupCommand.RemoveBucket => isOne || mod.CommandBucketId == BucketId.All,
            GroupCommand.InsertBucket => isOne,
            _ => mod.CommandBucketId == BucketId.All,
        };
        if (!isGood)
        {
            s_log.Warn(s_limit, $"group command bucket id ({mod.CommandBucketId}) is out of range");
            return OfError.GroupModFailedBadBucket;
        }

        if (!reader.Has(bucketsLength))
        {
            return OfError.BadRequestBadLen;
        }

        var error = BucketCodec.Take15(ref reader, bucketsLength, version, mod.Type, out var buckets);
        if (error != OfError.None)
        {
            return error;
        }

        mod.Buckets = buckets;
        error = GroupSelection.TakeAll(reader.Rest, mod.Type, mod.Command, out var selection);
        mod.Selection = selection;
        return error;
    }

    private static OfError Check(GroupMod mod)
    {
        if (mod.Type > GroupType.FastFailover)
        {
            return OfError.GroupModFailedBadType;
        }

        if (mod.Type == GroupType.Indirect && mod.Command != GroupCommand.Delete && mod.Buckets.Count != 1)
        {
            return OfError.GroupModFailedInvalidGroup;
        }

        switch (mod.Command)
        {
            case GroupCommand.Add or GroupCommand.Modify or GroupCommand.AddOrModify or GroupCommand.Delete
                or GroupCommand.InsertBucket:
                break;
            case GroupCommand.RemoveBucket:
                if (mod.Buckets.Count > 0)
                {
                    return OfError.GroupModFailedBadBucket;
                }

                break;
            default:
                return OfError.GroupModFailedBadCommand;
        }

        foreach (var bucket in mod.Buckets)
        {
            if (bucket.Weight != 0 && mod.Type != GroupType.Select && mod.Command != GroupCommand.InsertBucket)
            {
                return OfError.GroupModFailedInvalidGroup;
            }

            if (mod.Type is GroupType.All or GroupType.Indirect && bucket.IsWatching)
            {
                return OfError.GroupModFailedWatchUnsupported;
            }

            if (mod.Type == GroupType.FastFailover && !bucket.IsWatching)
            {
                return OfError.GroupModFailedInvalidGroup;
            }
        }

        return OfError.None;
    }

    private static void PutFixed(OfWriter writer, GroupMod mod, GroupCommand command)
    {
        writer.Put16((ushort)command);
        writer.Put8((byte)mod.Type);
        writer.Put8(0);
        writer.Put32(mod.GroupId);
    }

    private static void Encode15(OfWriter writer, GroupMod mod, GroupCommand command, OfVersion version, uint xid)
    {
        var id = version == OfVersion.OpenFlow10 ? MessageId.NxtGroupMod : MessageId.Ofpt15GroupMod;
        var start = MessageWriter.Begin(writer, id, version, xid);
        PutFixed(writer, mod, command);
        var lengthAt = writer.Length;
        writer.PutZeros(4);
        writer.Put32(mod.CommandBucketId);
        var bucketsAt = writer.Length;
        HashSet<uint>? taken = null;
        uint nextFree = 0;
        for (var i = 0; i < mod.Buckets.Count; i++)
        {
            // Buckets without a number get the lowest that is free; only numbers of buckets behind the first of them count.
            var bucket = mod.Buckets[i];
            var number = bucket.Id;
            if (number > BucketId.Max)
            {
                taken ??= NumbersFrom(mod.Buckets, i + 1);
                while (!taken.Add(nextFree))
                {
                    nextFree++;
                }

                number = nextFree;
            }

            BucketCodec.Put15(writer, version, bucket, number, mod.Type);
        }

        writer.Patch16(lengthAt, (ushort)(writer.Length - bucketsAt));
        mod.Selection.Put(writer, version);
        MessageWriter.End(writer, start);
    }

    private static HashSet<uint> NumbersFrom(IReadOnlyList<Bucket> buckets, int first)
    {
        var numbers = new HashSet<uint>();
        for (var i = first; i < buckets.Count; i++)
        {
            if (buckets[i].Id <= BucketId.Max)
            {
                numbers.Add(buckets[i].Id);
            }
        }

        return numbers;
    }
}
