using System;
using Ovs.Native;
using Ovs.Ovsdb.Client;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Streams;

namespace Ovs.Tools.OvsdbClient;

/// <summary>One connection to a server, for requests that wait for their reply and for watching what comes.</summary>
internal sealed class ServerConnection : IDisposable
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_client");

    private readonly EventLoop _loop;
    private readonly JsonRpcConnection _connection;
    private readonly JsonStyle _style;
    private CloseReason? _closed;

    /// <param name="style">How errors show JSON.</param>
    public ServerConnection(EventLoop loop, JsonRpcConnection connection, JsonStyle style)
    {
        _loop = loop;
        _connection = connection;
        _style = style;
        connection.MessageReceived = OnMessage;
        connection.Closed = reason => _closed = reason;
    }

    public string Name => _connection.Name;

    /// <summary>While true nothing is read.</summary>
    public bool IsPaused
    {
        get => _connection.IsPaused;
        set => _connection.IsPaused = value;
    }

    /// <summary>Gets every message but "echo" requests, which are answered.</summary>
    public Action<JsonRpcMessage>? MessageReceived { get; set; }

    /// <summary>Connects, or for a passive remote waits to be connected to; failure ends the program.</summary>
    public static ServerConnection Open(EventLoop loop, string remote, JsonStyle style)
    {
        if (StreamListener.IsPassiveName(remote))
        {
            return Accept(loop, remote, style);
        }

        var error = StreamConnector.Open(loop, remote, Replica.DefaultPort, null, out var stream);
        if (!error.IsError)
        {
            error = Errno.EAGAIN;
            stream!.Ready = () => error = stream.Connect();
            stream.Interest = StreamInterest.Connect;
            loop.RunUntil(() => error != Errno.EAGAIN);
        }

        if (error == Errno.EAFNOSUPPORT)
        {
            ProgramExit.Fatal(error, $"failed to connect or listen to \"{remote}\"");
        }

        if (error.IsError)
        {
            ProgramExit.Fatal(error, $"failed to connect to \"{remote}\"");
        }

        return new ServerConnection(loop, new JsonRpcConnection(loop, stream!), style);
    }

    public void Send(JsonRpcMessage message) => _connection.Send(message);

    /// <summary>Sends a request and waits for its result; an error ends the program.</summary>
    public JsonValue Transact(string method, JsonArray parameters)
    {
        var reply = Request(JsonRpcMessage.Request(method, parameters), out var reason);
        if (reply is null)
        {
            ProgramExit.Fatal($"transaction failed ({reason.Text})");
        }

        if (reply.Type == JsonRpcType.Error)
        {
            ProgramExit.Fatal($"transaction returned error: {JsonWriter.ToText(reply.Error!, _style)}");
        }

        return reply.Result!;
    }

    /// <summary>Sends a request and waits for its reply; null when the connection ends first.</summary>
    public JsonRpcMessage? Request(JsonRpcMessage request, out CloseReason reason)
    {
        JsonRpcMessage? reply = null;
        var before = MessageReceived;
        MessageReceived = message =>
        {
            if (message.Type is JsonRpcType.Reply or JsonRpcType.Error && request.Id!.Equals(message.Id))
            {
                reply = message;
            }
        };
        _connection.Send(request);
        _loop.RunUntil(() => reply is not null || _closed is not null);
        MessageReceived = before;
        reason = _closed ?? CloseReason.EndOfFile;
        return reply;
    }

    /// <summary>Lets messages come until <paramref name="done"/>; the connection's end ends the program.</summary>
    public void Serve(Func<bool> done)
    {
        _loop.RunUntil(() => done() || _closed is not null);
        if (!done() && _closed is { } reason)
        {
            ProgramExit.Fatal($"{Name}: receive failed ({reason.Text})");
        }
    }

    public void Dispose() => _connection.Dispose();

    private static ServerConnection Accept(EventLoop loop, string remote, JsonStyle style)
    {
        ByteStream? stream = null;
        var error = StreamListener.Open(
            loop, remote, Replica.DefaultPort, null, accepted => stream ??= accepted, out var listener);
        if (error.IsError)
        {
            ProgramExit.Fatal(error, $"failed to connect or listen to \"{remote}\"");
        }

        s_log.Info($"{remote}: waiting for connection...");
        loop.RunUntil(() => stream is not null);
        listener!.Dispose();
        return new ServerConnection(loop, new JsonRpcConnection(loop, stream!), style);
    }

    private void OnMessage(JsonRpcMessage message)
    {
        if (message is { Type: JsonRpcType.Request, Method: "echo" })
        {
            _connection.Send(JsonRpcMessage.Reply(message.Params!, message.Id!));
        }
        else
        {
            MessageReceived?.Invoke(message);
        }
    }
}
