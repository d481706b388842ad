using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Datapath.Userspace;
using Ovs.Flow.Key;
using Ovs.Native;
using Ovs.Ofproto.Bundles;
using Ovs.Ofproto.Connections;
using Ovs.Ofproto.Revalidate;
using Ovs.Ofproto.Upcalls;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Vswitchd.Desired;

namespace Ovs.Vswitchd.Reconfigure;

/// <summary>The running switch: a datapath with its devices, and the bridges on it. Belongs to the main loop.</summary>
/// <remarks>Configuration is applied by steps on devices (<see cref="ReconfigurePlan"/>), then one snapshot is published to the
/// poll threads and megaflows are looked at, so that a change holds when <see cref="Apply"/> returns.</remarks>
internal sealed class SwitchRuntime : IDisposable
{
    private const string DatapathName = "ovs-netdev";

    private static readonly LogModule s_log = LogModule.Define("bridge");
    private static readonly LogModule s_ofprotoLog = LogModule.Define("ofproto");
    private static readonly LogModule s_netdevLog = LogModule.Define("netdev");
    private static readonly LogRateLimit s_openLimit = new(1, 5);

    private readonly EventLoop _loop;
    private readonly NetdevTypes _types;
    private readonly HashSet<string> _datapathTypes;
    private readonly UserspaceDatapath _datapath;
    private readonly MissHandler _handler;
    private readonly Dictionary<string, BridgeRuntime> _bridges = new(StringComparer.Ordinal);
    private readonly string? _socketFolder;
    private INetdev? _localDevice;
    private bool _hasSaidFallback;
    private long _viewVersion;

    /// <param name="datapathTypes">The values of Bridge.datapath_type that are known here.</param>
    /// <param name="socketFolder">Where bridges have their sockets; null for bridges without.</param>
    public SwitchRuntime(EventLoop loop, NetdevTypes types, IReadOnlyList<string> datapathTypes, string? socketFolder = null)
    {
        _socketFolder = socketFolder;
        _loop = loop;
        _types = types;
        _datapathTypes = [.. datapathTypes];
        _datapath = new UserspaceDatapath(DatapathName, loop.Clock);
        _handler = new MissHandler(loop.Clock, () => Revalidator!.Wake());
        Revalidator = new Revalidator(loop, _datapath, _handler);
        _datapath.Start(_handler);
    }

    public IReadOnlyDictionary<string, BridgeRuntime> Bridges => _bridges;

    public IDatapath Datapath => _datapath;

    /// <summary>True when no bridge uses the datapath: for users, it does not exist then.</summary>
    public bool IsEmpty => _bridges.Count == 0;

    public long NowMs => _loop.Clock.NowMs;

    /// <summary>Ports of bridges that are open.</summary>
    public int PortCount
    {
        get
        {
            var count = 0;
            foreach (var bridge in _bridges.Values)
            {
                foreach (var one in bridge.Interfaces.Values)
                {
                    count += one.IsOpen ? 1 : 0;
                }
            }

            return count;
        }
    }

    /// <summary>Waits until packets received before the call have had their effect, side effects of megaflows included.</summary>
    public void Settle()
    {
        _datapath.Settle();
        Revalidator.Run();
    }

    public NetdevTypes Types => _types;

    public Revalidator Revalidator { get; }

    /// <summary>Raised after a port's device changed: link, address, existence.</summary>
    public event Action? DeviceChanged;

    public void Apply(SwitchConfig wanted)
    {
        Revalidator.MaxIdleMs = wanted.MaxIdleMs;
        Revalidator.IntervalMs = Math.Min(wanted.MaxRevalidatorMs, wanted.MaxIdleMs);
        _datapath.FlowLimit = wanted.FlowLimit;
        _datapath.VlanLimit = wanted.VlanLimit == 0 ? FlowExtractor.MaxVlanHeaders : wanted.VlanLimit;
        foreach (var step in ReconfigurePlan.Make(wanted, Summarize()))
        {
            Take(step);
        }

        foreach (var config in wanted.Bridges)
        {
            if (_bridges.TryGetValue(config.Name, out var bridge))
            {
                bridge.Configure(config);
                ConfigureDevices(bridge);
                if (bridge.TakeNewDatapathId() is { } id)
                {
                    s_log.Info($"bridge {bridge.Name}: using datapath ID {id}");
                }
            }
        }

        Publish();
    }

    /// <summary>Publishes the bridges as they are now and looks at all megaflows.</summary>
    public void Publish()
    {
        var views = new List<BridgeView>();
        foreach (var bridge in _bridges.Values)
        {
            views.Add(bridge.MakeView());
        }

        _handler.View = new SwitchView(++_viewVersion, views);
        Revalidator.Run();
    }

    /// <summary>Removes all bridges and their devices.</summary>
    public void Clear() => Apply(SwitchConfig.Empty with { MaxIdleMs = Revalidator.MaxIdleMs, MaxRevalidatorMs = Revalidator.IntervalMs });

    public void Dispose()
    {
        Clear();
        _datapath.Dispose();
    }

    private Dictionary<string, IReadOnlyDictionary<string, ActualInterface>> Summarize()
    {
        var result = new Dictionary<string, IReadOnlyDictionary<string, ActualInterface>>(StringComparer.Ordinal);
        foreach (var (name, bridge) in _bridges)
        {
            var interfaces = new Dictionary<string, ActualInterface>(StringComparer.Ordinal);
            foreach (var one in bridge.Interfaces.Values)
            {
                interfaces.Add(one.Name, new ActualInterface(one.Type, one.IsOpen && one.Netdev!.Facts.Exists));
            }

            result.Add(name, interfaces);
        }

        return result;
    }

    private void Take(ReconfigureStep step)
    {
        switch (step)
        {
            case RemoveInterface remove:
                Close(_bridges[remove.Bridge], _bridges[remove.Bridge].Interfaces[remove.Name]);
                _bridges[remove.Bridge].Interfaces.Remove(remove.Name);
                break;
            case RemoveBridge remove:
                _bridges[remove.Bridge].Service?.Dispose();
                _bridges.Remove(remove.Bridge);
                if (_bridges.Count == 0)
                {
                    CloseLocalDevice();
                }

                break;
            case AddBridge add:
                AddBridge(add.Config);
                break;
            case AddInterface add:
                if (_bridges.TryGetValue(add.Bridge, out var bridge))
                {
                    AddInterface(bridge, add.Config);
                }

                break;
            default:
                throw new InvalidOperationException($"{step}");
        }
    }

    private void AddBridge(BridgeConfig config)
    {
        var type = config.DatapathType.Length == 0 ? "system" : config.DatapathType;
        if (!_datapathTypes.Contains(type))
        {
            s_ofprotoLog.Warn($"could not create datapath {config.Name} of unknown type {type}");
            s_log.Err($"failed to create bridge {config.Name}: {Errno.EAFNOSUPPORT.Text}");
            return;
        }

        if (type == "system" && !_hasSaidFallback)
        {
            _hasSaidFallback = true;
            s_log.Info("there is no kernel datapath here: bridges with datapath_type=system use the userspace datapath");
        }

        OpenLocalDevice();
        var bridge = new BridgeRuntime(config, _loop.Clock);
        bridge.Tables.Changed += _ => Revalidator.Wake();
        if (_socketFolder is not null)
        {
            bridge.Service = new ServiceSocket(
                _loop, new BridgeSwitch(bridge, this), $"punix:{_socketFolder}/{config.Name}.mgmt");
        }

        _bridges.Add(config.Name, bridge);
    }

    /// <summary>Port 0 of the datapath, a device named as the datapath, as the original has it.</summary>
    private void OpenLocalDevice()
    {
        if (_localDevice is not null)
        {
            return;
        }

        var error = _types.Open(DatapathName, _types.InternalType, out _localDevice);
        error = error.IsError ? error : _datapath.AddPort(_localDevice!, DpPort.Local, out _);
        if (error.IsError)
        {
            s_log.Warn($"{DatapathName}: no local port ({error.Text})");
        }
    }

    private void CloseLocalDevice()
    {
        if (_localDevice is not null)
        {
            _ = _datapath.RemovePort(DpPort.Local);
            _localDevice.Dispose();
            _localDevice = null;
        }
    }

    private void AddInterface(BridgeRuntime bridge, InterfaceConfig config)
    {
        if (bridge.Interfaces.TryGetValue(config.Name, out var old))
        {
            Close(bridge, old);
        }

        var runtime = new InterfaceRuntime(config.Name, config.Type);
        bridge.Interfaces[config.Name] = runtime;
        var error = _types.Open(config.Name, DeviceType(bridge, config.Type), out var netdev);
        if (error.IsError)
        {
            Fail(runtime, $"could not open network device {config.Name} ({error.Text})");
            return;
        }

        error = _datapath.AddPort(netdev!, DpPort.None, out var dpPort);
        if (error.IsError)
        {
            netdev!.Dispose();
            Fail(runtime, $"could not add network device {config.Name} to ofproto ({error.Text})");
            return;
        }

        runtime.Netdev = netdev;
        runtime.OpenedMs = NowMs;
        runtime.DpPort = dpPort;
        runtime.OfPort = bridge.AllocateOfPort(config);
        netdev!.Changed += OnNetdevChanged;
        s_log.Info($"bridge {bridge.Name}: added interface {config.Name} on port {PortText(runtime.OfPort)}");
    }

    /// <summary>The device type that makes a port of a bridge: internal ports of a test bridge are test devices.</summary>
    private string DeviceType(BridgeRuntime bridge, string type) => type != "internal" ? type
        : bridge.Config.DatapathType == "dummy" ? "dummy-internal"
        : _types.InternalType;

    private static void Fail(InterfaceRuntime runtime, string error)
    {
        runtime.Error = error;
        s_log.Warn(s_openLimit, error);
    }

    private void Close(BridgeRuntime bridge, InterfaceRuntime runtime)
    {
        if (runtime.Netdev is not { } netdev)
        {
            return;
        }

        netdev.Changed -= OnNetdevChanged;
        _ = _datapath.RemovePort(runtime.DpPort);
        netdev.Dispose();
        runtime.Netdev = null;
        s_log.Info($"bridge {bridge.Name}: deleted interface {runtime.Name} on port {PortText(runtime.OfPort)}");
        runtime.OfPort = OfPort.None;
    }

    private static string PortText(OfPort port) => port == OfPort.Local ? "65534" : port.Number.ToString();

    private void OnNetdevChanged(INetdev netdev) => DeviceChanged?.Invoke();

    private static void ConfigureDevices(BridgeRuntime bridge)
    {
        foreach (var port in bridge.Config.Ports)
        {
            foreach (var config in port.Interfaces)
            {
                if (bridge.Interfaces.TryGetValue(config.Name, out var one) && one.Netdev is { Facts.Exists: true } netdev)
                {
                    Configure(netdev, config, config.Name == bridge.Name);
                }
            }
        }

        bridge.Mac = ChooseMac(bridge);
        if (bridge.Interfaces.TryGetValue(bridge.Name, out var local) && local.Netdev is { Facts.Exists: true } device &&
            device.Facts.Mac != bridge.Mac)
        {
            Report(device, "setting address", device.SetMac(bridge.Mac));
        }
    }

    private static void Configure(INetdev netdev, InterfaceConfig config, bool isLocal)
    {
        if (config.MtuRequest is { } mtu && mtu != netdev.Facts.Mtu)
        {
            Report(netdev, $"setting MTU {mtu}", netdev.SetMtu(mtu));
        }

        if (!isLocal && config.Mac is { } mac && config.Type == "internal" && mac != netdev.Facts.Mac)
        {
            Report(netdev, "setting address", netdev.SetMac(mac));
        }

        // Devices that are ours to use are brought up; the bridge's own port is the administrator's.
        if (!isLocal && config.Type != "internal" && !netdev.Facts.IsAdminUp)
        {
            Report(netdev, "bringing up", netdev.SetUp(true));
        }
    }

    private static void Report(INetdev netdev, string what, Errno error)
    {
        if (error.IsError)
        {
            s_netdevLog.Warn($"{netdev.Name}: {what} failed ({error.Text})");
        }
    }

    /// <summary>The configured address, else the lowest of the ports that have a universal one, else the bridge's default.</summary>
    private static EthAddress ChooseMac(BridgeRuntime bridge)
    {
        if (bridge.Config.Mac is { } configured)
        {
            return configured;
        }

        EthAddress? lowest = null;
        foreach (var port in bridge.Config.Ports)
        {
            if ((port.Mac ?? MacOf(bridge, port)) is { IsMulticast: false, IsLocal: false, IsReserved: false, IsZero: false } mac &&
                (lowest is null || mac.ToUInt64() < lowest.Value.ToUInt64()))
            {
                lowest = mac;
            }
        }

        return lowest ?? bridge.Config.DefaultMac;
    }

    /// <summary>The address of a port's first interface; the bridge's own port has none to lend.</summary>
    private static EthAddress? MacOf(BridgeRuntime bridge, PortConfig port) =>
        port.Name != bridge.Name && port.Interfaces.Count > 0 &&
        bridge.Interfaces.TryGetValue(port.Interfaces[0].Name, out var one) && one.Netdev is { Facts: { Exists: true } facts }
            ? facts.Mac
            : null;
}
