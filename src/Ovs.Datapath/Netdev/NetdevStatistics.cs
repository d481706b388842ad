using System.Collections.Generic;

namespace Ovs.Datapath.Netdev;

/// <summary>A device's counters; null where the device does not count.</summary>
public sealed record NetdevStatistics
{
    public long? RxPackets { get; init; }

    public long? TxPackets { get; init; }

    public long? RxBytes { get; init; }

    public long? TxBytes { get; init; }

    public long? RxDropped { get; init; }

    public long? TxDropped { get; init; }

    public long? RxErrors { get; init; }

    public long? TxErrors { get; init; }

    public long? RxFrameErrors { get; init; }

    public long? RxOverErrors { get; init; }

    public long? RxCrcErrors { get; init; }

    public long? RxMissedErrors { get; init; }

    public long? Collisions { get; init; }

    public long? RxMulticastPackets { get; init; }

    /// <summary>The counters that exist, by their names in Interface.statistics.</summary>
    public IEnumerable<KeyValuePair<string, long>> Named()
    {
        (string Name, long? Value)[] rows =
        [
            ("rx_packets", RxPackets),
            ("tx_packets", TxPackets),
            ("rx_bytes", RxBytes),
            ("tx_bytes", TxBytes),
            ("rx_dropped", RxDropped),
            ("tx_dropped", TxDropped),
            ("rx_errors", RxErrors),
            ("tx_errors", TxErrors),
            ("rx_frame_err", RxFrameErrors),
            ("rx_over_err", RxOverErrors),
            ("rx_crc_err", RxCrcErrors),
            ("rx_missed_errors", RxMissedErrors),
            ("collisions", Collisions),
            ("rx_multicast_packets", RxMulticastPackets),
        ];
        foreach (var (name, value) in rows)
        {
            if (value is { } counted)
            {
                yield return new KeyValuePair<string, long>(name, counted);
            }
        }
    }
}
