using System;
using System.Collections.Generic;
using System.IO;
using FsCheck;
using FsCheck.Fluent;
using Ovs.Native;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Replay;
using Ovs.Runtime.Streams;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Tests.Replay;

// Recording is a mode of the whole process.
[CollectionDefinition(nameof(ReplayTests), DisableParallelization = true)]
[Collection(nameof(ReplayTests))]
public sealed class ReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ovs-replay-test-").FullName;

    private string Socket => Path.Combine(_folder, "talk.sock");

    public void Dispose()
    {
        ReplayJournal.Begin(ReplayMode.None, null);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("unix:db.sock", 0, "replay_unix_db_sock_0")]
    [InlineData("punix:/run/x/prog.4711.ctl", 12, "replay_punix_run_x_prog_ctl_12")]
    [InlineData("tcp:127.0.0.1:6640", 3, "replay_tcp_3")]
    [InlineData("unix#7", 4, "replay_unix_4")]
    public void Files_are_named_without_what_differs_from_run_to_run(string name, int number, string expected)
    {
        ReplayJournal.Begin(ReplayMode.Record, _folder);
        Assert.Equal($"{_folder}/{expected}", ReplayJournal.PathOf(name, number));
    }

    [Fact]
    public void A_conversation_is_had_again_word_for_word_without_the_socket()
    {
        var sizes = Gen.OneOf(Gen.Choose(0, 100), Gen.Choose(60_000, 400_000));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(20), Prop.ForAll(sizes.ListOf().ToArbitrary(), lengths =>
        {
            DeleteFiles();
            var recorded = Converse(ReplayMode.Record, [.. lengths]);
            Assert.Equal((lengths.Count * 2) + 1, recorded.Count);
            Assert.False(File.Exists(Socket));
            Assert.Equal(recorded, Converse(ReplayMode.Replay, [.. lengths]));
        }));
    }

    [Fact]
    public void What_could_not_be_opened_cannot_be_opened_again()
    {
        foreach (var mode in new[] { ReplayMode.Record, ReplayMode.Replay })
        {
            ReplayJournal.Begin(mode, _folder);
            using var loop = new EventLoop(new Clock());
            Assert.Equal(Errno.ENOENT, StreamConnector.Open(loop, $"unix:{Socket}", 0, null, out _));
            Assert.Equal(
                Errno.ENOENT, StreamListener.Open(loop, $"punix:{_folder}/no/where", 0, null, _ => { }, out _));
        }
    }

    [Fact]
    public void Without_a_recording_nothing_opens()
    {
        ReplayJournal.Begin(ReplayMode.Replay, _folder);
        using var loop = new EventLoop(new Clock());
        Assert.Equal(Errno.ENOENT, StreamConnector.Open(loop, $"unix:{Socket}", 0, null, out _));
    }

    [Fact]
    public void A_damaged_recording_does_no_harm()
    {
        _ = Converse(ReplayMode.Record, [1, 2, 3]);
        var originals = new Dictionary<string, byte[]>();
        foreach (var path in Directory.GetFiles(_folder))
        {
            originals.Add(path, File.ReadAllBytes(path));
        }

        var random = new Random(1);
        for (var i = 0; i < 300; i++)
        {
            foreach (var (path, bytes) in originals)
            {
                // The source of random numbers ends the program when it is damaged.
                var damaged = path.Contains("uuid", StringComparison.Ordinal) ? bytes : Damage(bytes, random);
                File.WriteAllBytes(path, damaged);
            }

            Assert.InRange(Converse(ReplayMode.Replay, [1, 2, 3]).Count, 0, 7);
        }
    }

    private static byte[] Damage(byte[] bytes, Random random)
    {
        var damaged = bytes[..random.Next(bytes.Length / 2, bytes.Length + 1)];
        if (random.Next(2) == 0 && damaged.Length > 0)
        {
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
        }

        return damaged;
    }

    /// <summary>A client asks for texts, a server answers with random ones; gives what both saw.</summary>
    private List<string> Converse(ReplayMode mode, int[] lengths)
    {
        ReplayJournal.Begin(mode, _folder);
        ReplayedRandom.Forget();
        var seen = new List<string>();
        using var loop = new EventLoop(new Clock());
        JsonRpcConnection? server = null;
        JsonRpcConnection? client = null;
        var isOver = false;
        var error = StreamListener.Open(
            loop, $"punix:{Socket}", 0, null, stream => server = Serve(loop, stream, seen), out var listener);
        if (error.IsError || StreamConnector.Open(loop, $"unix:{Socket}", 0, null, out var connecting).IsError)
        {
            listener?.Dispose();
            return seen;
        }

        connecting!.Ready = () =>
        {
            if (connecting.Connect().IsError)
            {
                isOver = true;
                return;
            }

            client = new JsonRpcConnection(loop, connecting);
            Ask(client, lengths, seen, () => isOver = true);
        };
        connecting.Interest = StreamInterest.Connect;
        if (mode == ReplayMode.Record)
        {
            loop.RunUntil(() => isOver);
        }
        else
        {
            // What is replayed needs no waiting for anyone.
            for (var turn = 0; turn < 2000 && !isOver; turn++)
            {
                loop.RunOnce(0);
            }
        }

        seen.Add("over");
        client?.Dispose();
        server?.Dispose();
        connecting.Dispose();
        listener!.Dispose();
        return seen;
    }

    private static JsonRpcConnection Serve(EventLoop loop, ByteStream stream, List<string> seen)
    {
        var connection = new JsonRpcConnection(loop, stream);
        connection.MessageReceived = message =>
        {
            seen.Add($"asked for {message.Params}");
            var text = new byte[((JsonInteger)message.Params![0]).Value];
            ReplayedRandom.Fill(text);
            connection.Send(JsonRpcMessage.Reply(Convert.ToHexString(text), message.Id!));
        };
        return connection;
    }

    private static void Ask(JsonRpcConnection client, int[] lengths, List<string> seen, Action over)
    {
        var asked = 0;
        client.Closed = _ => over();
        client.MessageReceived = message =>
        {
            seen.Add($"told {message.Result}");
            AskNext();
        };
        AskNext();

        void AskNext()
        {
            if (asked == lengths.Length)
            {
                over();
                return;
            }

            client.Send(JsonRpcMessage.Request("tell", new JsonArray(lengths[asked++])));
        }
    }

    private void DeleteFiles()
    {
        foreach (var path in Directory.GetFiles(_folder))
        {
            File.Delete(path);
        }
    }
}
