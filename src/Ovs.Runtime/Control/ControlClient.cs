using System;
using System.Collections.Generic;
using Ovs.Native;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Streams;

namespace Ovs.Runtime.Control;

/// <summary>A client of another process's control socket: sends a command and waits for its reply.</summary>
public sealed class ControlClient : IDisposable
{
    private readonly EventLoop _loop;
    private readonly JsonRpcConnection _connection;
    private JsonRpcMessage? _reply;
    private CloseReason? _closed;

    private ControlClient(EventLoop loop, ByteStream stream)
    {
        _loop = loop;
        _connection = new JsonRpcConnection(loop, stream)
        {
            MessageReceived = message => _reply = message,
            Closed = reason => _closed = reason,
        };
    }

    public static Errno Connect(EventLoop loop, string path, out ControlClient? client)
    {
        var error = StreamConnector.Open(loop, $"unix:{path}", 0, null, out var stream);
        client = error.IsError ? null : new ControlClient(loop, stream!);
        return error;
    }

    public string Name => _connection.Name;

    /// <summary>Runs a command; the reason says why no reply came, else the message is a reply or an error.</summary>
    public CloseReason? Transact(string command, IReadOnlyList<string> arguments, out JsonRpcMessage? reply)
    {
        var parameters = new JsonArray();
        foreach (var argument in arguments)
        {
            parameters.Add(argument);
        }

        _reply = null;
        _connection.Send(JsonRpcMessage.Request(command, parameters));
        _loop.RunUntil(() => _reply is not null || _closed is not null);
        reply = _reply;
        return reply is null ? _closed : null;
    }

    public void Dispose() => _connection.Dispose();
}
