using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;
using Ovs.Runtime.Logging;

namespace Ovs.OpenFlow.Groups;

/// <summary>
/// Lists of buckets on the wire: of OpenFlow 1.1 to 1.4, and of 1.5, whose form Nicira's extension of OpenFlow 1.0 has too.
/// </summary>
internal static class BucketCodec
{
    private const int Fixed11Bytes = 16;
    private const int Fixed15Bytes = 8;
    private const ulong WeightProperty = 0;
    private const ulong WatchPortProperty = 1;
    private const ulong WatchGroupProperty = 2;

    private static readonly LogModule s_log = LogModule.Define("ofp_group");
    private static readonly LogRateLimit s_limit = new(1, 5);

    public static bool Has15(OfVersion version) => version is OfVersion.OpenFlow10 or OfVersion.OpenFlow15;

    public static OfError Take11(ref OfReader reader, int length, OfVersion version, out List<Bucket> buckets)
    {
        buckets = [];
        while (length > 0)
        {
            if (length < Fixed11Bytes || !reader.Has(Fixed11Bytes))
            {
                s_log.Warn(s_limit, $"buckets end with {length} leftover bytes");
                return OfError.GroupModFailedBadBucket;
            }

            int bucketLength = reader.Take16();
            var bucket = new Bucket { Weight = reader.Take16() };
            var port = reader.Take32();
            bucket.WatchGroup = reader.Take32();
            reader.Skip(4);
            if (!IsLengthGood(bucketLength, Fixed11Bytes, length))
            {
                return OfError.GroupModFailedBadBucket;
            }

            length -= bucketLength;
            var decoder = new ActionDecoder(version, null);
            var error = decoder.TakeActions(ref reader, bucketLength - Fixed11Bytes, out var actions);
            if (error != OfError.None)
            {
                return error;
            }

            if (!OfPorts.TryConvert(port, out var watchPort))
            {
                return OfError.GroupModFailedBadWatch;
            }

            bucket.Id = (uint)buckets.Count;
            bucket.WatchPort = watchPort;
            bucket.Actions = actions;
            buckets.Add(bucket);
        }

        return OfError.None;
    }

    public static OfError Take15(ref OfReader reader, int length, OfVersion version, GroupType type, out List<Bucket> buckets)
    {
        buckets = [];
        var ids = new HashSet<uint>();
        var areIdsUnique = true;
        while (length > 0)
        {
            if (!reader.Has(Fixed15Bytes))
            {
                s_log.Warn(s_limit, $"buckets end with {length} leftover bytes");
                return OfError.GroupModFailedBadBucket;
            }

            int bucketLength = reader.Take16();
            int actionsLength = reader.Take16();
            var bucket = new Bucket { Id = reader.Take32(), Weight = type == GroupType.Select ? (ushort)1 : (ushort)0 };
            if (!IsLengthGood(bucketLength, Fixed15Bytes, length))
            {
                return OfError.GroupModFailedBadBucket;
            }

            if (actionsLength > bucketLength - Fixed15Bytes)
            {
                s_log.Warn(s_limit, $"OpenFlow message bucket actions length {actionsLength} exceeds remaining bucket " +
                    $"data size {bucketLength - Fixed15Bytes}");
                return OfError.GroupModFailedBadBucket;
            }

            length -= bucketLength;
            var error = new ActionDecoder(version, null).TakeActions(ref reader, actionsLength, out var actions);
            if (error != OfError.None)
            {
                return error;
            }

            bucket.Actions = actions;
            var properties = new OfReader(reader.Take(bucketLength - Fixed15Bytes - actionsLength));
            error = TakeProperties(ref properties, bucket);
            if (error != OfError.None)
            {
                return error;
            }

            if (bucket.Id > BucketId.Max)
            {
                s_log.Warn(s_limit, $"bucket id ({bucket.Id}) is out of range");
                return OfError.GroupModFailedBadBucket;
            }

            areIdsUnique &= ids.Add(bucket.Id);
            buckets.Add(bucket);
        }

        if (!areIdsUnique)
        {
            s_log.Warn(s_limit, $"Duplicate bucket id");
        }

        return areIdsUnique ? OfError.None : OfError.GroupModFailedBadBucket;
    }

    public static void Put11(OfWriter writer, OfVersion version, Bucket bucket)
    {
        var start = writer.Length;
        writer.Put16(0);
        writer.Put16(bucket.Weight);
        writer.Put32(bucket.WatchPort.ToWire32());
        writer.Put32(bucket.WatchGroup);
        writer.PutZeros(4);
        ActionTable.PutAll(writer, version, bucket.Actions);
        writer.Patch16(start, (ushort)(writer.Length - start));
    }

    public static void Put15(OfWriter writer, OfVersion version, Bucket bucket, uint id, GroupType type)
    {
        var start = writer.Length;
        writer.PutZeros(4);
        writer.Put32(id);
        ActionTable.PutAll(writer, version, bucket.Actions);
        writer.Patch16(start + 2, (ushort)(writer.Length - start - Fixed15Bytes));
        if (type == GroupType.Select || bucket.Weight != 0)
        {
            OfProperties.Put16(writer, WeightProperty, bucket.Weight);
        }

        if (bucket.WatchPort != OfPort.None)
        {
            OfProperties.Put32(writer, WatchPortProperty, bucket.WatchPort.ToWire32());
        }

        if (bucket.WatchGroup != GroupId.Any)
        {
            OfProperties.Put32(writer, WatchGroupProperty, bucket.WatchGroup);
        }

        writer.Patch16(start, (ushort)(writer.Length - start));
    }

    private static bool IsLengthGood(int bucketLength, int fixedBytes, int length)
    {
        if (bucketLength < fixedBytes)
        {
            s_log.Warn(s_limit, $"OpenFlow message bucket length {bucketLength} is not valid");
            return false;
        }

        if (bucketLength > length)
        {
            s_log.Warn(s_limit, $"OpenFlow message bucket length {bucketLength} exceeds remaining buckets data size {length}");
            return false;
        }

        return true;
    }

    private static OfError TakeProperties(ref OfReader reader, Bucket bucket)
    {
        var port = OfPort.None.ToWire32();
        while (!reader.IsAtEnd)
        {
            var error = OfProperties.Take(ref reader, out var property);
            if (error == OfError.None)
            {
                switch (property.Type)
                {
                    case WeightProperty:
                        error = property.To16(out var weight);
                        bucket.Weight = weight;
                        break;
                    case WatchPortProperty:
                        error = property.To32(out port);
                        break;
                    case WatchGroupProperty:
                        error = property.To32(out var group);
                        bucket.WatchGroup = group;
                        break;
                    default:
                        error = OfProperties.Unknown(s_log, isLoose: false, "group bucket", property.Type);
                        break;
                }
            }

            if (error != OfError.None)
            {
                return error;
            }
        }

        var isPort = OfPorts.TryConvert(port, out var watchPort);
        bucket.WatchPort = watchPort;
        return isPort ? OfError.None : OfError.GroupModFailedBadWatch;
    }
}
