using System;
using System.Collections.Generic;
using Ovs.Native;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Streams;

namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>A place where clients connect to us, or one to which we connect: then there is one session, always.</summary>
internal sealed class Remote : IDisposable
{
    /// <summary>The port that IANA gave to OVSDB.</summary>
    private const int DefaultPort = 6640;

    private readonly OvsdbServer _server;
    private readonly List<ClientSession> _sessions = [];
    private StreamListener? _listener;
    private RemoteOptions _options;

    private Remote(OvsdbServer server, string name, RemoteOptions options)
    {
        _server = server;
        Name = name;
        _options = options;
    }

    public string Name { get; }

    public IReadOnlyList<ClientSession> Sessions => _sessions;

    public RemoteOptions Options
    {
        get => _options;
        set
        {
            _options = value;
            foreach (var session in _sessions)
            {
                session.SetOptions(value);
            }
        }
    }

    public static Errno Open(OvsdbServer server, string name, RemoteOptions options, out Remote? remote)
    {
        remote = null;
        var opened = new Remote(server, name, options);
        var error = StreamListener.Open(
            server.Loop, name, DefaultPort, options.Dscp, opened.OnAccepted, out var listener);
        if (error == Errno.EAFNOSUPPORT)
        {
            // No passive method: we connect to it, or learn again and again that it is no active one either.
            var session = new JsonRpcSession(server.Loop, [name], DefaultPort, retry: true);
            opened.Adopt(session);
            session.Start();
        }
        else if (error.IsError)
        {
            return error;
        }

        opened._listener = listener;
        remote = opened;
        return Errno.None;
    }

    /// <summary>Whether other options can be taken over without opening the remote anew.</summary>
    public bool CanTake(RemoteOptions options) => options.Dscp == _options.Dscp && options.Role == _options.Role;

    public RemoteStatus? Status()
    {
        if (_listener is not null)
        {
            return new RemoteStatus
            {
                IsConnected = _sessions.Count > 0,
                ConnectionCount = _sessions.Count,
                BoundPort = _listener.BoundPort,
            };
        }

        return _sessions.Count == 0 ? null : _sessions[0].Status();
    }

    /// <summary>False when it was removed before.</summary>
    public bool Remove(ClientSession session) => _sessions.Remove(session);

    public void Dispose()
    {
        foreach (var session in _sessions.ToArray())
        {
            session.Dispose();
        }

        _listener?.Dispose();
    }

    private void OnAccepted(ByteStream stream) =>
        Adopt(new JsonRpcSession(_server.Loop, new JsonRpcConnection(_server.Loop, stream) { LimitsInput = true }));

    private void Adopt(JsonRpcSession session)
    {
        var client = new ClientSession(_server, this, session);
        client.SetOptions(_options);
        _sessions.Add(client);
    }
}
