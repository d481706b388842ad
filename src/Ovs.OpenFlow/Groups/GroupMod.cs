using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Groups;

/// <summary>What a group-mod does; the numbers are those of the wire.</summary>
public enum GroupCommand : ushort
{
    Add = 0,
    Modify = 1,
    Delete = 2,

    /// <summary>OpenFlow 1.5.</summary>
    InsertBucket = 3,

    /// <summary>OpenFlow 1.5.</summary>
    RemoveBucket = 5,

    /// <summary>Open vSwitch's own.</summary>
    AddOrModify = 0x8000,
}

/// <summary>A request to add, change or delete groups (OpenFlow 1.5.1 7.3.4.3).</summary>
public sealed record GroupMod
{
    public GroupCommand Command { get; set; }

    public GroupType Type { get; set; }

    public uint GroupId { get; set; } = Groups.GroupId.Any;

    /// <summary>Where buckets are inserted, or which are removed.</summary>
    public uint CommandBucketId { get; set; } = BucketId.All;

    public IReadOnlyList<Bucket> Buckets { get; set; } = [];

    public GroupSelection Selection { get; set; } = new();

    internal void Append(ActionPrinter printer, OfVersion version)
    {
        var text = printer.Text;
        var isBucketCommand = Command is GroupCommand.InsertBucket or GroupCommand.RemoveBucket;
        text.Append("\n ").Append(Command switch
        {
            GroupCommand.Add => "ADD ",
            GroupCommand.Modify => "MOD ",
            GroupCommand.AddOrModify => "ADD_OR_MOD ",
            GroupCommand.Delete => "DEL ",
            GroupCommand.InsertBucket => "INSERT_BUCKET ",
            _ => "REMOVE_BUCKET ",
        });
        if (isBucketCommand)
        {
            BucketId.Append(text, "command_bucket_id:", CommandBucketId, version);
        }

        AppendGroup(printer, version, GroupId, isBucketCommand ? null : Type, Type, Selection, Buckets);
    }

    /// <param name="shownType">The type, or null if it is not to be seen.</param>
    internal static void AppendGroup(
        ActionPrinter printer, OfVersion version, uint id, GroupType? shownType, GroupType type, GroupSelection selection,
        IReadOnlyList<Bucket> buckets)
    {
        var text = printer.Text;
        text.Append($"group_id={id}");
        if (shownType is not null)
        {
            text.Append(shownType switch
            {
                GroupType.All => ",type=all",
                GroupType.Select => ",type=select",
                GroupType.Indirect => ",type=indirect",
                GroupType.FastFailover => ",type=ff",
                _ => ",type=unknown",
            });
        }

        selection.Append(text);
        foreach (var bucket in buckets)
        {
            text.Append(',');
            bucket.Append(printer, type, version);
        }
    }
}
