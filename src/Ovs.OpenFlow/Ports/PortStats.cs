using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Text;

namespace Ovs.OpenFlow.Ports;

/// <summary>A counter that only this kind of port has.</summary>
public readonly record struct CustomCounter(string Name, ulong Value);

/// <summary>The statistics of a port (OpenFlow 1.5.1 7.3.5.8).</summary>
public sealed partial class PortStats
{
    /// <summary>The value of a counter that is not known.</summary>
    public const ulong Unknown = ulong.MaxValue;

    public const int CounterCount = (int)PortCounter.ReceiveJabber + 1;

    private const int CustomPerLine = 3;

    private static readonly (string Name, PortCounter Counter)[] s_receivedSizes =
    [
        ("1_to_64_packets", PortCounter.Received1To64),
        ("65_to_127_packets", PortCounter.Received65To127),
        ("128_to_255_packets", PortCounter.Received128To255),
        ("256_to_511_packets", PortCounter.Received256To511),
        ("512_to_1023_packets", PortCounter.Received512To1023),
        ("1024_to_1522_packets", PortCounter.Received1024To1522),
        ("1523_to_max_packets", PortCounter.Received1523ToMax),
        ("broadcast_packets", PortCounter.ReceivedBroadcast),
        ("undersized_errors", PortCounter.ReceiveUndersized),
        ("oversize_errors", PortCounter.ReceiveOversized),
        ("rx_fragmented_errors", PortCounter.ReceiveFragmented),
        ("rx_jabber_errors", PortCounter.ReceiveJabber),
    ];

    private static readonly (string Name, PortCounter Counter)[] s_sentSizes =
    [
        ("1_to_64_packets", PortCounter.Sent1To64),
        ("65_to_127_packets", PortCounter.Sent65To127),
        ("128_to_255_packets", PortCounter.Sent128To255),
        ("256_to_511_packets", PortCounter.Sent256To511),
        ("512_to_1023_packets", PortCounter.Sent512To1023),
        ("1024_to_1522_packets", PortCounter.Sent1024To1522),
        ("1523_to_max_packets", PortCounter.Sent1523ToMax),
        ("multicast_packets", PortCounter.SentMulticast),
        ("broadcast_packets", PortCounter.SentBroadcast),
    ];

    private static readonly (string Name, PortCounter Counter)[] s_received =
    [
        ("pkts", PortCounter.ReceivedPackets), ("bytes", PortCounter.ReceivedBytes), ("drop", PortCounter.ReceivedDropped),
        ("errs", PortCounter.ReceiveErrors), ("frame", PortCounter.ReceiveFrameErrors), ("over", PortCounter.ReceiveOverErrors),
        ("crc", PortCounter.ReceiveCrcErrors),
    ];

    private static readonly (string Name, PortCounter Counter)[] s_sent =
    [
        ("pkts", PortCounter.SentPackets), ("bytes", PortCounter.SentBytes), ("drop", PortCounter.SentDropped),
        ("errs", PortCounter.SendErrors), ("coll", PortCounter.Collisions),
    ];

    private readonly ulong[] _counters = new ulong[CounterCount];

    public PortStats() => _counters.AsSpan().Fill(Unknown);

    public OfPort Port { get; set; }

    /// <summary>How long the port has been there, or all bits set if that is not known.</summary>
    public uint DurationSeconds { get; set; } = uint.MaxValue;

    public uint DurationNanoseconds { get; set; } = uint.MaxValue;

    public IReadOnlyList<CustomCounter> Custom { get; set; } = [];

    public ulong this[PortCounter counter]
    {
        get => _counters[(int)counter];
        set => _counters[(int)counter] = value;
    }

    internal void Append(ActionPrinter printer)
    {
        var text = printer.Text;
        text.Append(Port.Number < 10 ? "  port  " : "  port ");
        printer.Port(Port);
        text.Append(": rx ");
        AppendCounters(text, s_received);
        text.Append("           tx ");
        AppendCounters(text, s_sent);
        if (DurationSeconds != uint.MaxValue)
        {
            text.Append("           duration=");
            DurationText.Append(text, DurationSeconds, DurationNanoseconds);
            text.Append('\n');
        }

        AppendKnown(text, "           rx rfc2819 ", s_receivedSizes);
        AppendKnown(text, "           tx rfc2819 ", s_sentSizes);
        AppendCustom(text);
    }

    private void AppendCounters(TextBuffer text, (string Name, PortCounter Counter)[] counters)
    {
        for (var i = 0; i < counters.Length; i++)
        {
            text.Append(i > 0 ? ", " : "").Append(counters[i].Name).Append('=');
            var value = this[counters[i].Counter];
            if (value == Unknown)
            {
                text.Append('?');
            }
            else
            {
                text.Decimal(value);
            }
        }

        text.Append('\n');
    }

    private void AppendKnown(TextBuffer text, string leader, (string Name, PortCounter Counter)[] counters)
    {
        var start = text.Length;
        text.Append(leader);
        var isAny = false;
        foreach (var (name, counter) in counters)
        {
            if (this[counter] != Unknown)
            {
                text.Append($"{name}={this[counter]}, ");
                isAny = true;
            }
        }

        if (isAny)
        {
            text.Append('\n');
        }
        else
        {
            text.Truncate(start);
        }
    }

    private void AppendCustom(TextBuffer text)
    {
        if (Custom.Count == 0)
        {
            return;
        }

        text.Append("           CUSTOM Statistics");
        for (var i = 0; i < Custom.Count; i++)
        {
            if (Custom[i].Name.Length > 0)
            {
                text.Append(i % CustomPerLine == 0 ? "\n                      " : " ");
                text.Append($"{Custom[i].Name}={Custom[i].Value},");
            }
        }

        text.Append('\n');
    }
}
