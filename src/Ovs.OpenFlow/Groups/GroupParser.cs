using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Groups;

/// <summary>Reads groups as `ovs-ofctl` takes them: "group_id=1,type=select,bucket=weight:2,actions=output:1".</summary>
/// <remarks>Errors are texts for the user; null means success.</remarks>
public sealed class GroupParser(NameMap? ports = null, NameMap? tables = null)
{
    private const string BucketWord = "bucket=";
    private const OfProtocols WithBucketIds = OfProtocols.Any10 | OfProtocols.From15;

    private GroupMod _mod = new();
    private Parts _parts;
    private bool _hasType;
    private bool _hasCommandBucket;
    private OfProtocols _usable;

    [Flags]
    private enum Parts
    {
        None = 0,
        Type = 1 << 0,
        Buckets = 1 << 1,
        CommandBucket = 1 << 2,
        CommandBucketAll = 1 << 3,
    }

    /// <summary>The flow formats whose version can carry the text that was read last.</summary>
    public OfProtocols Usable => _usable;

    /// <summary>Reads a group for <paramref name="command"/>.</summary>
    public string? Parse(ReadOnlySpan<char> text, GroupCommand command, out GroupMod mod)
    {
        var error = Parse(text, command);
        mod = _mod;
        return error;
    }

    /// <summary>Reads a group with a command in front of it, "add" if there is none.</summary>
    public string? ParseWithCommand(ReadOnlySpan<char> text, out GroupMod mod)
    {
        // Any beginning of a command's name is enough, and of two with the same beginning the first is meant.
        text = text.TrimStart(" \t\r\n");
        var length = text.IndexOfAny(", \t\r\n");
        var word = length < 0 ? text : text[..length];
        GroupCommand? command =
            "add".AsSpan().StartsWith(word) ? GroupCommand.Add
            : "delete".AsSpan().StartsWith(word) ? GroupCommand.Delete
            : "modify".AsSpan().StartsWith(word) ? GroupCommand.Modify
            : "add_or_mod".AsSpan().StartsWith(word) ? GroupCommand.AddOrModify
            : "insert_bucket".AsSpan().StartsWith(word) ? GroupCommand.InsertBucket
            : "remove_bucket".AsSpan().StartsWith(word) ? GroupCommand.RemoveBucket
            : null;
        return Parse(command is null ? text : text[word.Length..], command ?? GroupCommand.Add, out mod);
    }

    /// <summary>Reads a file of groups, one in each line; the error names file and line.</summary>
    /// <param name="command">What to do with all, or null if each line says it.</param>
    public string? ParseFile(string fileName, GroupCommand? command, out List<GroupMod> mods, out OfProtocols usable)
    {
        mods = [];
        usable = OfProtocols.Any;
        if (InputFile.Open(fileName, out var file) is { IsError: true } errno)
        {
            return $"{fileName}: open failed ({errno.Text})";
        }

        using (file)
        {
            while (file!.NextWithoutComment(out var line))
            {
                var error = command is { } known ? Parse(line, known, out var mod) : ParseWithCommand(line, out mod);
                if (error is not null)
                {
                    return $"{fileName}:{file.LineNumber}: {error}";
                }

                mods.Add(mod);
                usable &= Usable;
            }
        }

        return null;
    }

    private string? Parse(ReadOnlySpan<char> text, GroupCommand command)
    {
        _parts = command switch
        {
            GroupCommand.Delete => Parts.None,
            GroupCommand.InsertBucket => Parts.Buckets | Parts.CommandBucket,
            GroupCommand.RemoveBucket => Parts.CommandBucket | Parts.CommandBucketAll,
            _ => Parts.Type | Parts.Buckets,
        };
        _usable = (_parts & Parts.CommandBucket) != 0 ? WithBucketIds : OfProtocols.Any;
        _mod = new GroupMod { Command = command };
        _hasType = false;
        _hasCommandBucket = false;
        if (command == GroupCommand.Delete && text.IsEmpty)
        {
            _mod.GroupId = GroupId.All;
            return null;
        }

        var bucketsAt = text.IndexOf(BucketWord);
        if (bucketsAt >= 0 && (_parts & Parts.Buckets) == 0)
        {
            return "bucket is not needed";
        }

        var pairs = new KeyValueReader(bucketsAt < 0 ? text : text[..bucketsAt]);
        while (pairs.Next(out var name, out var value))
        {
            var error = ParsePair(name, value);
            if (error is not null)
            {
                return error;
            }
        }

        return CheckFixed() ?? ParseBuckets(bucketsAt < 0 ? default : text[bucketsAt..]);
    }

    private string? ParsePair(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "command_bucket_id":
                return ParseCommandBucket(value);
            case "group_id":
                return ParseGroupId(value);
            case "type":
                return ParseType(value);
            case "selection_method":
                return ParseMethod(value);
            case "selection_method_param":
                if ((_parts & Parts.Type) == 0)
                {
                    return "selection method param is not needed";
                }

                var error = ArgumentText.ToUInt64(value, out var parameter);
                _mod.Selection.Parameter = parameter;
                _usable &= WithBucketIds;
                return error;
            case "fields":
                if ((_parts & Parts.Type) == 0)
                {
                    return "fields are not needed";
                }

                _usable &= WithBucketIds;
                return ParseFields(value);
            default:
                return $"unknown keyword {name}";
        }
    }

    private string? ParseCommandBucket(ReadOnlySpan<char> value)
    {
        if ((_parts & Parts.CommandBucket) == 0)
        {
            return "command bucket id is not needed";
        }

        var id = value switch
        {
            "all" => BucketId.All,
            "first" => BucketId.First,
            "last" => BucketId.Last,
            _ => 0u,
        };
        if (id == 0)
        {
            var error = ArgumentText.ToUInt32(value, out id);
            if (error is not null)
            {
                return error;
            }

            if (id is > BucketId.Max and not (BucketId.First or BucketId.Last or BucketId.All))
            {
                return $"invalid command bucket id {id}";
            }
        }

        _mod.CommandBucketId = id;
        _hasCommandBucket = true;
        return id == BucketId.All && (_parts & Parts.CommandBucketAll) == 0 ? "command_bucket_id=all is not permitted" : null;
    }

    private string? ParseGroupId(ReadOnlySpan<char> value)
    {
        if (value is "all")
        {
            _mod.GroupId = GroupId.All;
            return null;
        }

        var error = ArgumentText.ToUInt32(value, out var id);
        if (error is not null)
        {
            return error;
        }

        _mod.GroupId = id;
        return id is not GroupId.All and > GroupId.Max ? $"invalid group id {id}" : null;
    }

    private string? ParseType(ReadOnlySpan<char> value)
    {
        if ((_parts & Parts.Type) == 0)
        {
            return "type is not needed";
        }

        switch (value)
        {
            case "all":
                _mod.Type = GroupType.All;
                break;
            case "select":
                _mod.Type = GroupType.Select;
                break;
            case "indirect":
                _mod.Type = GroupType.Indirect;
                break;
            case "ff" or "fast_failover":
                _mod.Type = GroupType.FastFailover;
                break;
            default:
                return $"invalid group type {value}";
        }

        _hasType = true;
        return null;
    }

    private string? ParseMethod(ReadOnlySpan<char> value)
    {
        if ((_parts & Parts.Type) == 0)
        {
            return "selection method is not needed";
        }

        if (Encoding.UTF8.GetByteCount(value) >= GroupSelection.MethodBytes)
        {
            return $"selection method is longer than {GroupSelection.MethodBytes - 1} bytes long";
        }

        _mod.Selection.Method = value.ToString();
        _usable &= WithBucketIds;
        return null;
    }

    private string? ParseFields(ReadOnlySpan<char> text)
    {
        var fields = new List<SelectionField>(_mod.Selection.Fields);
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var name, out var value))
        {
            if (FieldTable.Find(name) is not { } field)
            {
                return $"{pairs.Rest}: unknown field {name}";
            }

            var mask = FieldValue.Exact(field);
            if (!value.IsEmpty)
            {
                var error = FieldParser.ParseValue(field, value, ports, out mask);
                if (error is not null)
                {
                    return error;
                }
            }

            if (!SelectionFields.TryAdd(fields, new SelectionField(field, mask)))
            {
                return $"{name}: duplicate field";
            }

            if (!field.IsVariableLength && mask.IsZero)
            {
                return $"{pairs.Rest}: values are wildcards here and must not be all-zeros";
            }

            if (!FieldParser.IsMaskValid(field, in mask))
            {
                return $"{value}: invalid mask for field {field.Name}";
            }

            _usable &= FieldProtocols.Of(SupportOf(field, in mask));
        }

        _mod.Selection.Fields = fields;
        return null;
    }

    private static FieldSupport SupportOf(FieldRow field, in FieldValue mask)
    {
        if (mask.IsExact(field))
        {
            return field.Exact;
        }

        var bits = (uint)mask.Number;
        var isPrefix = (~bits & (~bits + 1)) == 0;
        return field.Bitwise == field.Prefix || isPrefix ? field.Prefix : field.Bitwise;
    }

    private string? CheckFixed()
    {
        if (_mod.GroupId == GroupId.Any)
        {
            return "must specify a group_id";
        }

        if ((_parts & Parts.Type) != 0 && !_hasType)
        {
            return "must specify a type";
        }

        if (_mod.Selection.Method != "hash" && _mod.Selection.Fields.Count > 0)
        {
            return "fields may only be specified with \"selection_method=hash\"";
        }

        if (_mod.Selection.Method.Length == 0 && _mod.Selection.Parameter != 0)
        {
            return "selection_method_param is only allowed with \"selection_method\"";
        }

        return (_parts & Parts.CommandBucket) != 0 && (_parts & Parts.CommandBucketAll) == 0 && !_hasCommandBucket
            ? "must specify a command bucket id"
            : null;
    }

    private string? ParseBuckets(ReadOnlySpan<char> text)
    {
        var buckets = new List<Bucket>();
        _mod.Buckets = buckets;
        while (!text.IsEmpty)
        {
            text = text[(text.IndexOf('=') + 1)..];
            var next = text.IndexOf(BucketWord);
            var error = ParseBucket(next < 0 ? text : text[..next], out var bucket);
            if (error is not null)
            {
                return error;
            }

            buckets.Add(bucket);
            if (_mod.Command != GroupCommand.InsertBucket && _mod.Type != GroupType.Select && bucket.Weight != 0)
            {
                return "Only select groups can have bucket weights.";
            }

            text = next < 0 ? default : text[next..];
        }

        return _mod.Type == GroupType.Indirect && buckets.Count > 1
            ? "Indirect groups can have at most one bucket."
            : null;
    }

    private string? ParseBucket(ReadOnlySpan<char> text, out Bucket bucket)
    {
        bucket = new Bucket { Weight = _mod.Type == GroupType.Select ? (ushort)1 : (ushort)0 };
        var actions = new StringBuilder();
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var key, out var value))
        {
            var error = ParseBucketPair(key, value, bucket, actions);
            if (error is not null)
            {
                return error;
            }
        }

        if (actions.Length == 0)
        {
            return "bucket must specify actions";
        }

        if (_mod.Type == GroupType.FastFailover && !bucket.IsWatching)
        {
            return "fast failover bucket requires watch_port or watch_group";
        }

        var parser = new ActionParser(ports, tables) { Usable = _usable };
        var actionError = parser.ParseActions(actions.ToString().AsSpan().TrimEnd(','), out var list);
        _usable = parser.Usable;
        bucket.Actions = list;
        return actionError;
    }

    private string? ParseBucketPair(ReadOnlySpan<char> key, ReadOnlySpan<char> value, Bucket bucket, StringBuilder actions)
    {
        string? error;
        if (key.Equals("weight", StringComparison.OrdinalIgnoreCase))
        {
            error = ArgumentText.ToUInt16(value, "weight", out var weight);
            bucket.Weight = weight;
            return error;
        }

        if (key.Equals("watch_port", StringComparison.OrdinalIgnoreCase))
        {
            var isPort = PortText.TryParse(value, ports, out var port)
                && (!port.IsReserved || port == OfPort.None || port == OfPort.Controller);
            bucket.WatchPort = port;
            return isPort ? null : $"{value}: invalid watch_port";
        }

        if (key.Equals("watch_group", StringComparison.OrdinalIgnoreCase))
        {
            error = ArgumentText.ToUInt32(value, out var group);
            bucket.WatchGroup = group;
            return error ?? (group > GroupId.Max ? $"invalid watch_group id {group}" : null);
        }

        if (key.Equals("bucket_id", StringComparison.OrdinalIgnoreCase))
        {
            error = ArgumentText.ToUInt32(value, out var id);
            bucket.Id = id;
            _usable &= WithBucketIds;
            return error ?? (id > BucketId.Max ? $"invalid bucket_id id {id}" : null);
        }

        if (key.Equals("action", StringComparison.OrdinalIgnoreCase)
            || key.Equals("actions", StringComparison.OrdinalIgnoreCase))
        {
            actions.Append(value).Append(',');
        }
        else
        {
            actions.Append(key).Append('(').Append(value).Append("),");
        }

        return null;
    }
}
