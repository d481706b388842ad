using System;
using System.Collections.Generic;
using Ovs.Native;
using Ovs.OpenFlow.Messages;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Streams;

namespace Ovs.OpenFlow.Connection;

/// <summary>
/// OpenFlow messages over one connected <see cref="ByteStream"/>, which it owns: cuts what arrives into messages, and queues
/// what does not fit into the stream. What the messages mean is for others.
/// </summary>
/// <remarks>Ends once, by <see cref="Closed"/>: for a stream error, its end, or a header that cannot be one (EPROTO). Handlers
/// may dispose it.</remarks>
public sealed class OfChannel : IDisposable
{
    /// <summary>Turns of reading before others get theirs.</summary>
    private const int ReceiveBatch = 50;

    private static readonly LogModule s_log = LogModule.Define("vconn");
    private static readonly LogRateLimit s_limit = new(600, 600);

    private readonly EventLoop _loop;
    private readonly ByteStream _stream;
    private readonly Queue<ReadOnlyMemory<byte>> _output = new();
    private byte[] _input = new byte[4096];
    private int _inputBytes;
    private int _sentOfFirst;
    private bool _isClosed;
    private bool _isContinuing;
    private bool _isPaused;

    public OfChannel(EventLoop loop, ByteStream stream)
    {
        _loop = loop;
        _stream = stream;
        stream.Ready = OnReady;
        UpdateInterest();
    }

    /// <summary>Gets each message, whole; the bytes are its own.</summary>
    public Action<byte[]>? Received { get; set; }

    /// <summary>Gets the reason; no error for an orderly end.</summary>
    public Action<Errno>? Closed { get; set; }

    public string Name => _stream.Name;

    public bool IsClosed => _isClosed;

    /// <summary>Bytes that wait to be sent.</summary>
    public long BacklogBytes { get; private set; }

    /// <summary>While true nothing is read, so that a peer which asks faster than it listens waits.</summary>
    public bool IsPaused
    {
        get => _isPaused;
        set
        {
            if (_isPaused != value)
            {
                _isPaused = value;
                UpdateInterest();
                if (!value)
                {
                    ContinueLater();
                }
            }
        }
    }

    public void Send(ReadOnlyMemory<byte> message)
    {
        if (_isClosed)
        {
            return;
        }

        _output.Enqueue(message);
        BacklogBytes += message.Length;
        if (_output.Count == 1 && Flush() is { IsError: true } error)
        {
            // Errors are told from the loop, not from inside the sender's call.
            _isClosed = true;
            _stream.Interest = StreamInterest.None;
            _loop.Post(() => Closed?.Invoke(error));
        }
    }

    /// <summary>Ends the connection, after what waits has been handed to the stream as far as it takes it.</summary>
    public void Dispose()
    {
        _isClosed = true;
        Received = null;
        Closed = null;
        _stream.Dispose();
    }

    private void OnReady()
    {
        if (_output.Count > 0 && Flush() is { IsError: true } error)
        {
            Close(error);
            return;
        }

        Receive();
    }

    private Errno Flush()
    {
        while (_output.TryPeek(out var message))
        {
            var error = _stream.Send(message.Span[_sentOfFirst..], out var sent);
            if (error == Errno.EAGAIN)
            {
                break;
            }

            if (error.IsError)
            {
                return error;
            }

            BacklogBytes -= sent;
            _sentOfFirst += sent;
            if (_sentOfFirst == message.Length)
            {
                _output.Dequeue();
                _sentOfFirst = 0;
            }
        }

        UpdateInterest();
        return Errno.None;
    }

    private void Receive()
    {
        for (var i = 0; i < ReceiveBatch; i++)
        {
            if (_isClosed || _isPaused)
            {
                return;
            }

            if (Deliver())
            {
                continue;
            }

            if (_isClosed)
            {
                return;
            }

            var error = _stream.Receive(_input.AsSpan(_inputBytes), out var count);
            if (error == Errno.EAGAIN)
            {
                return;
            }

            if (error.IsError || count == 0)
            {
                Close(error);
                return;
            }

            _inputBytes += count;
        }

        // There may be more: read already by us, or by a TLS layer, where the descriptor no longer shows it.
        ContinueLater();
    }

    /// <summary>Hands on the first message if it is here whole; false if more bytes are needed.</summary>
    private bool Deliver()
    {
        if (_inputBytes < MessageHeader.Bytes)
        {
            return false;
        }

        var length = MessageHeader.Read(_input).Length;
        if (length < MessageHeader.Bytes)
        {
            s_log.Err(s_limit, $"{Name}: received too-short ofp_header ({length} bytes)");
            Close(Errno.EPROTO);
            return false;
        }

        if (_inputBytes < length)
        {
            if (_input.Length < length)
            {
                Array.Resize(ref _input, Math.Max(length, _input.Length * 2));
            }

            return false;
        }

        var message = _input.AsSpan(0, length).ToArray();
        _input.AsSpan(length, _inputBytes - length).CopyTo(_input);
        _inputBytes -= length;
        Received?.Invoke(message);
        return true;
    }

    private void ContinueLater()
    {
        if (!_isContinuing)
        {
            _isContinuing = true;
            _loop.Post(() =>
            {
                _isContinuing = false;
                Receive();
            });
        }
    }

    private void Close(Errno error)
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _stream.Interest = StreamInterest.None;
            Closed?.Invoke(error);
        }
    }

    private void UpdateInterest()
    {
        if (!_isClosed)
        {
            _stream.Interest = (_isPaused ? StreamInterest.None : StreamInterest.Receive) |
                (_output.Count > 0 ? StreamInterest.Send : StreamInterest.None);
        }
    }
}
