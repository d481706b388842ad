using System;
using Ovs.Flow.Key;
using Ovs.Native;
using Ovs.Native.Netlink;

namespace Ovs.Datapath.Netdev;

/// <summary>A device that the kernel has: its facts come by rtnetlink, and stay up to date by its announcements.</summary>
internal abstract class KernelNetdev : INetdev
{
    private const long MegabitsToBits = 1_000_000;

    private readonly Ethtool _ethtool;

    protected KernelNetdev(string name, string type, LinkMonitor monitor, Ethtool ethtool)
    {
        Name = name;
        Type = type;
        Monitor = monitor;
        _ethtool = ethtool;
        Facts = ReadFacts();
        monitor.Changed += OnChanged;
    }

    public event Action<INetdev>? Changed;

    public string Name { get; }

    public string Type { get; }

    public NetdevFacts Facts { get; private set; }

    protected LinkMonitor Monitor { get; }

    public Errno SetMac(EthAddress mac)
    {
        if (Facts.Exists && Facts.Mac == mac)
        {
            return Errno.None;
        }

        Span<byte> bytes = stackalloc byte[EthAddress.SizeBytes];
        mac.WriteTo(bytes);
        return Finish(Facts.Exists ? Monitor.Links.SetAddress(Facts.IfIndex, bytes) : Errno.ENODEV);
    }

    public Errno SetMtu(int mtu) =>
        Finish(Facts.Exists ? Monitor.Links.SetMtu(Facts.IfIndex, mtu) : Errno.ENODEV);

    public Errno SetUp(bool up) =>
        Finish(Facts.Exists
            ? Monitor.Links.SetFlags(Facts.IfIndex, up ? LinkFlags.Up : LinkFlags.None, LinkFlags.Up)
            : Errno.ENODEV);

    public abstract Errno GetStatistics(out NetdevStatistics statistics);

    public abstract Errno OpenIo(out IPortIo? io);

    public virtual void Dispose() => Monitor.Changed -= OnChanged;

    /// <summary>The kernel's counters, from the device's point of view.</summary>
    protected Errno ReadCounters(out LinkCounters counters)
    {
        var error = Monitor.Links.Get(Name, out var link);
        counters = link?.Counters ?? default;
        return error;
    }

    private Errno Finish(Errno error)
    {
        if (!error.IsError)
        {
            // The announcement will say the same; callers may look at the facts right away.
            _ = Monitor.Refresh(Name);
        }

        return error;
    }

    private void OnChanged(string name)
    {
        if (name == Name)
        {
            var facts = ReadFacts();
            if (facts != Facts)
            {
                Facts = facts;
                Changed?.Invoke(this);
            }
        }
    }

    private NetdevFacts ReadFacts()
    {
        if (!Monitor.TryGet(Name, out var link, out var carrierResets))
        {
            return NetdevFacts.Missing;
        }

        // Devices without a driver's answer, such as those of some containers, have no such facts.
        _ = _ethtool.GetDriver(Name, out var driver);
        _ = _ethtool.GetSettings(Name, out var speedMbps, out var isFullDuplex);
        return new NetdevFacts
        {
            Exists = true,
            IfIndex = link!.IfIndex,
            IsLoopback = (link.Flags & LinkFlags.Loopback) != 0,
            Mac = link.Address.Length == EthAddress.SizeBytes ? new EthAddress(link.Address) : default,
            Mtu = link.Mtu,
            IsAdminUp = (link.Flags & LinkFlags.Up) != 0,
            HasCarrier = (link.Flags & LinkFlags.Running) != 0,
            CarrierResets = carrierResets,
            SpeedBitsPerSecond = speedMbps * MegabitsToBits,
            Duplex = isFullDuplex switch
            {
                true => Duplex.Full,
                false => Duplex.Half,
                null => Duplex.Unknown,
            },
            DriverName = driver.Name,
            DriverVersion = driver.Version,
            FirmwareVersion = driver.Firmware,
        };
    }
}
