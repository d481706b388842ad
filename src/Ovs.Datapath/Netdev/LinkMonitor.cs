using System;
using System.Collections.Generic;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Native.Netlink;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;

namespace Ovs.Datapath.Netdev;

/// <summary>
/// Knows the network devices of our namespace and tells when one appears, changes or vanishes, as the kernel announces it.
/// Belongs to the control loop.
/// </summary>
public sealed class LinkMonitor : IDisposable
{
    private static readonly LogModule s_log = LogModule.Define("netlink_notifier");
    private static readonly LogRateLimit s_limit = new(60, 10);

    private readonly Dictionary<string, Entry> _byName = [];
    private readonly Dictionary<int, string> _names = [];
    private readonly NetlinkSocket _announcements;
    private readonly FdWatch _watch;

    private LinkMonitor(EventLoop loop, RouteLinks links, NetlinkSocket announcements)
    {
        Links = links;
        _announcements = announcements;
        _watch = loop.Watch(announcements.Fd, IoEvents.Readable, _ => Receive());
        Resynchronize();
    }

    /// <summary>Raised on the loop with a device's name after what <see cref="TryGet"/> says of it changed.</summary>
    public event Action<string>? Changed;

    /// <summary>For changes of devices, on the same thread.</summary>
    public RouteLinks Links { get; }

    public static Errno Open(EventLoop loop, out LinkMonitor? monitor)
    {
        monitor = null;
        var error = NetlinkSocket.OpenRoute(RouteLinks.Group, out var announcements);
        if (error.IsError)
        {
            return error;
        }

        error = RouteLinks.Open(out var links);
        if (error.IsError)
        {
            announcements!.Dispose();
            return error;
        }

        monitor = new LinkMonitor(loop, links!, announcements!);
        return Errno.None;
    }

    /// <summary>What was announced of a device; false if there is none of that name.</summary>
    public bool TryGet(string name, out LinkInfo? link, out long carrierResets)
    {
        var found = _byName.TryGetValue(name, out var entry);
        link = entry?.Link;
        carrierResets = entry?.CarrierResets ?? 0;
        return found;
    }

    /// <summary>Asks the kernel about one device now, for instance after creating it; ENODEV if there is none.</summary>
    public Errno Refresh(string name)
    {
        var error = Links.Get(name, out var link);
        if (!error.IsError)
        {
            Learn(link!);
        }
        else if (error == Errno.ENODEV)
        {
            Forget(name);
        }

        return error;
    }

    public void Dispose()
    {
        _watch.Dispose();
        _announcements.Dispose();
        Links.Dispose();
    }

    private void Receive()
    {
        var error = _announcements.ReceiveAnnouncements((type, body) =>
        {
            if (RouteLinks.TryParse(type, body, out var link, out var exists))
            {
                if (exists)
                {
                    Learn(link!);
                }
                else
                {
                    Forget(link!.Name);
                }
            }
        });
        if (error == Errno.ENOBUFS)
        {
            // Announcements were lost: look at everything.
            s_log.Warn(s_limit, "netlink receive buffer overflowed");
            Resynchronize();
        }
        else if (error != Errno.EAGAIN && error != Errno.EINTR)
        {
            s_log.Warn(s_limit, $"error reading or parsing netlink ({error})");
        }
    }

    private void Resynchronize()
    {
        var links = new List<LinkInfo>();
        var error = Links.List(links);
        if (error.IsError)
        {
            s_log.Warn(s_limit, $"error reading or parsing netlink ({error})");
            return;
        }

        var gone = new HashSet<string>(_byName.Keys);
        foreach (var link in links)
        {
            gone.Remove(link.Name);
            Learn(link);
        }

        foreach (var name in gone)
        {
            Forget(name);
        }
    }

    private void Learn(LinkInfo link)
    {
        if (_names.TryGetValue(link.IfIndex, out var oldName) && oldName != link.Name)
        {
            Forget(oldName);
        }

        var known = _byName.GetValueOrDefault(link.Name);
        if (known is not null && known.Link.IfIndex != link.IfIndex)
        {
            // Removed and created again; the first announcement is still on its way.
            _names.Remove(known.Link.IfIndex);
            known = null;
        }

        var resets = known?.CarrierResets ?? 0;
        if (known is not null && ((known.Link.Flags ^ link.Flags) & LinkFlags.Running) != 0)
        {
            resets++;
        }

        _names[link.IfIndex] = link.Name;
        _byName[link.Name] = new Entry(link, resets);
        if (known is null || Differs(known.Link, link))
        {
            Changed?.Invoke(link.Name);
        }
    }

    private void Forget(string name)
    {
        if (_byName.Remove(name, out var entry))
        {
            _names.Remove(entry.Link.IfIndex);
            Changed?.Invoke(name);
        }
    }

    private static bool Differs(LinkInfo a, LinkInfo b) =>
        a.Flags != b.Flags || a.Mtu != b.Mtu || a.Kind != b.Kind || !a.Address.AsSpan().SequenceEqual(b.Address);

    private sealed record Entry(LinkInfo Link, long CarrierResets);
}
