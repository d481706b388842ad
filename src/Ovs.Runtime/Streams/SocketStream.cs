using System;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.Loop;

namespace Ovs.Runtime.Streams;

/// <summary>A connected or connecting stream socket, unix or TCP.</summary>
internal sealed class SocketStream : ByteStream
{
    private readonly FileDescriptor _fd;
    private readonly FdWatch _watch;
    private readonly FileDescriptor? _folder;
    private StreamInterest _interest;
    private bool _isConnected;
    private bool _mayHoldMore = true;

    /// <param name="folder">Descriptor that keeps a long unix path reachable while connecting, or null.</param>
    public SocketStream(EventLoop loop, string name, FileDescriptor fd, bool isConnected, FileDescriptor? folder = null)
        : base(name)
    {
        _fd = fd;
        _isConnected = isConnected;
        _folder = folder;
        _watch = loop.Watch(fd.Value, IoEvents.None, OnReady);
    }

    public override StreamInterest Interest
    {
        get => _interest;
        set
        {
            _interest = value;
            var events = IoEvents.None;
            if ((value & StreamInterest.Receive) != 0)
            {
                events |= IoEvents.Readable;
            }

            // A connection attempt ends by the socket becoming writable.
            if ((value & (StreamInterest.Send | StreamInterest.Connect)) != 0)
            {
                events |= IoEvents.Writable;
            }

            _watch.Interest = events;
        }
    }

    public override bool MayHoldMore => _mayHoldMore;

    public override Errno Connect()
    {
        if (_isConnected)
        {
            return Errno.None;
        }

        var error = Sockets.PendingError(_fd);
        if (!error.IsError)
        {
            // No error may also mean "no outcome yet": a connected socket has a peer.
            error = Sockets.PeerAddress(_fd, out _);
            error = error == Errno.ENOTCONN ? Errno.EAGAIN : error;
        }

        _isConnected = !error.IsError;
        return error;
    }

    public override Errno Receive(Span<byte> buffer, out int count)
    {
        var error = Sockets.Receive(_fd, buffer, out count);

        // Less than there is room for was all there was.
        _mayHoldMore = !error.IsError && count == buffer.Length;
        return error;
    }

    public override Errno Send(ReadOnlySpan<byte> data, out int count) => Sockets.Send(_fd, data, out count);

    protected override void Dispose(bool disposing)
    {
        _watch.Dispose();
        _fd.Dispose();
        _folder?.Dispose();
    }

    private void OnReady(IoEvents events)
    {
        if (_interest == StreamInterest.None)
        {
            // Errors and hang-ups are reported though nothing was asked for; an owner that paused reads later, and a
            // level-triggered loop must not spin until then.
            _watch.Interest = IoEvents.None;
        }

        Ready?.Invoke();
    }
}
