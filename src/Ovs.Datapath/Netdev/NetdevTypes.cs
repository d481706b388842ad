using System;
using System.Collections.Generic;
using Ovs.Native;
using Ovs.Native.Netlink;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;

namespace Ovs.Datapath.Netdev;

/// <summary>
/// The table of device types and the only way to make devices. One per process; belongs to the control loop.
/// </summary>
/// <remarks>A new type is a class that implements <see cref="INetdev"/> and a row here.</remarks>
public sealed class NetdevTypes : IDisposable
{
    private static readonly LogModule s_log = LogModule.Define("netdev");

    private readonly Dictionary<string, Opener> _openers;
    private readonly Ethtool _ethtool;

    private NetdevTypes(LinkMonitor links, Ethtool ethtool)
    {
        Links = links;
        _ethtool = ethtool;
        _openers = new Dictionary<string, Opener>(StringComparer.Ordinal)
        {
            ["system"] = (string name, string type, out INetdev? netdev) =>
                SystemNetdev.Open(name, type, Links, _ethtool, out netdev),
            ["internal"] = (string name, string type, out INetdev? netdev) =>
                TapNetdev.Open(name, type, Links, _ethtool, out netdev),
            ["tap"] = (string name, string type, out INetdev? netdev) =>
                TapNetdev.Open(name, type, Links, _ethtool, out netdev),
        };
    }

    private delegate Errno Opener(string name, string type, out INetdev? netdev);

    /// <summary>Tells of devices that appear, change and vanish, ports or not.</summary>
    public LinkMonitor Links { get; }

    /// <summary>Names of all types, sorted.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            var names = new List<string>(_openers.Keys);
            names.Sort(StringComparer.Ordinal);
            return names;
        }
    }

    /// <summary>The type by which a datapath makes devices of type "internal": those of tests, when they replace the system's.
    /// </summary>
    public string InternalType { get; private set; } = "internal";

    /// <summary>True once <see cref="EnableDummy"/> was called.</summary>
    public bool HasDummy { get; private set; }

    public static Errno Create(EventLoop loop, out NetdevTypes? types)
    {
        types = null;
        var error = LinkMonitor.Open(loop, out var links);
        if (error.IsError)
        {
            return error;
        }

        error = Ethtool.Open(out var ethtool);
        if (error.IsError)
        {
            links!.Dispose();
            return error;
        }

        types = new NetdevTypes(links!, ethtool!);
        return Errno.None;
    }

    /// <summary>Opens, and for types such as `internal` creates, a device.</summary>
    /// <param name="type">As in Interface.type; empty means "system".</param>
    /// <returns>ENODEV if there is no such device, EAFNOSUPPORT if no such type; the caller says "could not open network
    /// device NAME (TEXT)".</returns>
    public Errno Open(string name, string type, out INetdev? netdev)
    {
        netdev = null;
        if (!_openers.TryGetValue(type.Length == 0 ? "system" : type, out var opener))
        {
            s_log.Warn($"could not create netdev {name} of unknown type {type}");
            return Errno.EAFNOSUPPORT;
        }

        return opener(name, type.Length == 0 ? "system" : type, out netdev);
    }

    /// <summary>Adds the types that exist only for tests (`--enable-dummy`).</summary>
    /// <param name="replaceSystem">Makes "system" devices dummies too.</param>
    public void EnableDummy(bool replaceSystem)
    {
        HasDummy = true;
        InternalType = replaceSystem ? "dummy-internal" : InternalType;
        string[] types = replaceSystem
            ? ["dummy", "dummy-internal", "dummy-pmd", "system"]
            : ["dummy", "dummy-internal", "dummy-pmd"];
        foreach (var row in types)
        {
            _openers[row] = (string name, string type, out INetdev? netdev) =>
            {
                netdev = new DummyNetdev(name, type);
                return Errno.None;
            };
        }
    }

    public void Dispose()
    {
        Links.Dispose();
        _ethtool.Dispose();
    }
}
