using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Text;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Tests.Sessions;

/// <summary>Clients that send anything: they get errors or are disconnected, and others are served all the time.</summary>
public sealed class HostileClientTests : IDisposable
{
    private static readonly string[] s_methods =
    [
        "transact", "convert", "monitor", "monitor_cond", "monitor_cond_since", "monitor_cond_change", "monitor_cancel",
        "get_schema", "list_dbs", "lock", "steal", "unlock", "echo", "cancel", "set_db_change_aware", "x",
    ];

    private static readonly string[] s_words =
    [
        "db", "_Server", "t", "Manager", "name", "number", "set", "managers", "_uuid", "_version", "op", "insert", "select",
        "update", "mutate", "delete", "wait", "table", "where", "columns", "row", "rows", "until", "==", "!=", "includes",
        "excludes", "<", "uuid", "named-uuid", "map", "mutations", "+=", "timeout", "x", "",
        "00000000-0000-0000-0000-000000000000", "initial", "uuid-name", "sort", "lock", "true", "tables", "type", "isRoot",
    ];

    private readonly TestServer _server = new();

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_requests_do_no_harm(int seed)
    {
        var random = new Random(seed);
        var hostile = _server.Connect();
        for (var i = 0; i < 3000; i++)
        {
            if (hostile.IsClosed)
            {
                hostile.Dispose();
                hostile = _server.Connect();
            }

            var method = s_methods[random.Next(s_methods.Length)];
            var parameters = new JsonArray();
            for (var n = random.Next(5); n > 0; n--)
            {
                parameters.Add(parameters.Count == 0 && random.Next(4) > 0 ? "db" : Value(random, 5));
            }

            if (random.Next(3) > 0)
            {
                parameters = Likely(random, method) ?? parameters;
            }

            var message = random.Next(10) == 0
                ? Runtime.JsonRpc.JsonRpcMessage.Notify(method, parameters)
                : Runtime.JsonRpc.JsonRpcMessage.Request(method, parameters, Value(random, 2));
            hostile.Connection.Send(message);
            _server.Loop.RunOnce(0);
        }

        AssertServed();
        Assert.InRange(_server.Daemon.Server.Sessions().Count, 1, 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Random_bytes_do_no_harm(int seed)
    {
        var random = new Random(seed);
        var start = Encoding.UTF8.GetBytes("{\"id\":0,\"method\":\"transact\",\"params\":[\"db\",{\"op\":\"insert\",\"table\":\"t\",\"row\":{}}]}");
        for (var i = 0; i < 300; i++)
        {
            var bytes = random.Next(2) == 0 ? new byte[random.Next(200)] : (byte[])start.Clone();
            for (var n = random.Next(10); n > 0 && bytes.Length > 0; n--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(_server.Socket));
            socket.Send(bytes);
            _server.Loop.RunOnce(0);
            _server.Loop.RunOnce(0);
        }

        AssertServed();
    }

    [Fact]
    public void A_client_that_floods_without_reading_is_not_read()
    {
        var flood = _server.Connect();
        flood.Connection.IsPaused = true;
        var large = new string('x', 50_000);
        _server.Connect().Transact($"{{'op':'insert','table':'t','row':{{'name':'{large}'}}}}");
        long most = 0;
        for (var i = 0; i < 400; i++)
        {
            flood.Send("transact", "['db',{'op':'select','table':'t','where':[]}]");
            _server.Loop.RunOnce(0);
            foreach (var session in _server.Daemon.Server.Sessions())
            {
                most = Math.Max(most, session.BacklogBytes);
            }
        }

        Assert.InRange(most, 1, 4 * large.Length);
        AssertServed();
    }

    [Fact]
    public void Deeply_nested_requests_are_refused()
    {
        var hostile = _server.Connect();
        hostile.Connection.SendEncoded(Encoding.UTF8.GetBytes(new string('[', 100_000)));
        _server.RunUntil(() => hostile.IsClosed);
        AssertServed();
    }

    private void AssertServed()
    {
        var client = _server.Connect();
        Assert.Equal("['_Server','db']", client.Call("list_dbs", "[]"));
        Assert.Contains("'uuid'", client.Transact("{'op':'insert','table':'t','row':{'name':'still here'}}"));
    }

    private static JsonArray? Likely(Random random, string method) => method switch
    {
        "transact" => new JsonArray("db", Operation(random), Operation(random)),
        "monitor" or "monitor_cond" => new JsonArray("db", Value(random, 1), Requests(random)),
        "monitor_cond_since" => new JsonArray("db", Value(random, 1), Requests(random), s_words[^8]),
        "monitor_cond_change" => new JsonArray(Value(random, 1), Value(random, 1), Requests(random)),
        "convert" => new JsonArray("db", new JsonObject(("name", "db"), ("tables", new JsonObject(("t", new JsonObject(("columns", Value(random, 4)))))))),
        _ => null,
    };

    private static JsonObject Operation(Random random)
    {
        var operation = new JsonObject(("op", s_words[random.Next(11, 17)]), ("table", random.Next(2) == 0 ? "t" : "Manager"));
        foreach (var member in new[] { "where", "row", "rows", "columns", "mutations", "until", "timeout" })
        {
            if (random.Next(2) == 0)
            {
                operation[member] = member switch
                {
                    "where" or "mutations" => new JsonArray(new JsonArray(Word(random), Word(random), Value(random, 3))),
                    "row" => new JsonObject((Word(random), Value(random, 3))),
                    _ => Value(random, 3),
                };
            }
        }

        return operation;
    }

    private static JsonObject Requests(Random random) => new(
        ("t", new JsonArray(new JsonObject(
            ("columns", new JsonArray(Word(random), Word(random))),
            ("where", new JsonArray(new JsonArray(Word(random), Word(random), Value(random, 3))))))));

    private static string Word(Random random) => s_words[random.Next(s_words.Length)];

    private static JsonValue Value(Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 10 : 7))
        {
            case 0:
                return JsonValue.Null;
            case 1:
                return random.Next(2) == 0;
            case 2:
                return random.NextInt64(-3, 4);
            case 3:
                return JsonValue.Of(random.Next(4) == 0 ? double.MaxValue : random.NextDouble());
            case 4:
                return random.NextInt64();
            case 5 or 6:
                return Word(random);
            case 7:
                var members = new JsonObject();
                for (var n = random.Next(4); n > 0; n--)
                {
                    members[Word(random)] = Value(random, depth - 1);
                }

                return members;
            default:
                var items = new JsonArray();
                for (var n = random.Next(4); n > 0; n--)
                {
                    items.Add(Value(random, depth - 1));
                }

                return items;
        }
    }
}
