using System;
using Ovs.Native.Libc;

namespace Ovs.Native.Netlink;

/// <summary>What a driver says of itself (ethtool's GDRVINFO).</summary>
public readonly record struct DriverInfo(string Name, string Version, string Firmware);

/// <summary>Facts of devices that only ioctl(2) gives: driver, speed, duplex.</summary>
public sealed unsafe class Ethtool : IDisposable
{
    private const int AF_INET = 2;
    private const int SOCK_DGRAM = 2;
    private const int SOCK_CLOEXEC = 0x80000;
    private const nuint SIOCETHTOOL = 0x8946;
    private const uint ETHTOOL_GSET = 1;
    private const uint ETHTOOL_GDRVINFO = 3;
    private const int FieldSize = 32;

    private readonly FileDescriptor _fd;

    private Ethtool(FileDescriptor fd) => _fd = fd;

    public static Errno Open(out Ethtool? ethtool)
    {
        var fd = LibC.socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        ethtool = fd < 0 ? null : new Ethtool(new FileDescriptor(fd));
        return fd < 0 ? Errno.Last : Errno.None;
    }

    public Errno GetDriver(string name, out DriverInfo driver)
    {
        driver = new DriverInfo("", "", "");
        Span<byte> info = stackalloc byte[196];
        info.Clear();
        var error = Call(name, ETHTOOL_GDRVINFO, info);
        if (!error.IsError)
        {
            driver = new DriverInfo(
                NetlinkReader.Text(info.Slice(4, FieldSize)),
                NetlinkReader.Text(info.Slice(4 + FieldSize, FieldSize)),
                NetlinkReader.Text(info.Slice(4 + (2 * FieldSize), FieldSize)));
        }

        return error;
    }

    /// <summary>Reads speed in Mbit/s (0: unknown) and duplex (null: unknown).</summary>
    public Errno GetSettings(string name, out uint speedMbps, out bool? isFullDuplex)
    {
        speedMbps = 0;
        isFullDuplex = null;
        Span<byte> settings = stackalloc byte[44];
        settings.Clear();
        var error = Call(name, ETHTOOL_GSET, settings);
        if (!error.IsError)
        {
            var speed = (uint)(settings[12] | (settings[13] << 8) | (settings[28] << 16) | (settings[29] << 24));
            speedMbps = speed == uint.MaxValue ? 0 : speed;
            isFullDuplex = settings[14] switch
            {
                0 => false,
                1 => true,
                _ => null,
            };
        }

        return error;
    }

    public void Dispose() => _fd.Dispose();

    private Errno Call(string name, uint command, Span<byte> argument)
    {
        var request = stackalloc byte[InterfaceRequest.Size];
        if (!InterfaceRequest.TryStart(request, name))
        {
            return Errno.ENODEV;
        }

        fixed (byte* start = argument)
        {
            *(uint*)start = command;
            *(byte**)(request + InterfaceRequest.NameSize) = start;
            return LibC.ioctl(_fd.Value, SIOCETHTOOL, request) < 0 ? Errno.Last : Errno.None;
        }
    }
}
