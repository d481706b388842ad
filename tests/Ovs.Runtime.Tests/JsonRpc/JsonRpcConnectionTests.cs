using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Ovs.Native;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Streams;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Tests.JsonRpc;

/// <summary>Sessions and connections over real sockets: unix in a temporary folder, TCP on loopback.</summary>
public sealed class JsonRpcConnectionTests : IDisposable
{
    private const long PatienceMs = 20_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("ovs-jsonrpc-").FullName;
    private readonly EventLoop _loop = new(new Clock());
    private readonly List<JsonRpcConnection> _accepted = [];
    private readonly List<JsonRpcMessage> _received = [];
    private readonly List<CloseReason> _closed = [];

    public static TheoryData<string> Remotes => new() { "unix", "long unix", "tcp", "tcp6" };

    public void Dispose()
    {
        foreach (var connection in _accepted)
        {
            connection.Dispose();
        }

        _loop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Remotes))]
    public void A_session_connects_and_messages_pass_both_ways(string kind)
    {
        using var listener = Listen(kind, out var remote);
        using var session = new JsonRpcSession(_loop, [remote], 6640, retry: false);
        var replies = new List<JsonRpcMessage>();
        session.MessageReceived = replies.Add;
        session.Connected = () => session.Send(JsonRpcMessage.Request("hello", new JsonArray(1L, "two")));
        session.Start();
        Wait(() => _received.Count == 1);
        Assert.Equal("hello", _received[0].Method);
        Assert.Equal("[1,\"two\"]", _received[0].Params!.ToString());
        _accepted[0].Send(JsonRpcMessage.Reply("done", _received[0].Id!));
        Wait(() => replies.Count == 1);
        Assert.Equal(JsonValue.Of("done"), replies[0].Result);
    }

    [Fact]
    public void A_unix_listener_removes_its_file()
    {
        var path = Path.Combine(_folder, "gone");
        using (Open($"punix:{path}"))
        {
            Assert.True(File.Exists(path));
            Assert.Equal(0x1ED, (int)File.GetUnixFileMode(path) | 0x0D); // Nobody but owner and group: 0750 under umask 022.
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void A_large_message_arrives_whole_though_it_does_not_fit_the_socket()
    {
        using var listener = Listen("unix", out var remote);
        using var session = new JsonRpcSession(_loop, [remote], 6640, retry: false);
        var text = new string('x', 5_000_000);
        session.Connected = () => session.Send(JsonRpcMessage.Notify("big", new JsonArray(text)));
        session.Start();
        Wait(() => _received.Count == 1);
        Assert.Equal(text, ((JsonString)_received[0].Params![0]).Value);
        Assert.Equal(0, session.Connection!.BacklogBytes);
    }

    [Fact]
    public void Many_messages_keep_their_order()
    {
        using var listener = Listen("unix", out var remote);
        using var session = new JsonRpcSession(_loop, [remote], 6640, retry: false);
        session.Connected = () =>
        {
            for (var i = 0; i < 5000; i++)
            {
                session.Send(JsonRpcMessage.Notify("n", new JsonArray(JsonValue.Of(i))));
            }
        };
        session.Start();
        Wait(() => _received.Count == 5000);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (long)i), _received.Select(m => ((JsonInteger)m.Params![0]).Value));
    }

    [Fact]
    public void Echo_is_answered_by_the_session_itself()
    {
        using var listener = Listen("unix", out var remote);
        using var session = new JsonRpcSession(_loop, [remote], 6640, retry: false);
        session.Start();
        Wait(() => _accepted.Count == 1);
        _accepted[0].Send(JsonRpcMessage.Request("echo", new JsonArray("ping"), 7L));
        Wait(() => _received.Count == 1);
        Assert.Equal("{\"result\":[\"ping\"],\"error\":null,\"id\":7}", _received[0].ToString());
    }

    [Fact]
    public void Garbage_closes_the_connection_as_a_protocol_error()
    {
        using var listener = Listen("unix", out var remote);
        Assert.Equal(Errno.None, StreamConnector.Open(_loop, remote, 0, null, out var stream));
        using (stream)
        {
            Assert.Equal(Errno.None, stream!.Send("{\"x\":1}"u8, out _));
            Wait(() => _closed.Count == 1);
            Assert.Equal(Errno.EPROTO, _closed[0].Error);
        }
    }

    [Fact]
    public void The_end_of_the_stream_is_not_an_error()
    {
        using var listener = Listen("unix", out var remote);
        Assert.Equal(Errno.None, StreamConnector.Open(_loop, remote, 0, null, out var stream));
        stream!.Dispose();
        Wait(() => _closed.Count == 1);
        Assert.True(_closed[0].IsEndOfFile);
    }

    [Fact]
    public void A_backlog_over_its_limit_closes_the_connection()
    {
        using var listener = Listen("unix", out var remote);
        Assert.Equal(Errno.None, StreamConnector.Open(_loop, remote, 0, null, out var stream));
        using (stream)
        {
            Wait(() => _accepted.Count == 1);
            _accepted[0].MaxBacklogMessages = 60;
            var message = JsonRpcMessage.Notify("n", new JsonArray(new string('x', 100_000)));
            for (var i = 0; i < 100; i++)
            {
                _accepted[0].Send(message); // Nobody reads.
            }

            Wait(() => _closed.Count == 1);
            Assert.Equal("Argument list too long", _closed[0].Text);
        }
    }

    [Fact]
    public void A_session_comes_back_when_the_listener_does()
    {
        var listener = Listen("unix", out var remote);
        using var session = new JsonRpcSession(_loop, [remote], 6640, retry: true);
        session.SetMaxBackoff(1);
        session.Start();
        Wait(() => _accepted.Count == 1);
        listener.Dispose();
        _accepted[0].Dispose();
        Wait(() => !session.IsConnected);
        using var again = Listen("unix", out _);
        Wait(() => _accepted.Count == 2);
        Assert.True(session.IsAlive);
    }

    [Fact]
    public void Without_retry_a_refused_connection_ends_the_session()
    {
        using var session = new JsonRpcSession(_loop, [$"unix:{_folder}/nobody"], 6640, retry: false);
        CloseReason? reason = null;
        session.Disconnected = why => reason = why;
        session.Start();
        Wait(() => reason is not null);
        Assert.Equal(Errno.ENOENT, reason!.Value.Error);
        Assert.False(session.IsAlive);
    }

    private StreamListener Listen(string kind, out string remote)
    {
        var name = kind switch
        {
            "unix" => $"{_folder}/sock",
            "long unix" => $"{Directory.CreateDirectory(Path.Combine(_folder, new string('d', 100))).FullName}/sock",
            _ => "",
        };
        var listener = Open(kind switch
        {
            "tcp" => "ptcp:0:127.0.0.1",
            "tcp6" => "ptcp:0:[::1]",
            _ => $"punix:{name}",
        });
        remote = kind switch
        {
            "tcp" => $"tcp:127.0.0.1:{listener.BoundPort}",
            "tcp6" => $"tcp:[::1]:{listener.BoundPort}",
            _ => $"unix:{name}",
        };
        return listener;
    }

    private StreamListener Open(string name)
    {
        var error = StreamListener.Open(_loop, name, 6640, null, Accept, out var listener);
        Assert.Equal(Errno.None, error);
        return listener!;
    }

    private void Accept(ByteStream stream)
    {
        var connection = new JsonRpcConnection(_loop, stream) { MessageReceived = _received.Add, Closed = _closed.Add };
        _accepted.Add(connection);
    }

    private void Wait(Func<bool> done) => Assert.True(_loop.RunUntil(done, _loop.Clock.NowMs + PatienceMs));
}
