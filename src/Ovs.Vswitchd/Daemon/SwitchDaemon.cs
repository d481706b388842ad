using System;
using System.Collections.Generic;
using Ovs.Datapath.Netdev;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Rows;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Process;
using Ovs.Vswitchd.Desired;
using Ovs.Vswitchd.Reconfigure;
using Ovs.Vswitchd.Report;

namespace Ovs.Vswitchd.Daemon;

/// <summary>
/// Keeps switch and database in step: a change of configuration becomes steps on the switch, a change of the switch becomes
/// a transaction.
/// </summary>
/// <remarks>
/// One daemon at a time runs the switch: the one that holds the database's lock `ovs_open_vswitch`. Everything happens on
/// the loop, at the end of a turn: first the configuration when the replica moved or a device came or went, then one
/// status transaction when something is to be told. There is one such transaction at a time; when it fails because the
/// database moved, it is made anew.
/// </remarks>
internal sealed class SwitchDaemon : IDisposable
{
    private const string LockName = "ovs_open_vswitch";

    private static readonly LogModule s_log = LogModule.Define("bridge");
    private static readonly LogRateLimit s_contendedLimit = new(1, 1);

    private readonly EventLoop _loop;
    private readonly Replica _replica;
    private readonly IReadOnlyList<string> _datapathTypes;
    private long _seenSequence;
    private bool _mustConfigure;
    private bool _isConfigured;
    private bool _mustConfirm;
    private bool _mustReport;
    private bool _mustCount;
    private bool _isStopped;
    private Transaction? _transaction;
    private LoopTimer? _statisticsTimer;
    private int _statisticsIntervalMs;

    /// <param name="datapathTypes">For Open_vSwitch.datapath_types.</param>
    public SwitchDaemon(EventLoop loop, NetdevTypes types, string database, IReadOnlyList<string> datapathTypes)
    {
        _loop = loop;
        _datapathTypes = datapathTypes;
        Runtime = new SwitchRuntime(loop, types, datapathTypes, OvsDirectories.RunDir);
        Runtime.DeviceChanged += OnDeviceChanged;
        types.Links.Changed += OnLinkChanged;
        _replica = new Replica(OpenVSwitchDatabase.Model, loop) { Lock = LockName };
        StatusWriter.Monitor(_replica);
        _replica.SetRemote(database, retry: true);
        loop.TurnEnding += Turn;
    }

    /// <summary>Raised once, when the first configuration is in force and told to the database.</summary>
    public event Action? Ready;

    public SwitchRuntime Runtime { get; }

    public Replica Replica => _replica;

    /// <summary>Ends: bridges go, and with them the devices that exist only through them.</summary>
    public void Stop()
    {
        _isStopped = true;
        Runtime.Clear();
    }

    public void Dispose()
    {
        _isStopped = true;
        _loop.TurnEnding -= Turn;
        Runtime.Types.Links.Changed -= OnLinkChanged;
        _statisticsTimer?.Dispose();
        _replica.Dispose();
        Runtime.Dispose();
    }

    private void OnDeviceChanged()
    {
        Runtime.Publish();
        _mustReport = true;
    }

    /// <summary>A device appeared or vanished that an interface is waiting for or has open.</summary>
    private void OnLinkChanged(string name)
    {
        foreach (var bridge in Runtime.Bridges.Values)
        {
            if (bridge.Interfaces.TryGetValue(name, out var one) && one.Netdev is not { Facts.Exists: true })
            {
                _mustConfigure = true;
            }
        }
    }

    private void Turn()
    {
        if (_isStopped)
        {
            return;
        }

        if (_replica.IsLockContended)
        {
            Withdraw();
            return;
        }

        if (!_replica.HasLock || !_replica.HasContents)
        {
            return;
        }

        if (_replica.Sequence != _seenSequence || _mustConfigure)
        {
            Configure();
        }

        Report();
    }

    /// <summary>Another switch daemon is in charge: this one lets go of all devices until the other goes.</summary>
    private void Withdraw()
    {
        s_log.Err(
            s_contendedLimit,
            $"another ovs-vswitchd process is running, disabling this process (pid {Environment.ProcessId}) until it goes away");
        if (Runtime.Bridges.Count > 0)
        {
            Runtime.Clear();
        }

        _mustConfigure = true;
    }

    private void Configure()
    {
        _seenSequence = _replica.Sequence;
        _mustConfigure = false;
        var config = ConfigReader.Read(_replica.First<OpenVSwitch>());
        Runtime.Apply(config);
        _mustConfirm = true;
        _mustReport = true;
        if (config.StatisticsIntervalMs != _statisticsIntervalMs)
        {
            _statisticsIntervalMs = config.StatisticsIntervalMs;
            _statisticsTimer?.Dispose();
            ScheduleStatistics();
        }
    }

    private void ScheduleStatistics() => _statisticsTimer = _loop.After(_statisticsIntervalMs, () =>
    {
        _mustCount = true;
        ScheduleStatistics();
    });

    private void Report()
    {
        if (_transaction is { } running)
        {
            if (running.Status == TransactionStatus.Incomplete)
            {
                return;
            }

            if (running.Status == TransactionStatus.TryAgain)
            {
                _mustConfirm = true;
                _mustReport = true;
            }

            _transaction = null;
            BecomeReady(running.Status);
        }

        if ((_mustConfirm || _mustReport || _mustCount) && _replica.MaySendTransaction)
        {
            Send();
        }
    }

    private void Send()
    {
        _transaction = _replica.BeginTransaction();
        if (_replica.First<OpenVSwitch>() is { } root)
        {
            if (_mustConfirm)
            {
                StatusWriter.WriteConfigured(root, _datapathTypes, Runtime.Types.Names);
            }

            StatusWriter.Write(root, Runtime, _mustCount);
        }

        _mustConfirm = _mustReport = _mustCount = false;
        var status = _transaction.Commit();
        if (status != TransactionStatus.Incomplete)
        {
            _transaction = null;
            _mustConfirm = _mustReport = status == TransactionStatus.TryAgain;
            BecomeReady(status);
        }
    }

    private void BecomeReady(TransactionStatus status)
    {
        if (!_isConfigured && status is TransactionStatus.Success or TransactionStatus.Unchanged)
        {
            _isConfigured = true;
            Ready?.Invoke();
        }
    }
}
