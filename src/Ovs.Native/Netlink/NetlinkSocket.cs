using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Ovs.Native.Libc;

namespace Ovs.Native.Netlink;

/// <summary>A netlink socket: for requests that the kernel answers at once, or for what it announces to a group.</summary>
public sealed unsafe class NetlinkSocket : IDisposable
{
    private const int AF_NETLINK = 16;
    private const int NETLINK_ROUTE = 0;
    private const int SOCK_RAW = 3;
    private const int SOCK_CLOEXEC = 0x80000;
    private const int SOCK_NONBLOCK = 0x800;
    private const ushort NLMSG_ERROR = 2;
    private const ushort NLMSG_DONE = 3;
    private const int ReceiveBytes = 64 * 1024;

    private readonly FileDescriptor _fd;
    private readonly byte[] _buffer = new byte[ReceiveBytes];
    private uint _sequence;

    private NetlinkSocket(FileDescriptor fd) => _fd = fd;

    /// <summary>Handles one message of an answer or an announcement.</summary>
    public delegate void MessageHandler(ushort type, ReadOnlySpan<byte> body);

    public int Fd => _fd.Value;

    /// <summary>Opens a socket of the routing family.</summary>
    /// <param name="groups">Bits of the groups to listen to (RTMGRP_*); 0 for a socket for requests. A listening socket
    /// does not block.</param>
    public static Errno OpenRoute(uint groups, out NetlinkSocket? socket)
    {
        socket = null;
        var nonBlocking = groups != 0 ? SOCK_NONBLOCK : 0;
        var fd = LibC.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | nonBlocking, NETLINK_ROUTE);
        if (fd < 0)
        {
            return Errno.Last;
        }

        var opened = new FileDescriptor(fd);
        var address = new sockaddr_nl { nl_family = AF_NETLINK, nl_groups = groups };
        if (LibC.bind(fd, &address, sizeof(sockaddr_nl)) < 0)
        {
            var error = Errno.Last;
            opened.Dispose();
            return error;
        }

        socket = new NetlinkSocket(opened);
        return Errno.None;
    }

    /// <summary>Sends a request and gives every message of the answer to <paramref name="handler"/>; blocks until the kernel
    /// has answered, which for requests of routing it does within the call.</summary>
    public Errno Transact(NetlinkWriter request, bool isDump, MessageHandler? handler)
    {
        var sequence = ++_sequence;
        var bytes = request.Finish(sequence);
        fixed (byte* start = bytes)
        {
            if (LibC.write(_fd.Value, start, bytes.Length) < 0)
            {
                return Errno.Last;
            }
        }

        while (true)
        {
            var error = Receive(out var datagram);
            if (error == Errno.EINTR)
            {
                continue;
            }

            if (error.IsError)
            {
                return error;
            }

            if (TryFinish(datagram, sequence, isDump, handler, out error))
            {
                return error;
            }
        }
    }

    /// <summary>Gives what the kernel announced to <paramref name="handler"/>, until nothing waits (EAGAIN) or announcements
    /// were lost (ENOBUFS).</summary>
    public Errno ReceiveAnnouncements(MessageHandler handler)
    {
        while (true)
        {
            var error = Receive(out var datagram);
            if (error.IsError)
            {
                return error;
            }

            var reader = new NetlinkReader(datagram);
            while (reader.TryMessage(out var type, out _, out var body))
            {
                handler(type, body);
            }
        }
    }

    public void Dispose() => _fd.Dispose();

    private static bool TryFinish(
        ReadOnlySpan<byte> datagram, uint sequence, bool isDump, MessageHandler? handler, out Errno error)
    {
        error = Errno.None;
        var reader = new NetlinkReader(datagram);
        while (reader.TryMessage(out var type, out var answered, out var body))
        {
            if (answered != sequence)
            {
                continue;
            }

            if (type == NLMSG_ERROR && body.Length >= sizeof(int))
            {
                error = new Errno(-BinaryPrimitives.ReadInt32LittleEndian(body));
                return true;
            }

            if (type == NLMSG_DONE)
            {
                return true;
            }

            handler?.Invoke(type, body);
            if (!isDump)
            {
                return true;
            }
        }

        return false;
    }

    private Errno Receive(out ReadOnlySpan<byte> datagram)
    {
        fixed (byte* start = _buffer)
        {
            var count = LibC.read(_fd.Value, start, _buffer.Length);
            datagram = count < 0 ? default : _buffer.AsSpan(0, (int)count);
            return count < 0 ? Errno.Last : Errno.None;
        }
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct sockaddr_nl
    {
        public ushort nl_family;
        public ushort nl_pad;
        public uint nl_pid;
        public uint nl_groups;
    }
}
