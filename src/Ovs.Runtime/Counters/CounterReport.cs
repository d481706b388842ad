using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Ovs.Runtime.Control;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Counters;

/// <summary>Keeps rates of all counters and shows them: `coverage/show`, `coverage/read-counter`, and the log after a
/// slow loop turn. Belongs to the main loop's thread.</summary>
public sealed class CounterReport
{
    private const int RepeatAfterMs = 24 * 60 * 60 * 1000;

    private static readonly LogModule s_log = LogModule.Define("coverage");
    private static readonly LogRateLimit s_limit = new(1, 3);

    private readonly Clock _clock;
    private readonly HashSet<uint> _shown = [];
    private long _dueMs = long.MinValue;
    private long _forgetShownMs = long.MinValue;
    private int _index;

    public CounterReport(Clock clock) => _clock = clock;

    public void RegisterCommands(ControlCommands commands)
    {
        commands.Register("coverage/show", "", 0, 0, request => request.Reply(string.Join('\n', Lines()) + "\n"));
        commands.Register("coverage/read-counter", "COUNTER", 1, 1, Read);
    }

    /// <summary>Call once a loop turn: closes the slots whose five seconds are over.</summary>
    public void Run()
    {
        var nowMs = _clock.NowMs;
        if (_dueMs == long.MinValue)
        {
            _dueMs = nowMs + CounterRates.SlotMs;
        }

        if (nowMs < _dueMs)
        {
            return;
        }

        var slotCount = (int)Math.Min(((nowMs - _dueMs) / CounterRates.SlotMs) + 1, CounterRates.SlotsPerMinute * CounterRates.Minutes);
        foreach (var counter in Counter.All())
        {
            counter.Rates.Advance(counter.Total, _index, slotCount);
        }

        _index = (int)((_index + (long)slotCount) % (CounterRates.SlotsPerMinute * CounterRates.Minutes));
        _dueMs = nowMs + CounterRates.SlotMs;
    }

    /// <summary>Writes the counters to the log, unless much the same was written during the last day.</summary>
    public void WriteToLog()
    {
        if (s_log.Drops(LogLevel.Info, s_limit))
        {
            return;
        }

        if (_clock.NowMs >= _forgetShownMs)
        {
            _shown.Clear();
            _forgetShownMs = _clock.NowMs + RepeatAfterMs;
        }

        var hash = Hash();
        if (!_shown.Add(hash))
        {
            s_log.Info($"Skipping details of duplicate event coverage for hash={hash:x8}");
            return;
        }

        foreach (var line in Lines())
        {
            s_log.Info(line);
        }
    }

    private static void Read(ControlRequest request)
    {
        var name = request.Arguments[0];
        if (Counter.Find(name) is { } counter)
        {
            request.Reply(string.Create(CultureInfo.InvariantCulture, $"{counter.Total}\n"));
        }
        else if (Array.IndexOf(CounterNames.All, name) >= 0)
        {
            request.Reply("0\n");
        }
        else
        {
            request.ReplyError("No such counter");
        }
    }

    /// <summary>Equal when the same counters were hit and rank the same, whatever their exact totals.</summary>
    private static uint Hash()
    {
        var counters = Counter.All();
        counters.Sort((left, right) => left.Total != right.Total
            ? right.Total.CompareTo(left.Total)
            : string.CompareOrdinal(left.Name, right.Name));
        var text = new StringBuilder();
        var previous = 0L;
        foreach (var counter in counters)
        {
            if (counter.Total == 0)
            {
                break;
            }

            text.Append(counter.Total == previous ? '=' : '>').Append(counter.Name);
            previous = counter.Total;
        }

        // FNV-1a.
        var hash = 2166136261U;
        foreach (var c in text.ToString())
        {
            hash = unchecked((hash ^ c) * 16777619U);
        }

        return hash;
    }

    private List<string> Lines()
    {
        var lines = new List<string>
        {
            $"Event coverage, avg rate over last: 5 seconds, last minute, last hour,  hash={Hash():x8}:",
        };
        var last = (_index + (CounterRates.SlotsPerMinute * CounterRates.Minutes) - 1) % CounterRates.SlotsPerMinute;
        var known = new HashSet<string>(CounterNames.All, StringComparer.Ordinal);
        foreach (var counter in Counter.All())
        {
            var total = counter.Total;
            known.Add(counter.Name);
            if (total == 0)
            {
                continue;
            }

            known.Remove(counter.Name);
            var perSecond = counter.Rates.SlotAt(last) * 1000.0 / CounterRates.SlotMs;
            var minute = counter.Rates.LastMinute / 60.0;
            var hour = counter.Rates.LastHour / 3600.0;
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{counter.Name,-24} {perSecond,5:F1}/sec {minute,9:F3}/sec {hour,13:F4}/sec   total: {total}"));
        }

        lines.Add($"{known.Count} events never hit");
        return lines;
    }
}
