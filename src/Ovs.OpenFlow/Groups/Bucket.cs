using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Groups;

/// <summary>How a group chooses among its buckets; the numbers are those of the wire.</summary>
public enum GroupType : byte
{
    All,
    Select,
    Indirect,
    FastFailover,
}

/// <summary>Numbers of buckets that stand for others.</summary>
/// <remarks>OpenFlow 1.5.1 7.3.4.3.</remarks>
public static class BucketId
{
    /// <summary>The largest number that a bucket can have.</summary>
    public const uint Max = 0xffffff00;
    public const uint First = 0xfffffffd;
    public const uint Last = 0xfffffffe;
    public const uint All = 0xffffffff;

    /// <summary>Appends a number with its label, where a version has such numbers.</summary>
    internal static void Append(TextBuffer text, string label, uint id, OfVersion version)
    {
        if (version is > OfVersion.OpenFlow10 and < OfVersion.OpenFlow15)
        {
            return;
        }

        text.Append(label).Append(id switch
        {
            First => "first",
            Last => "last",
            All => "all",
            _ => "",
        });
        if (id is not (First or Last or All))
        {
            text.Decimal(id);
        }

        text.Append(',');
    }
}

/// <summary>One of a group's lists of actions.</summary>
public sealed record Bucket
{
    public uint Id { get; set; } = BucketId.All;

    /// <summary>The share of packets, in select groups.</summary>
    public ushort Weight { get; set; }

    /// <summary>The bucket lives while this port does; <see cref="OfPort.None"/> for no such port.</summary>
    public OfPort WatchPort { get; set; } = OfPort.None;

    /// <summary>The bucket lives while this group does; <see cref="GroupId.Any"/> for no such group.</summary>
    public uint WatchGroup { get; set; } = GroupId.Any;

    public ActionList Actions { get; set; } = ActionList.Empty;

    /// <summary>True if the bucket watches anything.</summary>
    public bool IsWatching => WatchPort != OfPort.None || WatchGroup != GroupId.Any;

    internal void Append(ActionPrinter printer, GroupType type, OfVersion version)
    {
        var text = printer.Text;
        text.Append("bucket=");
        BucketId.Append(text, "bucket_id:", Id, version);
        if (Weight != (type == GroupType.Select ? 1 : 0))
        {
            text.Append($"weight:{Weight},");
        }

        if (WatchPort != OfPort.None)
        {
            text.Append("watch_port:");
            printer.Port(WatchPort);
            text.Append(',');
        }

        if (WatchGroup != GroupId.Any)
        {
            text.Append($"watch_group:{WatchGroup},");
        }

        text.Append("actions=");
        printer.Append(Actions);
    }
}
