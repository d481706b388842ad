using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Datapath.Interface;
using Ovs.Flow.Key;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Connections;
using Ovs.Ofproto.Learning;
using Ovs.Ofproto.Tables;
using Ovs.Ofproto.Translate;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.Runtime.Time;
using Ovs.Vswitchd.Desired;

namespace Ovs.Vswitchd.Reconfigure;

/// <summary>A bridge that runs: its interfaces, bundles, MAC table and numbers. Belongs to the main loop.</summary>
internal sealed class BridgeRuntime
{
    private readonly Dictionary<string, Bundle> _bundles = new(StringComparer.Ordinal);
    private ushort _lastOfPort;
    private string? _toldDatapathId;
    private bool? _isStandalone;

    public BridgeRuntime(BridgeConfig config, Clock clock)
    {
        Config = config;
        Macs = new MacTable(clock);
        Tables = new FlowTables(clock) { CheckActions = CheckActions };
        Mac = config.DefaultMac;
    }

    public string Name => Config.Name;

    public BridgeConfig Config { get; private set; }

    public MacTable Macs { get; }

    public FlowTables Tables { get; }

    /// <summary>Where `ovs-ofctl` connects.</summary>
    public ServiceSocket? Service { get; set; }

    public Dictionary<string, InterfaceRuntime> Interfaces { get; } = new(StringComparer.Ordinal);

    /// <summary>The address of the bridge's own port.</summary>
    public EthAddress Mac { get; set; }

    /// <summary>16 hexadecimal digits (OpenFlow 1.3 A.3.1): configured, or the address below 16 zero bits.</summary>
    public string DatapathId => Config.DatapathId ?? Mac.ToUInt64().ToString("x16");

    /// <summary>The datapath identifier when it is another than at the last call, else null.</summary>
    public string? TakeNewDatapathId()
    {
        var isNew = _toldDatapathId != DatapathId;
        _toldDatapathId = DatapathId;
        return isNew ? DatapathId : null;
    }

    /// <summary>Takes over settings, and makes the bundles those of the configuration.</summary>
    public void Configure(BridgeConfig config)
    {
        var old = Config;
        Config = config;
        if (_isStandalone != config.IsStandalone)
        {
            _isStandalone = config.IsStandalone;
            ResetFlows();
        }

        Macs.AgingSeconds = config.MacAgingSeconds;
        Macs.MaxEntries = config.MacTableSize;
        Macs.SetFloodVlans(config.FloodVlans);
        var wanted = new Dictionary<string, PortConfig>(StringComparer.Ordinal);
        foreach (var port in config.Ports)
        {
            wanted.TryAdd(port.Name, port);
            _bundles.TryAdd(port.Name, new Bundle(port.Name));
        }

        foreach (var port in old.Ports)
        {
            // What was learned behind a port that is gone, or carries other VLANs, is no longer true.
            if (!_bundles.TryGetValue(port.Name, out var bundle))
            {
                continue;
            }

            if (!wanted.TryGetValue(port.Name, out var now))
            {
                Macs.Forget(bundle);
                _bundles.Remove(port.Name);
            }
            else if (now.Settings != port.Settings)
            {
                Macs.Forget(bundle);
            }
        }
    }

    /// <summary>The bundle of a port of the configuration.</summary>
    public Bundle? FindBundle(string port) => _bundles.GetValueOrDefault(port);

    /// <summary>The bundle that an interface is open in; null when there is none of that name.</summary>
    public Bundle? BundleOf(string interfaceName)
    {
        if (!Interfaces.TryGetValue(interfaceName, out var one) || !one.IsOpen)
        {
            return null;
        }

        foreach (var port in Config.Ports)
        {
            foreach (var member in port.Interfaces)
            {
                if (member.Name == interfaceName)
                {
                    return FindBundle(port.Name);
                }
            }
        }

        return null;
    }

    /// <summary>Name and OpenFlow number of the port that shows a bundle in listings: that of its first interface.</summary>
    public InterfaceRuntime? FirstInterface(Bundle bundle)
    {
        foreach (var port in Config.Ports)
        {
            if (port.Name != bundle.Name)
            {
                continue;
            }

            foreach (var one in port.Interfaces)
            {
                if (Interfaces.TryGetValue(one.Name, out var runtime) && runtime.IsOpen)
                {
                    return runtime;
                }
            }
        }

        return null;
    }

    /// <summary>A number for a new port: the one asked for when it is free, else the next after the last one given.</summary>
    public OfPort AllocateOfPort(InterfaceConfig config)
    {
        if (config.Name == Name)
        {
            return OfPort.Local;
        }

        if ((config.OfPortRequest ?? config.PreviousOfPort) is { } wanted && IsFree(wanted))
        {
            return new OfPort(wanted);
        }

        for (var tries = 0; tries < OfPort.Limit; tries++)
        {
            _lastOfPort = (ushort)(_lastOfPort + 1 < OfPort.Limit ? _lastOfPort + 1 : 1);
            if (IsFree(_lastOfPort))
            {
                return new OfPort(_lastOfPort);
            }
        }

        return OfPort.None;
    }

    /// <summary>The bridge as translation sees it.</summary>
    public BridgeView MakeView()
    {
        var bundles = new List<BundleView>();
        foreach (var port in Config.Ports)
        {
            var members = new List<MemberView>();
            var active = DpPort.None;
            foreach (var one in port.Interfaces)
            {
                if (!Interfaces.TryGetValue(one.Name, out var runtime) || runtime.Netdev is null)
                {
                    continue;
                }

                members.Add(new MemberView(runtime.OfPort, runtime.DpPort));
                if (active == DpPort.None && runtime.Netdev.Facts is { Exists: true, HasCarrier: true })
                {
                    active = runtime.DpPort;
                }
            }

            if (members.Count == 0)
            {
                continue;
            }

            var isBond = port.Interfaces.Count > 1;
            bundles.Add(isBond
                ? new BundleView(_bundles[port.Name], port.Settings, [.. members], active, isBond: true)
                : new BundleView(_bundles[port.Name], port.Settings, members[0]));
        }

        return new BridgeView(Name, Macs, [.. bundles], Config.ForwardsBpdus, Config.IsStandalone, Tables);
    }

    /// <summary>Removes all flows. A bridge without controllers that is to work alone gets one that switches every packet
    /// by its addresses; one in secure mode gets none, and drops everything.</summary>
    private void ResetFlows()
    {
        var change = Tables.Begin();
        change.Apply(new FlowMod { Command = FlowModCommand.Delete });
        if (Config.IsStandalone)
        {
            change.Apply(new FlowMod
            {
                Command = FlowModCommand.Add,
                Priority = 0,
                Actions = new ActionList(new OutputAction(OfPort.Normal, 0)),
            });
        }

        change.Commit();
    }

    private static OfError CheckActions(ActionList actions) =>
        ActionScan.Any(actions, 0, static (action, _) => !Translator.Supports(action.Kind))
            ? OfError.BadActionBadType
            : OfError.None;

    private bool IsFree(ushort number)
    {
        foreach (var one in Interfaces.Values)
        {
            if (one.OfPort.Number == number)
            {
                return false;
            }
        }

        return true;
    }
}
