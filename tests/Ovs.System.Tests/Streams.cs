using System;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Threading.Tasks;

namespace Ovs.System.Tests;

/// <summary>Byte streams between two namespaces, checked by their hash.</summary>
internal static class Streams
{
    private const int ChunkBytes = 256 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>Sends <paramref name="bytes"/> random bytes by TCP from host to host and requires that they arrive.</summary>
    public static void RequireTcp(Lab lab, string from, string to, string address, long bytes)
    {
        var any = address.Contains(':') ? IPAddress.IPv6Any : IPAddress.Any;
        using var listener = lab.Inside(to, () =>
        {
            var socket = new Socket(any.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(any, 0));
            socket.Listen();
            return socket;
        });
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var received = Task.Run(() => Receive(listener));
        var sent = lab.Inside(from, () => Send(new IPEndPoint(IPAddress.Parse(address), port), bytes));
        Assert.True(received.Wait(s_patience), "the stream did not arrive in time");
        Assert.Equal((bytes, sent), received.Result);
    }

    private static string Send(IPEndPoint to, long bytes)
    {
        using var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.SendTimeout = (int)s_patience.TotalMilliseconds;
        socket.Connect(to);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        var random = new Random(1);
        for (var left = bytes; left > 0;)
        {
            random.NextBytes(chunk);
            var piece = chunk.AsSpan(0, (int)Math.Min(left, ChunkBytes));
            hash.AppendData(piece);
            while (!piece.IsEmpty)
            {
                piece = piece[socket.Send(piece)..];
            }

            left -= Math.Min(left, ChunkBytes);
        }

        socket.Shutdown(SocketShutdown.Send);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static (long Bytes, string Hash) Receive(Socket listener)
    {
        using var socket = listener.Accept();
        socket.ReceiveTimeout = (int)s_patience.TotalMilliseconds;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var chunk = new byte[ChunkBytes];
        var total = 0L;
        while (socket.Receive(chunk) is var count and > 0)
        {
            hash.AppendData(chunk.AsSpan(0, count));
            total += count;
        }

        return (total, Convert.ToHexString(hash.GetHashAndReset()));
    }
}
