using Ovs.Flow.Fields;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Ipfix;

/// <summary>The statistics of an IPFIX exporter of a bridge or of a set of collectors (Nicira extension).</summary>
public sealed record IpfixStats
{
    /// <summary>The length of an entry of a reply.</summary>
    public const int SizeBytes = 88;

    /// <summary>The value of a counter that is not known.</summary>
    public const ulong Unknown = ulong.MaxValue;

    public uint CollectorSetId { get; set; }

    public ulong TotalFlows { get; set; } = Unknown;

    public ulong CurrentFlows { get; set; } = Unknown;

    public ulong Packets { get; set; } = Unknown;

    public ulong Ipv4Packets { get; set; } = Unknown;

    public ulong Ipv6Packets { get; set; } = Unknown;

    public ulong ErrorPackets { get; set; } = Unknown;

    public ulong Ipv4ErrorPackets { get; set; } = Unknown;

    public ulong Ipv6ErrorPackets { get; set; } = Unknown;

    public ulong SentPackets { get; set; } = Unknown;

    public ulong SendErrors { get; set; } = Unknown;

    /// <summary>Reads the next entry of a reply, whose length is a multiple of <see cref="SizeBytes"/>.</summary>
    public static IpfixStats Take(ref OfReader reader)
    {
        var stats = new IpfixStats
        {
            TotalFlows = reader.Take64(),
            CurrentFlows = reader.Take64(),
            Packets = reader.Take64(),
            Ipv4Packets = reader.Take64(),
            Ipv6Packets = reader.Take64(),
            ErrorPackets = reader.Take64(),
            Ipv4ErrorPackets = reader.Take64(),
            Ipv6ErrorPackets = reader.Take64(),
            SentPackets = reader.Take64(),
            SendErrors = reader.Take64(),
            CollectorSetId = reader.Take32(),
        };
        reader.Skip(4);
        return stats;
    }

    public void Put(OfWriter writer)
    {
        writer.Put64(TotalFlows);
        writer.Put64(CurrentFlows);
        writer.Put64(Packets);
        writer.Put64(Ipv4Packets);
        writer.Put64(Ipv6Packets);
        writer.Put64(ErrorPackets);
        writer.Put64(Ipv4ErrorPackets);
        writer.Put64(Ipv6ErrorPackets);
        writer.Put64(SentPackets);
        writer.Put64(SendErrors);
        writer.Put32(CollectorSetId);
        writer.PutZeros(4);
    }

    internal void AppendForBridge(TextBuffer text)
    {
        text.Append("\n  bridge ipfix: ");
        AppendCounters(text, 16);
    }

    internal void AppendForFlow(TextBuffer text)
    {
        text.Append($"  id {CollectorSetId,3}: ");
        AppendCounters(text, 10);
    }

    private static void Counter(TextBuffer text, string leader, ulong value)
    {
        text.Append(leader);
        if (value == Unknown)
        {
            text.Append('?');
        }
        else
        {
            text.Decimal(value);
        }
    }

    private void AppendCounters(TextBuffer text, int indent)
    {
        Counter(text, "flows=", TotalFlows);
        Counter(text, ", current flows=", CurrentFlows);
        Counter(text, ", sampled pkts=", Packets);
        Counter(text, ", ipv4 ok=", Ipv4Packets);
        Counter(text, ", ipv6 ok=", Ipv6Packets);
        Counter(text, ", tx pkts=", SentPackets);
        text.Append('\n').Append(' ', indent);
        Counter(text, "pkts errs=", ErrorPackets);
        Counter(text, ", ipv4 errs=", Ipv4ErrorPackets);
        Counter(text, ", ipv6 errs=", Ipv6ErrorPackets);
        Counter(text, ", tx errs=", SendErrors);
        text.Append('\n');
    }
}
