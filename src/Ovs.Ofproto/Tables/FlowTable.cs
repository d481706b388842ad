using System.Collections.Generic;
using System.Threading;
using Ovs.Flow.Classifier;
using Ovs.Flow.Fields;

namespace Ovs.Ofproto.Tables;

/// <summary>One OpenFlow table: a classifier of flows, and its settings.</summary>
public sealed class FlowTable
{
    private long _matched;
    private long _missed;

    internal FlowTable(byte id)
    {
        Id = id;
        Classifier.SetPrefixFields(DefaultPrefixFields);
        Eviction = new EvictionIndex(this);
    }

    /// <summary>The fields with tries unless Flow_Table.prefixes says otherwise.</summary>
    public static IReadOnlyList<FieldRow> DefaultPrefixFields { get; } =
    [
        FieldTable.Get(FieldId.Ipv4Dst), FieldTable.Get(FieldId.Ipv4Src), FieldTable.Get(FieldId.Ipv6Dst),
        FieldTable.Get(FieldId.Ipv6Src),
    ];

    public byte Id { get; }

    /// <summary>Flow_Table.name, empty if none.</summary>
    public string Name { get; set; } = "";

    public FlowClassifier Classifier { get; } = new();

    /// <summary>Flows that are visible in the newest version, hidden ones too.</summary>
    public int Count { get; internal set; }

    /// <summary>Flow_Table.flow_limit; int.MaxValue for none.</summary>
    public int Limit { get; set; } = int.MaxValue;

    /// <summary>Controllers neither see nor change it: the switch's own.</summary>
    public bool IsInternal { get; internal init; }

    /// <summary>What makes room in a full table.</summary>
    public EvictionIndex Eviction { get; }

    /// <summary>Packets looked up that a flow matched.</summary>
    public long Matched => Volatile.Read(ref _matched);

    /// <summary>Packets looked up that no flow matched.</summary>
    public long Missed => Volatile.Read(ref _missed);

    public void CountLookup(bool isMatch, long packets)
    {
        if (isMatch)
        {
            Interlocked.Add(ref _matched, packets);
        }
        else
        {
            Interlocked.Add(ref _missed, packets);
        }
    }
}
