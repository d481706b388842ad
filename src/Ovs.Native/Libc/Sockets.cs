using System;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Ovs.Native.Libc;

/// <summary>Non-blocking stream sockets of the unix and inet families: the calls, without policy.</summary>
public static unsafe partial class Sockets
{
    /// <summary>Longest path that fits sockaddr_un, its NUL not counted.</summary>
    public const int MaxUnixPath = 107;

    private const int AF_UNIX = 1;
    private const int AF_INET = 2;
    private const int AF_INET6 = 10;
    private const int SOCK_STREAM = 1;
    private const int SOCK_NONBLOCK = 0x800;
    private const int SOCK_CLOEXEC = 0x80000;
    private const int SOL_SOCKET = 1;
    private const int SO_REUSEADDR = 2;
    private const int SO_ERROR = 4;
    private const int IPPROTO_TCP = 6;
    private const int TCP_NODELAY = 1;
    private const int IPPROTO_IP = 0;
    private const int IP_TOS = 1;
    private const int IPPROTO_IPV6 = 41;
    private const int IPV6_TCLASS = 67;
    private const int MSG_NOSIGNAL = 0x4000;
    private const int AddressSize = 128;

    public static Errno OpenUnix(out FileDescriptor? fd) => Open(AF_UNIX, out fd);

    public static Errno OpenInet(AddressFamily family, out FileDescriptor? fd) =>
        Open(family == AddressFamily.InterNetworkV6 ? AF_INET6 : AF_INET, out fd);

    /// <summary>Begins to connect; EINPROGRESS or EAGAIN when it goes on in the background.</summary>
    public static Errno ConnectUnix(FileDescriptor fd, string path)
    {
        var address = stackalloc byte[AddressSize];
        var size = WriteUnixAddress(address, path);
        return size < 0 ? Errno.ENAMETOOLONG : Result(connect(fd.Value, address, size));
    }

    /// <summary>Binds to <paramref name="path"/>, which the kernel creates with <paramref name="mode"/> less the umask.</summary>
    public static Errno BindUnix(FileDescriptor fd, string path, int mode)
    {
        var address = stackalloc byte[AddressSize];
        var size = WriteUnixAddress(address, path);
        if (size < 0)
        {
            return Errno.ENAMETOOLONG;
        }

        // The kernel gives the file the socket's own mode: set first, so that nobody can connect in between.
        var error = Result(fchmod(fd.Value, mode));
        return error.IsError ? error : Result(bind(fd.Value, address, size));
    }

    public static Errno ConnectInet(FileDescriptor fd, IPEndPoint remote)
    {
        var address = stackalloc byte[AddressSize];
        return Result(connect(fd.Value, address, WriteInetAddress(address, remote)));
    }

    public static Errno BindInet(FileDescriptor fd, IPEndPoint local)
    {
        var one = 1;
        var error = Result(setsockopt(fd.Value, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(int)));
        var address = stackalloc byte[AddressSize];
        return error.IsError ? error : Result(bind(fd.Value, address, WriteInetAddress(address, local)));
    }

    public static Errno Listen(FileDescriptor fd, int backlog) => Result(listen(fd.Value, backlog));

    /// <summary>Takes one waiting connection; <paramref name="peer"/> is null for unix sockets.</summary>
    public static Errno Accept(FileDescriptor fd, out FileDescriptor? accepted, out IPEndPoint? peer)
    {
        var address = stackalloc byte[AddressSize];
        var size = AddressSize;
        var result = accept4(fd.Value, address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (result < 0)
        {
            accepted = null;
            peer = null;
            return Errno.Last;
        }

        accepted = new FileDescriptor(result);
        peer = ReadInetAddress(address);
        return Errno.None;
    }

    public static Errno LocalAddress(FileDescriptor fd, out IPEndPoint? local) => Address(getsockname, fd, out local);

    public static Errno PeerAddress(FileDescriptor fd, out IPEndPoint? peer) => Address(getpeername, fd, out peer);

    /// <summary>Outcome of a connection attempt once the socket is writable, or a pending error.</summary>
    public static Errno PendingError(FileDescriptor fd)
    {
        int error;
        var size = sizeof(int);
        var result = Result(getsockopt(fd.Value, SOL_SOCKET, SO_ERROR, &error, &size));
        return result.IsError ? result : new Errno(error);
    }

    public static Errno SetNoDelay(FileDescriptor fd)
    {
        var one = 1;
        return Result(setsockopt(fd.Value, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(int)));
    }

    /// <summary>Sets the DSCP (RFC 2474), 0 to 63, of what a TCP connection sends.</summary>
    public static Errno SetDscp(FileDescriptor fd, AddressFamily family, int dscp)
    {
        var tos = dscp << 2;
        return family == AddressFamily.InterNetworkV6
            ? Result(setsockopt(fd.Value, IPPROTO_IPV6, IPV6_TCLASS, &tos, sizeof(int)))
            : Result(setsockopt(fd.Value, IPPROTO_IP, IP_TOS, &tos, sizeof(int)));
    }

    /// <summary>Reads what is there; 0 bytes without an error is the end of the stream.</summary>
    public static Errno Receive(FileDescriptor fd, Span<byte> buffer, out int count)
    {
        fixed (byte* start = buffer)
        {
            return Transferred(recv(fd.Value, start, buffer.Length, 0), out count);
        }
    }

    /// <summary>Writes as much as fits; never raises SIGPIPE.</summary>
    public static Errno Send(FileDescriptor fd, ReadOnlySpan<byte> data, out int count)
    {
        fixed (byte* start = data)
        {
            return Transferred(send(fd.Value, start, data.Length, MSG_NOSIGNAL), out count);
        }
    }

    private static Errno Open(int family, out FileDescriptor? fd)
    {
        var result = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        fd = result < 0 ? null : new FileDescriptor(result);
        return result < 0 ? Errno.Last : Errno.None;
    }

    private static Errno Result(int result) => result < 0 ? Errno.Last : Errno.None;

    private static Errno Transferred(nint result, out int count)
    {
        count = result < 0 ? 0 : (int)result;
        return result < 0 ? Errno.Last : Errno.None;
    }

    private static int WriteUnixAddress(byte* address, string path)
    {
        var length = Encoding.UTF8.GetByteCount(path);
        if (length > MaxUnixPath)
        {
            return -1;
        }

        *(ushort*)address = AF_UNIX;
        Encoding.UTF8.GetBytes(path, new Span<byte>(address + sizeof(ushort), length));
        address[sizeof(ushort) + length] = 0;
        return sizeof(ushort) + length + 1;
    }

    private static int WriteInetAddress(byte* address, IPEndPoint point)
    {
        new Span<byte>(address, AddressSize).Clear();
        var isV6 = point.AddressFamily == AddressFamily.InterNetworkV6;
        *(ushort*)address = (ushort)(isV6 ? AF_INET6 : AF_INET);
        address[2] = (byte)(point.Port >> 8);
        address[3] = (byte)point.Port;
        if (!isV6)
        {
            point.Address.TryWriteBytes(new Span<byte>(address + 4, 4), out _);
            return 16; // sizeof(struct sockaddr_in)
        }

        point.Address.TryWriteBytes(new Span<byte>(address + 8, 16), out _);
        *(uint*)(address + 24) = (uint)point.Address.ScopeId;
        return 28; // sizeof(struct sockaddr_in6)
    }

    private static IPEndPoint? ReadInetAddress(byte* address)
    {
        var port = (address[2] << 8) | address[3];
        return *(ushort*)address switch
        {
            AF_INET => new IPEndPoint(new IPAddress(new ReadOnlySpan<byte>(address + 4, 4)), port),
            AF_INET6 => new IPEndPoint(new IPAddress(new ReadOnlySpan<byte>(address + 8, 16), *(uint*)(address + 24)), port),
            _ => null,
        };
    }

    private static Errno Address(AddressCall call, FileDescriptor fd, out IPEndPoint? point)
    {
        var address = stackalloc byte[AddressSize];
        var size = AddressSize;
        var error = Result(call(fd.Value, address, &size));
        point = error.IsError ? null : ReadInetAddress(address);
        return error;
    }

    private delegate int AddressCall(int fd, void* addr, int* addrlen);

    [LibraryImport("libc")]
    private static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc")]
    private static partial int connect(int fd, void* addr, int addrlen);

    [LibraryImport("libc")]
    private static partial int bind(int fd, void* addr, int addrlen);

    [LibraryImport("libc")]
    private static partial int listen(int fd, int backlog);

    [LibraryImport("libc")]
    private static partial int accept4(int fd, void* addr, int* addrlen, int flags);

    [LibraryImport("libc")]
    private static partial int getsockname(int fd, void* addr, int* addrlen);

    [LibraryImport("libc")]
    private static partial int getpeername(int fd, void* addr, int* addrlen);

    [LibraryImport("libc")]
    private static partial int getsockopt(int fd, int level, int name, void* value, int* size);

    [LibraryImport("libc")]
    private static partial int setsockopt(int fd, int level, int name, void* value, int size);

    [LibraryImport("libc")]
    private static partial int fchmod(int fd, int mode);

    [LibraryImport("libc")]
    private static partial nint recv(int fd, void* buf, nint len, int flags);

    [LibraryImport("libc")]
    private static partial nint send(int fd, void* buf, nint len, int flags);
}
