using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Server.Monitors;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>One client: its connection and what belongs to that, monitors, locks and waiting requests.</summary>
internal sealed partial class ClientSession : IDisposable
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_jsonrpc_server");

    // A client may let so many requests wait at once; no more are read until some are over.
    private const int MaxParked = 10000;

    private readonly OvsdbServer _server;
    private readonly Remote _remote;
    private readonly JsonRpcSession _rpc;
    private readonly Dictionary<JsonValue, Monitor> _monitors = [];
    private readonly Dictionary<JsonValue, ParkedRequest> _parked = [];
    private readonly Dictionary<string, LockWaiter> _locks = new(StringComparer.Ordinal);

    public ClientSession(OvsdbServer server, Remote remote, JsonRpcSession rpc)
    {
        _server = server;
        _remote = remote;
        _rpc = rpc;
        server.Counters.Connections++;
        rpc.MessageReceived = OnMessage;
        rpc.Disconnected = OnDisconnected;
    }

    /// <summary>Whether it follows the list of databases itself and need not be disconnected when that changes.</summary>
    public bool IsChangeAware { get; private set; }

    public int ParkedCount => _parked.Count;

    public int MonitorCount => _monitors.Count;

    public long ReceivedBytes => _rpc.ReceivedBytes;

    public long SentBytes => _rpc.SentBytes;

    /// <summary>Bytes that wait to be sent.</summary>
    public long BacklogBytes => _rpc.Connection?.BacklogBytes ?? 0;

    public void SetOptions(RemoteOptions options)
    {
        _rpc.SetProbeInterval(options.ProbeIntervalMs);
        _rpc.SetMaxBackoff(options.MaxBackoffMs);
    }

    public void Disconnect(string? reason)
    {
        var wasConnected = _rpc.IsConnected;
        _rpc.ForceReconnect();
        if (reason is not null && wasConnected)
        {
            s_log.Info($"{_rpc.Name}: disconnecting ({reason})");
        }
    }

    public RemoteStatus Status()
    {
        var nowMs = _server.Loop.Clock.NowMs;
        var reconnect = _rpc.Reconnect;
        List<string> held = [], waiting = [], lost = [];
        foreach (var waiter in _locks.Values)
        {
            (waiter.IsOwner ? held : waiter.Steals ? lost : waiting).Add(waiter.Name);
        }

        return new RemoteStatus
        {
            IsConnected = _rpc.IsConnected,
            ConnectionCount = 1,
            State = reconnect.StateName,
            LastError = _rpc.LastReason?.Text,
            SecondsSinceConnect = (nowMs - reconnect.LastConnectedMs) / 1000,
            SecondsSinceDisconnect = (nowMs - reconnect.LastDisconnectedMs) / 1000,
            LocksHeld = string.Join(' ', held),
            LocksWaiting = string.Join(' ', waiting),
            LocksLost = string.Join(' ', lost),
        };
    }

    /// <summary>Ends what this client has to do with a database that goes away or is replaced.</summary>
    public void DropUsesOf(ServedDatabase database, string reason)
    {
        foreach (var monitor in new List<Monitor>(_monitors.Values))
        {
            if (monitor.Database == database.Database)
            {
                Remove(monitor);
                if (IsChangeAware)
                {
                    Send(JsonRpcMessage.Notify("monitor_canceled", new JsonArray(monitor.Id)));
                }
            }
        }

        foreach (var request in new List<ParkedRequest>(_parked.Values))
        {
            if (request.Database == database)
            {
                s_log.Dbg($"{_rpc.Name}: canceling a transaction ({reason})");
                Cancel(request);
            }
        }
    }

    /// <summary>Reads again what the client sends, if it has read what we sent; false when it is too early.</summary>
    public bool TryResume()
    {
        if (_rpc.Connection is not { } connection)
        {
            return true;
        }

        if (connection.BacklogBytes > 0 || _parked.Count >= MaxParked)
        {
            return false;
        }

        SendUpdates();
        if (connection.BacklogBytes > 0)
        {
            return false;
        }

        connection.IsPaused = false;
        return true;
    }

    public void Dispose()
    {
        DropState();
        if (_remote.Remove(this))
        {
            _server.Counters.ClosedReceivedBytes += ReceivedBytes;
            _server.Counters.ClosedSentBytes += SentBytes;
        }

        _rpc.Dispose();
    }

    private void OnMessage(JsonRpcMessage message)
    {
        _server.SendDueUpdates();
        switch (message.Type)
        {
            case JsonRpcType.Request:
                OnRequest(message);
                break;
            case JsonRpcType.Notify:
                OnNotification(message);
                break;
            default:
                s_log.Warn($"{_rpc.Name}: received unexpected {(message.Type == JsonRpcType.Reply ? "reply" : "error")} message");
                _rpc.ForceReconnect();
                break;
        }

        if (_rpc.Connection is { IsPaused: false } connection
            && (connection.BacklogBytes > 0 || _parked.Count >= MaxParked))
        {
            connection.IsPaused = true;
            _server.ResumeLater(this);
        }
    }

    private void OnDisconnected(CloseReason reason)
    {
        DropState();
        if (!_rpc.IsAlive)
        {
            Dispose();
        }
    }

    /// <summary>Forgets all that belongs to a connection that is gone.</summary>
    private void DropState()
    {
        foreach (var request in _parked.Values)
        {
            Forget(request);
        }

        _parked.Clear();
        foreach (var monitor in _monitors.Values)
        {
            monitor.Dispose();
        }

        _monitors.Clear();
        _server.Watch(this, false);
        UnlockAll();
        IsChangeAware = false;
    }

    /// <summary>Sends a message, and before it whatever changes the client has not heard of.</summary>
    private void Send(JsonRpcMessage message)
    {
        FlushMonitors();
        _server.Counters.RequestErrors += message.Type == JsonRpcType.Error ? 1 : 0;
        _rpc.Send(message);
    }

    private void SendEncoded(ReadOnlyMemory<byte> message)
    {
        FlushMonitors();
        _rpc.Connection?.SendEncoded(message);
    }
}
