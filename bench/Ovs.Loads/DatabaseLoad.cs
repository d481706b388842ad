using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text;
using Ovs.Native.Libc;

namespace Ovs.Loads;

/// <summary>
/// Transactions by clients of which each waits for an answer before it sends again, against a server that has the schema of
/// <see cref="DatabaseFiles"/>. Prints transactions, or updates told, per second.
/// </summary>
internal static class DatabaseLoad
{
    private const int Rows = 10_000;
    private const int SetSize = 10_000;
    private const int RequestsEach = 512;
    private const string Watch =
        "{\"id\":1,\"method\":\"monitor_cond\",\"params\":[\"bench\",null,{\"item\":[{\"columns\":[\"name\",\"number\",\"text\",\"map\"]}]}]}";

    public static int Run(string socket, string load, int clients, int seconds)
    {
        using var first = new DatabaseClient(socket);
        if (load != "insert" && load != "insert-durable")
        {
            Fill(first, load);
        }

        var perSecond = load == "fan-out" ? RunFanOut(socket, clients, seconds) : RunTransactions(socket, load, clients, seconds);
        Console.WriteLine(perSecond.ToString("F0"));
        return 0;
    }

    private static void Fill(DatabaseClient client, string load)
    {
        var operations = new StringBuilder("\"bench\"");
        for (var i = 0; i < (load == "fan-out" ? 100 : Rows); i++)
        {
            operations.Append(',').Append(Insert($"row-{i}", i));
        }

        if (load == "mutate")
        {
            operations.Append(",{\"op\":\"insert\",\"table\":\"big\",\"row\":{\"name\":\"set\",\"set\":[\"set\",[");
            for (var i = 0; i < SetSize; i++)
            {
                operations.Append(i > 0 ? "," : "").Append(i * 2);
            }

            operations.Append("]]}}");
        }

        client.Call(Transact(0, operations.ToString()));
    }

    private static double RunTransactions(string socket, string load, int clients, int seconds)
    {
        using var epoll = new Epoll();
        var all = new List<DatabaseClient>();
        var requests = new List<byte[][]>();
        var next = new int[clients];
        for (var i = 0; i < clients; i++)
        {
            all.Add(new DatabaseClient(socket));
            requests.Add(MakeRequests(load, i));
            Require(epoll.Add(all[i].Fd, IoEvents.Readable, i));
        }

        var unique = 0;
        for (var i = 0; i < clients; i++)
        {
            all[i].Send(Take(i));
        }

        Spin(1);
        var watch = Stopwatch.StartNew();
        var done = Spin(seconds);
        var elapsed = watch.Elapsed.TotalSeconds;
        all.ForEach(client => client.Dispose());
        return done / elapsed;

        long Spin(int duration)
        {
            var count = 0L;
            var ready = new EpollReady[64];
            var deadline = Stopwatch.StartNew();
            while (deadline.ElapsedMilliseconds < duration * 1000)
            {
                var n = epoll.Wait(ready, 100);
                for (var i = 0; i < n; i++)
                {
                    var client = (int)ready[i].Token;
                    if (all[client].Receive() > 0)
                    {
                        count++;
                        all[client].Send(Take(client));
                    }
                }
            }

            return count;
        }

        // Inserted rows need names of their own; all other requests come round again.
        byte[] Take(int client) => load.StartsWith("insert", StringComparison.Ordinal)
            ? Encoding.UTF8.GetBytes(Transact(1, "\"bench\"," + Insert($"new-{unique++}", unique)
                + (load == "insert-durable" ? ",{\"op\":\"commit\",\"durable\":true}" : "")))
            : requests[client][next[client]++ % RequestsEach];
    }

    private static byte[][] MakeRequests(string load, int client)
    {
        var requests = new byte[RequestsEach][];
        var random = new Random(client);
        for (var i = 0; i < requests.Length; i++)
        {
            var row = random.Next(Rows);
            var where = $"\"where\":[[\"name\",\"==\",\"row-{row}\"]]";
            var element = ((i / 2 * 100) + client) * 2 + 1;
            if (load == "echo")
            {
                requests[i] = "{\"id\":1,\"method\":\"echo\",\"params\":[]}"u8.ToArray();
                continue;
            }

            requests[i] = Encoding.UTF8.GetBytes(Transact(1, load switch
            {
                "update" => $"\"bench\",{{\"op\":\"update\",\"table\":\"item\",{where},\"row\":{{\"number\":{random.Next()}}}}}",
                "select" => $"\"bench\",{{\"op\":\"select\",\"table\":\"item\",{where}}}",
                "mutate" => "\"bench\",{\"op\":\"mutate\",\"table\":\"big\",\"where\":[[\"name\",\"==\",\"set\"]],\"mutations\":"
                    + $"[[\"set\",\"{(i % 2 == 0 ? "insert" : "delete")}\",{element}]]}}",
                "insert" or "insert-durable" => "\"bench\"",
                _ => throw new ArgumentException(load),
            }));
        }

        return requests;
    }

    /// <summary>Updates told per second: one client changes rows, all the others are told.</summary>
    private static double RunFanOut(string socket, int clients, int seconds)
    {
        using var epoll = new Epoll();
        var watchers = new List<DatabaseClient>();
        for (var i = 0; i < clients; i++)
        {
            watchers.Add(new DatabaseClient(socket));
            watchers[i].Call(Watch);
            Require(epoll.Add(watchers[i].Fd, IoEvents.Readable, i));
        }

        using var writer = new DatabaseClient(socket);
        var before = Count();
        var ready = new EpollReady[64];
        var watch = Stopwatch.StartNew();
        for (var n = 0; watch.ElapsedMilliseconds < seconds * 1000; n++)
        {
            var count = Count();
            writer.Call(Transact(
                1, $"\"bench\",{{\"op\":\"update\",\"table\":\"item\",\"where\":[[\"name\",\"==\",\"row-{n % 100}\"]],\"row\":{{\"number\":{n + 1000}}}}}"));
            while (Count() < count + clients)
            {
                var some = epoll.Wait(ready, 1000);
                for (var i = 0; i < some; i++)
                {
                    watchers[(int)ready[i].Token].Receive();
                }
            }
        }

        var perSecond = (Count() - before) / watch.Elapsed.TotalSeconds;
        watchers.ForEach(client => client.Dispose());
        return perSecond;

        long Count()
        {
            var sum = 0L;
            foreach (var client in watchers)
            {
                sum += client.Messages;
            }

            return sum;
        }
    }

    private static string Transact(int id, string parameters) =>
        $"{{\"id\":{id},\"method\":\"transact\",\"params\":[{parameters}]}}";

    private static string Insert(string name, int number) =>
        $"{{\"op\":\"insert\",\"table\":\"item\",\"row\":{{\"name\":\"{name}\",\"number\":{number},\"text\":\"some text of usual length\","
            + "\"map\":[\"map\",[[\"iface-id\",\"a5e2c9f1\"],[\"vm-id\",\"5f6e7d8c\"]]]}}";

    private static void Require(Ovs.Native.Errno error)
    {
        if (error.IsError)
        {
            throw new InvalidOperationException(error.Text);
        }
    }
}
