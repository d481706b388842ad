using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Ovs.Native;
using Ovs.Runtime.Json;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Replay;
using Ovs.Runtime.Streams;

namespace Ovs.Runtime.JsonRpc;

/// <summary>
/// A JSON-RPC connection that is made again when it breaks: to one of several remotes in turn, or around a connection that a
/// listener accepted (then it ends with it). Answers `echo` requests, and probes a silent peer by one.
/// </summary>
public sealed class JsonRpcSession : IDisposable
{
    private static readonly JsonValue s_echoId = JsonValue.Of("echo");

    private readonly EventLoop _loop;
    private readonly string[] _remotes;
    private readonly int _defaultPort;
    private readonly Reconnect _reconnect;
    private int _nextRemote;
    private ByteStream? _connecting;
    private JsonRpcConnection? _connection;
    private StreamListener? _listener;
    private LoopTimer? _timer;
    private long _closedReceivedBytes;
    private long _closedSentBytes;
    private bool _isDisposed;

    /// <summary>A session that connects to one of <paramref name="remotes"/>, trying the next after each failure.</summary>
    /// <param name="retry">False: one attempt per remote, and no new one after a connection is lost.</param>
    public JsonRpcSession(EventLoop loop, IReadOnlyList<string> remotes, int defaultPort, bool retry, bool shuffle = false)
    {
        _loop = loop;
        _remotes = [.. remotes];
        _defaultPort = defaultPort;
        if (shuffle)
        {
            RandomNumberGenerator.Shuffle(_remotes.AsSpan());
        }

        _reconnect = new Reconnect(loop.Clock.NowMs)
        {
            FreeTries = _remotes.Length,
            TriesLeft = retry ? null : _remotes.Length,
            IsPassive = _remotes.Length == 1 && StreamListener.IsPassiveName(_remotes[0]),
        };
        PickRemote();
        // A unix socket's peer is on this machine: the kernel tells when it dies. In a replay, time is not what it was.
        if ((!_remotes[0].StartsWith("tcp:", StringComparison.Ordinal) &&
            !_remotes[0].StartsWith("ssl:", StringComparison.Ordinal)) || ReplayJournal.IsActive)
        {
            _reconnect.SetProbeInterval(0);
        }

        _reconnect.Enable(loop.Clock.NowMs);
    }

    /// <summary>A session around an accepted connection; it is over when the connection is.</summary>
    public JsonRpcSession(EventLoop loop, JsonRpcConnection accepted)
    {
        _loop = loop;
        _remotes = [accepted.Name];
        _reconnect = new Reconnect(loop.Clock.NowMs) { TriesLeft = 0, Name = accepted.Name };
        _reconnect.SetQuiet(true);
        if (accepted.Name.StartsWith("unix", StringComparison.Ordinal) || ReplayJournal.IsActive)
        {
            _reconnect.SetProbeInterval(0);
        }

        _reconnect.Connected(loop.Clock.NowMs);
        Adopt(accepted);
        Schedule();
    }

    /// <summary>A connection stands; the owner sends its first messages.</summary>
    public Action? Connected { get; set; }

    /// <summary>The connection, or the attempt to make one, ended. <see cref="IsAlive"/> tells whether another follows.</summary>
    public Action<CloseReason>? Disconnected { get; set; }

    /// <summary>Every message but `echo` requests and the replies to our probes.</summary>
    public Action<JsonRpcMessage>? MessageReceived { get; set; }

    public string Name => _reconnect.Name;

    public bool IsConnected => _connection is not null;

    /// <summary>False when no further attempt will be made.</summary>
    public bool IsAlive => _connection is not null || _connecting is not null || _listener is not null || _reconnect.IsAlive;

    /// <summary>Bytes received by all its connections.</summary>
    public long ReceivedBytes => _closedReceivedBytes + (_connection?.ReceivedBytes ?? 0);

    /// <summary>Bytes sent by all its connections.</summary>
    public long SentBytes => _closedSentBytes + (_connection?.SentBytes ?? 0);

    /// <summary>Counts connections and disconnections.</summary>
    public int Sequence { get; private set; }

    /// <summary>Why the last attempt or connection ended.</summary>
    public CloseReason? LastReason { get; private set; }

    public Reconnect Reconnect => _reconnect;

    public JsonRpcConnection? Connection => _connection;

    /// <summary>Limits of what may wait to be sent; 0 is none. They hold for connections to come as well.</summary>
    public (int Messages, long Bytes) BacklogLimits { get; private set; }

    /// <summary>Begins; apart from the constructor so that handlers can be set first.</summary>
    public void Start() => Run();

    /// <summary>Sends when connected; a message for a connection that is gone is lost, as the peer's state is.</summary>
    public void Send(JsonRpcMessage message) => _connection?.Send(message);

    public void SetBacklogLimits(int messages, long bytes)
    {
        BacklogLimits = (messages, bytes);
        if (_connection is not null)
        {
            _connection.MaxBacklogMessages = messages;
            _connection.MaxBacklogBytes = bytes;
        }
    }

    public void SetProbeInterval(long intervalMs)
    {
        if (!ReplayJournal.IsActive)
        {
            _reconnect.SetProbeInterval(intervalMs);
            Schedule();
        }
    }

    public void SetMaxBackoff(long maxMs)
    {
        _reconnect.SetBackoff(Math.Min(_reconnect.MinBackoffMs, maxMs), maxMs);
        Schedule();
    }

    /// <summary>Breaks the connection and begins anew.</summary>
    public void ForceReconnect()
    {
        _reconnect.ForceReconnect(_loop.Clock.NowMs);
        _loop.Post(Run);
    }

    public void Dispose()
    {
        _isDisposed = true;
        Connected = null;
        Disconnected = null;
        MessageReceived = null;
        _timer?.Dispose();
        _connecting?.Dispose();
        _connection?.Dispose();
        _listener?.Dispose();
    }

    private void Run()
    {
        if (_isDisposed)
        {
            return;
        }

        switch (_reconnect.Run(_loop.Clock.NowMs))
        {
            case ReconnectAction.Connect:
                Connect();
                break;
            case ReconnectAction.Disconnect:
                _reconnect.Disconnected(_loop.Clock.NowMs, null);
                Drop(new CloseReason(Errno.ETIMEDOUT));
                break;
            case ReconnectAction.Probe:
                _connection?.Send(JsonRpcMessage.Request("echo", new JsonArray(), s_echoId));
                break;
            default:
                break;
        }

        Schedule();
    }

    private void Schedule()
    {
        _timer?.Dispose();
        _timer = null;
        if (!_isDisposed && _reconnect.DeadlineMs != long.MaxValue)
        {
            _timer = _loop.At(_reconnect.DeadlineMs, Run);
        }
    }

    private void PickRemote() => _reconnect.Name = _remotes[_nextRemote++ % _remotes.Length];

    private void Connect()
    {
        var error = _reconnect.IsPassive ? Listen() : BeginConnection();
        if (error.IsError)
        {
            var reason = new CloseReason(error);
            LastReason = reason;
            _reconnect.Connecting(_loop.Clock.NowMs);
            _reconnect.Disconnected(_loop.Clock.NowMs, reason);
            PickRemote();
            Disconnected?.Invoke(reason);
        }
    }

    private Errno BeginConnection()
    {
        var error = StreamConnector.Open(_loop, Name, _defaultPort, null, out var stream);
        if (error.IsError)
        {
            return error;
        }

        _reconnect.Connecting(_loop.Clock.NowMs);
        _connecting = stream;
        stream!.Ready = OnConnecting;
        stream.Interest = StreamInterest.Connect;
        return Errno.None;
    }

    private Errno Listen()
    {
        var error = StreamListener.Open(_loop, Name, _defaultPort, null, OnAccepted, out _listener);
        if (!error.IsError)
        {
            _reconnect.Listening(_loop.Clock.NowMs);
        }

        return error;
    }

    private void OnAccepted(ByteStream stream)
    {
        if (_connection is not null)
        {
            Drop(CloseReason.EndOfFile);
        }

        _reconnect.Connected(_loop.Clock.NowMs);
        Adopt(new JsonRpcConnection(_loop, stream));
        Schedule();
        Connected?.Invoke();
    }

    private void OnConnecting()
    {
        var stream = _connecting!;
        var error = stream.Connect();
        if (error == Errno.EAGAIN)
        {
            return;
        }

        _connecting = null;
        if (error.IsError)
        {
            stream.Dispose();
            var reason = new CloseReason(error);
            LastReason = reason;
            _reconnect.Disconnected(_loop.Clock.NowMs, reason);
            PickRemote();
            Schedule();
            Disconnected?.Invoke(reason);
            return;
        }

        _reconnect.Connected(_loop.Clock.NowMs);
        Adopt(new JsonRpcConnection(_loop, stream));
        Schedule();
        Connected?.Invoke();
    }

    private void Adopt(JsonRpcConnection connection)
    {
        Sequence++;
        _connection = connection;
        connection.MaxBacklogMessages = BacklogLimits.Messages;
        connection.MaxBacklogBytes = BacklogLimits.Bytes;
        connection.MessageReceived = OnMessage;
        connection.Closed = OnClosed;
        // Data that had to wait and went out shows that the peer reads; what went out at once shows nothing.
        connection.Activity = connection.BacklogShrank = OnActivity;
    }

    private void OnActivity()
    {
        _reconnect.Activity(_loop.Clock.NowMs);
        Schedule();
    }

    private void OnMessage(JsonRpcMessage message)
    {
        if (message.Type == JsonRpcType.Request && message.Method == "echo")
        {
            _connection!.Send(JsonRpcMessage.Reply(message.Params!, message.Id!));
        }
        else if (message.Type != JsonRpcType.Reply || !s_echoId.Equals(message.Id))
        {
            MessageReceived?.Invoke(message);
        }
    }

    private void OnClosed(CloseReason reason)
    {
        _reconnect.Disconnected(_loop.Clock.NowMs, reason);
        Drop(reason);
        Schedule();
    }

    private void Drop(CloseReason reason)
    {
        LastReason = reason;
        var hadOne = _connection is not null || _connecting is not null;
        _closedReceivedBytes = ReceivedBytes;
        _closedSentBytes = SentBytes;
        _connection?.Dispose();
        _connection = null;
        _connecting?.Dispose();
        _connecting = null;
        if (hadOne)
        {
            Sequence++;
            if (!_reconnect.IsPassive)
            {
                PickRemote();
            }

            Disconnected?.Invoke(reason);
        }
    }
}
