using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;

namespace Ovs.Runtime.Control;

/// <summary>`memory/show`: what takes memory, counted by each part of the process that has much of it. The log hears of it
/// after ten seconds, and whenever the process grew by half.</summary>
public sealed class MemoryCommand
{
    private const int IntervalMs = 10_000;

    private static readonly LogModule s_log = LogModule.Define("memory");

    private readonly List<Action<IDictionary<string, long>>> _reports = [];
    private readonly EventLoop _loop;
    private readonly long _startedMs;
    private long _reportedKb;
    private long _reportedMs;

    internal MemoryCommand(EventLoop loop, ControlCommands commands)
    {
        _loop = loop;
        _startedMs = loop.Clock.NowMs;
        commands.Register("memory/show", Show);
        _loop.After(IntervalMs, Watch);
    }

    /// <summary>Adds a part that fills in its counts when asked.</summary>
    public void Add(Action<IDictionary<string, long>> report) => _reports.Add(report);

    private void Watch()
    {
        using (var process = System.Diagnostics.Process.GetCurrentProcess())
        {
            Note(process.PeakWorkingSet64 / 1024);
        }

        _loop.After(IntervalMs, Watch);
    }

    private void Note(long peakKb)
    {
        var nowMs = _loop.Clock.NowMs;
        if (_reportedKb == 0)
        {
            s_log.Info(FormattableString.Invariant(
                $"{peakKb} kB peak resident set size after {(nowMs - _startedMs) / 1000.0:F1} seconds"));
        }
        else if (peakKb >= _reportedKb * 1.5)
        {
            s_log.Info(FormattableString.Invariant(
                $"peak resident set size grew {(((double)peakKb / _reportedKb) - 1) * 100:F0}% in last {(nowMs - _reportedMs) / 1000.0:F1} seconds, from {_reportedKb} kB to {peakKb} kB"));
        }
        else
        {
            return;
        }

        (_reportedKb, _reportedMs) = (peakKb, nowMs);
        if (Show() is { Length: > 0 } usage)
        {
            s_log.Info(usage);
        }
    }

    private string Show()
    {
        var usage = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var report in _reports)
        {
            report(usage);
        }

        var text = new StringBuilder();
        foreach (var (name, count) in usage)
        {
            text.Append(text.Length > 0 ? " " : "").Append($"{name}:{count}");
        }

        return text.ToString();
    }
}
