using System;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Native.OpenSsl;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;

namespace Ovs.Runtime.Streams;

/// <summary>A TLS connection on the event loop: TCP connection, handshake, then data.</summary>
internal sealed class TlsStream : ByteStream
{
    private static readonly LogModule s_log = LogModule.Define("stream_ssl");
    private static readonly LogRateLimit s_limit = new(10, 25);

    private readonly FileDescriptor _fd;
    private readonly FdWatch _watch;
    private readonly TlsConnection _tls;
    private State _state;
    private StreamInterest _interest;

    // What the last try of a direction waits for: a read may wait to write, and the other way round (RFC 8446 4.6.3).
    private IoEvents _handshakeWants = IoEvents.Writable;
    private IoEvents _receiveWants = IoEvents.Readable;
    private IoEvents _sendWants = IoEvents.Writable;

    public TlsStream(EventLoop loop, string name, FileDescriptor fd, TlsConnection tls, bool isConnected)
        : base(name)
    {
        _fd = fd;
        _tls = tls;
        _state = isConnected ? State.Handshaking : State.Connecting;
        _handshakeWants = isConnected ? IoEvents.Readable : IoEvents.Writable;
        _watch = loop.Watch(fd.Value, IoEvents.None, _ => OnReady());
    }

    private enum State
    {
        Connecting,
        Handshaking,
        Up,
    }

    public override StreamInterest Interest
    {
        get => _interest;
        set
        {
            _interest = value;
            UpdateWatch();
        }
    }

    public override Errno Connect()
    {
        if (_state == State.Connecting)
        {
            var error = Sockets.PendingError(_fd);
            if (!error.IsError)
            {
                error = Sockets.PeerAddress(_fd, out _);
            }

            if (error.IsError)
            {
                return error == Errno.ENOTCONN ? Errno.EAGAIN : error;
            }

            _state = State.Handshaking;
        }

        return _state == State.Up ? Errno.None : Handshake();
    }

    public override Errno Receive(Span<byte> buffer, out int count)
    {
        count = 0;
        if (Connect() is { IsError: true } error)
        {
            return error;
        }

        var outcome = _tls.Read(buffer, out count);
        _receiveWants = outcome == TlsOutcome.WantsWrite ? IoEvents.Writable : IoEvents.Readable;
        UpdateWatch();
        return Translate(outcome, isReading: true);
    }

    public override Errno Send(ReadOnlySpan<byte> data, out int count)
    {
        count = 0;
        if (Connect() is { IsError: true } error)
        {
            return error;
        }

        var outcome = _tls.Write(data, out count);
        _sendWants = outcome == TlsOutcome.WantsRead ? IoEvents.Readable : IoEvents.Writable;
        UpdateWatch();
        return Translate(outcome, isReading: false);
    }

    protected override void Dispose(bool disposing)
    {
        _watch.Dispose();
        _tls.Dispose();
        _fd.Dispose();
    }

    private Errno Handshake()
    {
        var outcome = _tls.Handshake();
        switch (outcome)
        {
            case TlsOutcome.Done:
                break;
            case TlsOutcome.WantsRead or TlsOutcome.WantsWrite:
                _handshakeWants = outcome == TlsOutcome.WantsRead ? IoEvents.Readable : IoEvents.Writable;
                UpdateWatch();
                return Errno.EAGAIN;
            default:
                s_log.Warn(s_limit, $"{_tls.Error}");
                return Errno.EPROTO;
        }

        if (TlsSettings.IsBootstrapping)
        {
            return TlsSettings.Bootstrap(_tls);
        }

        if (TlsSettings.VerifiesPeers && !_tls.VerifiesPeer)
        {
            // It began while another one was fetching the authority: it was not verified, so it may not live.
            s_log.Info("rejecting SSL/TLS connection during bootstrap race window");
            return Errno.EPROTO;
        }

        if (_tls.ServerName is { } serverName)
        {
            s_log.Dbg($"connection indicated server name {serverName}");
        }

        _state = State.Up;
        PeerName = _tls.PeerCommonName();
        UpdateWatch();
        return Errno.None;
    }

    private Errno Translate(TlsOutcome outcome, bool isReading)
    {
        switch (outcome)
        {
            case TlsOutcome.Done:
                return Errno.None;
            case TlsOutcome.WantsRead or TlsOutcome.WantsWrite:
                return Errno.EAGAIN;
            case TlsOutcome.Closed:
                if (!isReading)
                {
                    s_log.Warn(s_limit, $"SSL_write: connection closed");
                }

                return isReading ? Errno.None : Errno.EPIPE;
            default:
                s_log.Warn(s_limit, $"{_tls.Error}");
                return _tls.SystemError.IsError ? _tls.SystemError : Errno.EPROTO;
        }
    }

    private void UpdateWatch()
    {
        var events = IoEvents.None;
        if (_interest != StreamInterest.None && _state != State.Up)
        {
            events = _handshakeWants;
        }
        else
        {
            events |= (_interest & StreamInterest.Receive) != 0 ? _receiveWants : IoEvents.None;
            events |= (_interest & StreamInterest.Send) != 0 ? _sendWants : IoEvents.None;
            // Connected already: whoever waits for that is told at once.
            events |= (_interest & StreamInterest.Connect) != 0 ? IoEvents.Writable : IoEvents.None;
        }

        _watch.Interest = events;
    }

    private void OnReady()
    {
        if (_interest == StreamInterest.None)
        {
            _watch.Interest = IoEvents.None;
        }

        Ready?.Invoke();
    }
}
