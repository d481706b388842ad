using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Translate;
using Ovs.Ofproto.Upcalls;
using Ovs.Runtime.Loop;

namespace Ovs.Ofproto.Revalidate;

/// <summary>
/// Keeps megaflows true: credits what they carried, removes what is idle, and translates again what a change of
/// configuration or of a MAC table may have made wrong.
/// </summary>
/// <remarks>Runs on the main loop: on a timer, and as soon as it is told that something changed. A megaflow is a cache line of
/// truth that lives elsewhere; whenever it cannot be proved right, it goes.</remarks>
public sealed class Revalidator
{
    public const int DefaultMaxIdleMs = 10_000;
    public const int DefaultIntervalMs = 500;

    private readonly EventLoop _loop;
    private readonly IDatapath _datapath;
    private readonly MissHandler _handler;
    private readonly List<DpFlow> _flows = [];
    private readonly Translator _translator = new();
    private readonly Translation _translation = new();
    private readonly DpActionBuilder _actions = new();
    private readonly Dictionary<BridgeView, (long Macs, ulong Tables)> _seenVersions = [];
    private SwitchView _seenView = SwitchView.Empty;
    private int _isDue;

    public Revalidator(EventLoop loop, IDatapath datapath, MissHandler handler)
    {
        _loop = loop;
        _datapath = datapath;
        _handler = handler;
        Schedule();
    }

    /// <summary>Idle time after which a megaflow is removed (Open_vSwitch.other_config:max-idle).</summary>
    public int MaxIdleMs { get; set; } = DefaultMaxIdleMs;

    /// <summary>Longest time between two passes (Open_vSwitch.other_config:max-revalidator).</summary>
    public int IntervalMs { get; set; } = DefaultIntervalMs;

    /// <summary>Flows at the last pass.</summary>
    public int FlowCount { get; private set; }

    /// <summary>Flows at a pass, with each pass counting as much as all before it.</summary>
    public int AverageFlowCount { get; private set; }

    public int MaxFlowCount { get; private set; }

    /// <summary>What the last pass took.</summary>
    public long LastPassMs { get; private set; }

    /// <summary>Asks for a pass in the next turn of the loop; any thread may call it.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isDue, 1) == 0)
        {
            _loop.Post(() =>
            {
                Volatile.Write(ref _isDue, 0);
                Run();
            });
        }
    }

    /// <summary>One pass over all megaflows.</summary>
    public void Run()
    {
        var view = _handler.View;
        foreach (var bridge in view.Bridges)
        {
            bridge.Macs.Expire();
            bridge.Tables?.Expire();
        }

        var mustTranslate = HasChanged(view);
        var nowMs = _loop.Clock.NowMs;
        var started = Stopwatch.GetTimestamp();
        _flows.Clear();
        _datapath.DumpFlows(_flows);
        Count(_flows.Count);
        foreach (var flow in _flows)
        {
            var ledger = (FlowLedger)flow.Owner!;
            var statistics = flow.Statistics;
            var usedMs = statistics.UsedMs > ledger.CreatedMs ? statistics.UsedMs : ledger.CreatedMs;
            if (nowMs - usedMs > MaxIdleMs)
            {
                _datapath.DeleteFlow(flow);
                Credit(ledger, flow.Statistics);
                continue;
            }

            Credit(ledger, statistics);
            if (mustTranslate)
            {
                Check(view, flow);
            }
        }

        foreach (var bridge in view.Bridges)
        {
            bridge.Tables?.Sweep();
        }

        // Crediting may have taught a MAC table something; what that changes is looked at in the next pass.
        _flows.Clear();
        LastPassMs = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Removes all megaflows, after crediting what they carried.</summary>
    public void Purge()
    {
        _flows.Clear();
        _datapath.DumpFlows(_flows);
        foreach (var flow in _flows)
        {
            _datapath.DeleteFlow(flow);
            Credit((FlowLedger)flow.Owner!, flow.Statistics);
        }

        _flows.Clear();
    }

    private void Count(int flows)
    {
        FlowCount = flows;
        MaxFlowCount = Math.Max(MaxFlowCount, flows);
        AverageFlowCount = (AverageFlowCount + flows) / 2;
    }

    private static void Credit(FlowLedger ledger, FlowStatistics statistics) =>
        ledger.Credit(statistics.Packets, statistics.Bytes, statistics.UsedMs);

    private void Check(SwitchView view, DpFlow flow)
    {
        var key = flow.FullKey;
        var mask = default(FlowMask);
        _actions.Clear();
        _translation.Reset();
        _translator.Translate(view, in key, learn: false, ref mask, _actions, _translation);
        if (mask.Equals(flow.Mask) && _actions.Actions.SequenceEqual(flow.Actions.Span))
        {
            ((FlowLedger)flow.Owner!).Renew([.. _translation.Effects], [.. _translation.Rules]);
            return;
        }

        // The next packet makes the flow anew.
        _datapath.DeleteFlow(flow);
        Credit((FlowLedger)flow.Owner!, flow.Statistics);
    }

    private bool HasChanged(SwitchView view)
    {
        var changed = view != _seenView;
        if (changed)
        {
            _seenVersions.Clear();
            _seenView = view;
        }

        foreach (var bridge in view.Bridges)
        {
            var version = (bridge.Macs.Version, bridge.Tables?.Version ?? 0);
            changed |= !_seenVersions.TryGetValue(bridge, out var seen) || seen != version;
            _seenVersions[bridge] = version;
        }

        return changed;
    }

    private void Schedule() => _loop.After(IntervalMs, () =>
    {
        Run();
        Schedule();
    });
}
