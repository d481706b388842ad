using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ovs.Native.Netlink;

/// <summary>Network devices by rtnetlink(7): read one or all, change one, hear of changes.</summary>
public sealed class RouteLinks : IDisposable
{
    /// <summary>RTMGRP_LINK: the group to which changes of devices are announced.</summary>
    public const uint Group = 1;

    private const ushort RTM_NEWLINK = 16;
    private const ushort RTM_DELLINK = 17;
    private const ushort RTM_GETLINK = 18;
    private const ushort RTM_SETLINK = 19;
    private const ushort IFLA_ADDRESS = 1;
    private const ushort IFLA_IFNAME = 3;
    private const ushort IFLA_MTU = 4;
    private const ushort IFLA_LINKINFO = 18;
    private const ushort IFLA_STATS64 = 23;
    private const ushort IFLA_CARRIER_CHANGES = 35;
    private const ushort IFLA_INFO_KIND = 1;

    private readonly NetlinkSocket _socket;

    private RouteLinks(NetlinkSocket socket) => _socket = socket;

    public static Errno Open(out RouteLinks? links)
    {
        var error = NetlinkSocket.OpenRoute(0, out var socket);
        links = socket is null ? null : new RouteLinks(socket);
        return error;
    }

    /// <summary>Parses an announcement or answer; false if it is about something else.</summary>
    /// <param name="exists">False if the device is gone.</param>
    public static bool TryParse(ushort type, ReadOnlySpan<byte> body, out LinkInfo? link, out bool exists)
    {
        link = null;
        exists = type == RTM_NEWLINK;
        if (type is not (RTM_NEWLINK or RTM_DELLINK) || !MemoryMarshal.TryRead<ifinfomsg_t>(body, out var header)
            || header.ifi_index <= 0)
        {
            return false;
        }

        // A bridge announces its ports in the same way, with its own family; those say nothing of the device.
        if (header.ifi_family != 0)
        {
            return false;
        }

        var parsed = new LinkInfo { Name = "", IfIndex = header.ifi_index, Flags = (LinkFlags)header.ifi_flags };
        var reader = new NetlinkReader(body[Unsafe.SizeOf<ifinfomsg_t>()..]);
        while (reader.TryAttribute(out var attribute, out var value))
        {
            parsed = attribute switch
            {
                IFLA_ADDRESS => parsed with { Address = value.ToArray() },
                IFLA_IFNAME => parsed with { Name = NetlinkReader.Text(value) },
                IFLA_MTU => parsed with { Mtu = (int)NetlinkReader.U32(value) },
                IFLA_LINKINFO => parsed with { Kind = KindOf(value) },
                IFLA_STATS64 => parsed with { Counters = LinkCounters.Read(value) },
                IFLA_CARRIER_CHANGES => parsed with { CarrierChanges = NetlinkReader.U32(value) },
                _ => parsed,
            };
        }

        link = parsed;
        return parsed.Name.Length > 0;
    }

    /// <summary>Reads one device; ENODEV if there is none of that name.</summary>
    public Errno Get(string name, out LinkInfo? link)
    {
        LinkInfo? found = null;
        var request = new NetlinkWriter(RTM_GETLINK, NetlinkFlags.None).Fixed(default(ifinfomsg_t)).Attribute(IFLA_IFNAME, name);
        var error = _socket.Transact(request, isDump: false, (type, body) => TryParse(type, body, out found, out _));
        link = found;
        return error.IsError ? error : found is null ? Errno.EPROTO : Errno.None;
    }

    /// <summary>Adds all devices to <paramref name="links"/>.</summary>
    public Errno List(List<LinkInfo> links)
    {
        var request = new NetlinkWriter(RTM_GETLINK, NetlinkFlags.Dump).Fixed(default(ifinfomsg_t));
        return _socket.Transact(request, isDump: true, (type, body) =>
        {
            if (TryParse(type, body, out var link, out _))
            {
                links.Add(link!);
            }
        });
    }

    /// <summary>Sets the link layer address of a device.</summary>
    public Errno SetAddress(int ifIndex, ReadOnlySpan<byte> address) =>
        Send(Change(new ifinfomsg_t { ifi_index = ifIndex }).Attribute(IFLA_ADDRESS, address));

    public Errno SetMtu(int ifIndex, int mtu) =>
        Send(Change(new ifinfomsg_t { ifi_index = ifIndex }).Attribute(IFLA_MTU, (uint)mtu));

    /// <summary>Sets those flags of a device that are in <paramref name="mask"/>.</summary>
    public Errno SetFlags(int ifIndex, LinkFlags flags, LinkFlags mask) =>
        Send(Change(new ifinfomsg_t { ifi_index = ifIndex, ifi_flags = (uint)flags, ifi_change = (uint)mask }));

    public void Dispose() => _socket.Dispose();

    private static string KindOf(ReadOnlySpan<byte> linkInfo)
    {
        var reader = new NetlinkReader(linkInfo);
        while (reader.TryAttribute(out var type, out var value))
        {
            if (type == IFLA_INFO_KIND)
            {
                return NetlinkReader.Text(value);
            }
        }

        return "";
    }

    private static NetlinkWriter Change(ifinfomsg_t header) =>
        new NetlinkWriter(RTM_SETLINK, NetlinkFlags.Acknowledge).Fixed(header);

    private Errno Send(NetlinkWriter request) => _socket.Transact(request, isDump: false, null);

    [StructLayout(LayoutKind.Sequential)]
    private struct ifinfomsg_t
    {
        public byte ifi_family;
        public byte ifi_pad;
        public ushort ifi_type;
        public int ifi_index;
        public uint ifi_flags;
        public uint ifi_change;
    }
}
