using System;
using System.Collections.Generic;
using System.Globalization;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Daemon;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Streams;
using Ovs.Runtime.Time;

namespace Ovs.Ovsdb.Server.Tests.Sessions;

/// <summary>A server and its clients on one loop, over a unix socket in a folder of their own.</summary>
internal sealed class TestServer : IDisposable
{
    public const string Schema = """
        {"name": "db", "version": "1.2.3", "tables": {
          "t": {"isRoot": true, "columns": {
            "name": {"type": "string"},
            "number": {"type": "integer"},
            "set": {"type": {"key": "integer", "min": 0, "max": "unlimited"}},
            "managers": {"type": {"key": {"type": "uuid", "refTable": "Manager"}, "min": 0, "max": "unlimited"}}},
            "indexes": [["name"]]},
          "Manager": {"columns": {
            "target": {"type": "string"},
            "max_backoff": {"type": {"key": "integer", "min": 0, "max": 1}},
            "is_connected": {"type": "boolean", "ephemeral": true},
            "read_only": {"type": {"key": "boolean", "min": 0, "max": 1}},
            "status": {"type": {"key": "string", "value": "string", "min": 0, "max": "unlimited"}, "ephemeral": true}},
            "indexes": [["target"]]}}}
        """;

    private const int DeadlineMs = 20_000;

    private readonly TemporaryFolder _folder = new();
    private readonly List<TestClient> _clients = [];

    private readonly bool _ownsLoop;

    /// <summary>A server with the database of <see cref="Schema"/>, empty and in memory.</summary>
    public TestServer(params string[] remotes)
        : this(new EventLoop(new Clock()), hasDatabase: true, remotes)
    {
    }

    /// <summary>A second server on the loop of a first, without a database of its own.</summary>
    public TestServer(EventLoop loop)
        : this(loop, hasDatabase: false, [])
    {
    }

    private TestServer(EventLoop loop, bool hasDatabase, string[] remotes)
    {
        _ownsLoop = hasDatabase;
        Loop = loop;
        Daemon = new ServerDaemon(Loop, new TlsFiles(new TlsOptions()));
        if (hasDatabase)
        {
            Assert.Null(DatabaseSchema.Parse(Json.Parse(Schema), out var schema));
            Daemon.Server.Add(new ServedDatabase(new Database(schema!, new UnbackedStorage()), "db", "standalone"));
        }

        Daemon.AddRemote($"punix:{Socket}");
        foreach (var remote in remotes)
        {
            Daemon.AddRemote(remote);
        }

        Daemon.Start();
    }

    public EventLoop Loop { get; }

    public ServerDaemon Daemon { get; }

    public Database Database => Served.Database;

    public ServedDatabase Served => Daemon.Server.TryGetDatabase("db", out var served)
        ? served
        : throw new InvalidOperationException("no database");

    public string Socket => _folder["sock"];

    public string this[string name] => _folder[name];

    public TestClient Connect(string? socket = null)
    {
        var error = StreamConnector.Open(Loop, $"unix:{socket ?? Socket}", 0, null, out var stream);
        Assert.False(error.IsError, error.Text);
        var client = new TestClient(this, new JsonRpcConnection(Loop, stream!));
        _clients.Add(client);
        return client;
    }

    /// <summary>Makes a file with the tables of <see cref="Schema"/> and nothing in them; gives its name.</summary>
    public string MakeFile(string name, string? schema = null)
    {
        System.IO.File.WriteAllBytes(this[name], LogRecord.Compose("JSON", Json.Parse(schema ?? Schema)));
        return this[name];
    }

    /// <summary>Takes turns of the loop until <paramref name="done"/>; failing that fails the test.</summary>
    public void RunUntil(Func<bool> done) =>
        Assert.True(Loop.RunUntil(done, Loop.Clock.NowMs + DeadlineMs), "the server did not do what was expected");

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Dispose();
        }

        Daemon.Dispose();
        if (_ownsLoop)
        {
            Loop.Dispose();
        }

        _folder.Dispose();
    }
}

/// <summary>A client that sends what a test says and keeps what it gets.</summary>
internal sealed class TestClient : IDisposable
{
    private readonly TestServer _server;
    private readonly JsonRpcConnection _connection;
    private readonly List<JsonRpcMessage> _received = [];
    private long _nextId;

    public TestClient(TestServer server, JsonRpcConnection connection)
    {
        _server = server;
        _connection = connection;
        connection.MessageReceived = _received.Add;
        connection.Closed = _ => IsClosed = true;
    }

    public bool IsClosed { get; private set; }

    public JsonRpcConnection Connection => _connection;

    /// <summary>Sends a request and gives its identifier.</summary>
    public long Send(string method, string parameters)
    {
        var id = _nextId++;
        _connection.Send(JsonRpcMessage.Request(method, Json.Array(parameters), JsonValue.Of(id)));
        return id;
    }

    public void Notify(string method, string parameters) =>
        _connection.Send(JsonRpcMessage.Notify(method, Json.Array(parameters)));

    /// <summary>Sends a request, waits for the answer and gives it as text.</summary>
    public string Call(string method, string parameters) => Await(Send(method, parameters));

    public string Transact(string operations) => Call("transact", $"['db',{operations}]");

    /// <summary>The answer to the request <paramref name="id"/>.</summary>
    public string Await(long id)
    {
        JsonRpcMessage? reply = null;
        _server.RunUntil(() => (reply = Reply(id)) is not null || IsClosed);
        if (reply is null)
        {
            return "closed";
        }

        _received.Remove(reply);
        return reply.Type == JsonRpcType.Error ? "error " + Json.Plain(reply.Error!) : Json.Plain(reply.Result!);
    }

    public bool HasReply(long id) => Reply(id) is not null;

    /// <summary>The notifications that came so far, as text.</summary>
    public List<string> TakeNotes()
    {
        Call("echo", "[]");
        var notes = new List<string>();
        foreach (var message in _received.FindAll(message => message.Type == JsonRpcType.Notify))
        {
            _received.Remove(message);
            notes.Add($"{message.Method} {Json.Plain(message.Params!)}");
        }

        return notes;
    }

    public void Dispose() => _connection.Dispose();

    private JsonRpcMessage? Reply(long id) => _received.Find(message =>
        message.Type is JsonRpcType.Reply or JsonRpcType.Error && message.Id!.Equals(JsonValue.Of(id)));
}
