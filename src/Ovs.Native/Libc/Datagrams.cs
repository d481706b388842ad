using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>Connected datagram sockets, unix and UDP, that never block.</summary>
public static unsafe partial class Datagrams
{
    private const int AF_UNIX = 1;
    private const int AF_INET = 2;
    private const int AF_INET6 = 10;
    private const int SOCK_DGRAM = 2;
    private const int SOCK_NONBLOCK = 0x800;
    private const int SOCK_CLOEXEC = 0x80000;

    public static Errno ConnectUnix(string path, out FileDescriptor? socket) =>
        Connected(AF_UNIX, fd => Sockets.ConnectUnix(fd, path), out socket);

    public static Errno ConnectUdp(IPEndPoint remote, out FileDescriptor? socket) =>
        Connected(
            remote.AddressFamily == AddressFamily.InterNetworkV6 ? AF_INET6 : AF_INET,
            fd => Sockets.ConnectInet(fd, remote),
            out socket);

    public static Errno Send(FileDescriptor fd, ReadOnlySpan<byte> data) => Sockets.Send(fd, data, out _);

    private static Errno Connected(int family, Func<FileDescriptor, Errno> connect, out FileDescriptor? result)
    {
        result = null;
        var fd = socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0)
        {
            return Errno.Last;
        }

        var opened = new FileDescriptor(fd);
        var error = connect(opened);
        if (error.IsError)
        {
            opened.Dispose();
            return error;
        }

        result = opened;
        return Errno.None;
    }

    [LibraryImport("libc")]
    private static partial int socket(int domain, int type, int protocol);
}
