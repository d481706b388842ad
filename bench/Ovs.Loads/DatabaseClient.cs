using System;
using System.Net.Sockets;
using System.Text;

namespace Ovs.Loads;

/// <summary>
/// A client of a database server that costs as little as it can: requests are bytes made before, answers are only looked at
/// for where they end. Used by one thread; the socket does not block.
/// </summary>
internal sealed class DatabaseClient : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly byte[] _input = new byte[256 * 1024];
    private int _depth;
    private bool _isInText;
    private bool _isEscaped;

    public DatabaseClient(string path)
    {
        _socket.Connect(new UnixDomainSocketEndPoint(path));
        _socket.Blocking = false;
    }

    public int Fd => (int)_socket.SafeHandle.DangerousGetHandle();

    /// <summary>Whole messages received so far.</summary>
    public long Messages { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>What the last <see cref="Receive"/> got, for the few that look at it.</summary>
    public string LastText { get; private set; } = "";

    /// <summary>Keeps <see cref="LastText"/>.</summary>
    public bool KeepsText { get; set; }

    public void Send(ReadOnlySpan<byte> message)
    {
        while (!message.IsEmpty)
        {
            var sent = _socket.Send(message, SocketFlags.None, out var error);
            if (error == SocketError.WouldBlock)
            {
                _socket.Poll(-1, SelectMode.SelectWrite);
            }
            else if (error != SocketError.Success)
            {
                throw new SocketException((int)error);
            }

            message = message[sent..];
        }
    }

    /// <summary>Reads what there is; gives the messages that it completed.</summary>
    public int Receive()
    {
        var count = _socket.Receive(_input, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return 0;
        }

        if (error != SocketError.Success || count == 0)
        {
            throw new SocketException((int)error);
        }

        Bytes += count;
        if (KeepsText)
        {
            LastText += Encoding.UTF8.GetString(_input, 0, count);
        }

        var complete = CountMessages(_input.AsSpan(0, count));
        Messages += complete;
        return complete;
    }

    /// <summary>Sends a request and waits for an answer.</summary>
    public string Call(string request)
    {
        KeepsText = true;
        LastText = "";
        Send(Encoding.UTF8.GetBytes(request));
        while (Receive() == 0)
        {
            _socket.Poll(-1, SelectMode.SelectRead);
        }

        KeepsText = false;
        return LastText.Contains("\"error\":null") && !LastText.Contains("\"details\"")
            ? LastText
            : throw new InvalidOperationException($"{request}: {LastText}");
    }

    public void Dispose() => _socket.Dispose();

    private int CountMessages(ReadOnlySpan<byte> bytes)
    {
        var complete = 0;
        while (!bytes.IsEmpty)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                bytes = bytes[1..];
                continue;
            }

            var next = _isInText ? bytes.IndexOfAny((byte)'"', (byte)'\\') : bytes.IndexOfAny("\"{}"u8);
            if (next < 0)
            {
                break;
            }

            switch (bytes[next])
            {
                case (byte)'"':
                    _isInText = !_isInText;
                    break;
                case (byte)'\\':
                    _isEscaped = true;
                    break;
                case (byte)'{':
                    _depth++;
                    break;
                default:
                    complete += --_depth == 0 ? 1 : 0;
                    break;
            }

            bytes = bytes[(next + 1)..];
        }

        return complete;
    }
}
