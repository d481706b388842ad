using System;
using System.Collections.Generic;
using System.Text;
using System.Threading;
using Ovs.Native;
using Ovs.Runtime.Json;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Streams;

namespace Ovs.Runtime.JsonRpc;

/// <summary>
/// JSON-RPC messages over one connected <see cref="ByteStream"/>, which it owns. Sending never blocks: what does not fit
/// is queued, and <see cref="BacklogBytes"/> says how much.
/// </summary>
/// <remarks>
/// Ends once, by <see cref="Closed"/>: for a stream error, its end, bad JSON or a bad message (EPROTO), or a backlog over its
/// limits (E2BIG). Handlers may dispose the connection.
/// </remarks>
public sealed class JsonRpcConnection : IDisposable
{
    private const int ReceiveSize = 64 * 1024;

    // Messages, or pieces of one, before other connections get their turn.
    private const int ReceiveBatch = 50;
    private const int ExcessiveMessages = 50;

    private static readonly LogModule s_log = LogModule.Define("jsonrpc");
    private static readonly LogRateLimit s_limit = new(5, 5);
    private static readonly LogRateLimit s_backlogLimit = new(5, 5);
    private static readonly Errno s_tooBig = new(7); // E2BIG

    // Connections of one thread read one after the other; those that wait need no buffer.
    [ThreadStatic]
    private static byte[]? t_buffer;

    // Most messages come whole, so that one parser does for all.
    private static JsonParser? s_spareParser;

    private readonly EventLoop _loop;
    private readonly ByteStream _stream;
    private readonly Queue<ReadOnlyMemory<byte>> _output = new();
    private int _sentOfFirst;
    private ReadOnlyMemory<byte> _unread; // Read from the stream, but not looked at yet.
    private JsonParser? _parser;
    private long _chargedBytes;
    private bool _isPaused;
    private bool _isContinuing;
    private bool _isClosed;

    public JsonRpcConnection(EventLoop loop, ByteStream stream)
    {
        _loop = loop;
        _stream = stream;
        stream.Ready = OnReady;
        UpdateInterest();
    }

    public Action<JsonRpcMessage>? MessageReceived { get; set; }

    public Action<CloseReason>? Closed { get; set; }

    /// <summary>Bytes arrived; whoever watches for silence notes the time.</summary>
    public Action? Activity { get; set; }

    /// <summary>What was queued went out, at least in part.</summary>
    public Action? BacklogShrank { get; set; }

    public string Name => _stream.Name;

    /// <summary>Who the peer proved to be, or null: <see cref="ByteStream.PeerName"/>.</summary>
    public string? PeerName => _stream.PeerName;

    public bool IsClosed => _isClosed;

    public long ReceivedBytes { get; private set; }

    public long SentBytes { get; private set; }

    /// <summary>Bytes that wait to be sent.</summary>
    public long BacklogBytes { get; private set; }

    public int BacklogMessages => _output.Count;

    /// <summary>Most messages that may wait before the connection is given up; 0 is no limit.</summary>
    public int MaxBacklogMessages { get; set; }

    /// <summary>Most bytes that may wait before the connection is given up; 0 is no limit.</summary>
    public long MaxBacklogBytes { get; set; }

    /// <summary>While true nothing is read, so that a peer which sends faster than we answer waits.</summary>
    public bool IsPaused
    {
        get => _isPaused;
        set
        {
            if (_isPaused != value)
            {
                _isPaused = value;
                UpdateInterest();
                if (!value && !_unread.IsEmpty)
                {
                    ContinueLater();
                }
            }
        }
    }

    /// <summary>Whether a message that is not whole yet counts against <see cref="InputBudget"/>: for peers that are not
    /// trusted to end it.</summary>
    public bool LimitsInput { get; set; }

    public void Send(JsonRpcMessage message)
    {
        if (_isClosed)
        {
            return;
        }

        var json = message.ToJson();
        if (s_log.IsEnabled(LogLevel.Dbg))
        {
            LogMessage("send", message);
        }

        SendEncoded(JsonWriter.ToMemory(json));
    }

    /// <summary>Sends the text of one whole message, encoded before; several connections may share the memory.</summary>
    public void SendEncoded(ReadOnlyMemory<byte> message)
    {
        if (_isClosed || message.IsEmpty)
        {
            return;
        }

        _output.Enqueue(message);
        BacklogBytes += message.Length;
        if (_output.Count >= ExcessiveMessages)
        {
            s_log.Info(
                s_backlogLimit,
                $"excessive sending backlog, jsonrpc: {Name}, num of msgs: {_output.Count}, backlog: {BacklogBytes}.");
            if (MaxBacklogMessages > 0 && _output.Count > MaxBacklogMessages)
            {
                s_log.Warn($"sending backlog exceeded maximum number of messages ({_output.Count} > {MaxBacklogMessages}), disconnecting, jsonrpc: {Name}.");
                CloseLater(s_tooBig);
                return;
            }

            if (MaxBacklogBytes > 0 && BacklogBytes > MaxBacklogBytes)
            {
                s_log.Warn($"sending backlog exceeded maximum size ({BacklogBytes} > {MaxBacklogBytes} bytes), disconnecting, jsonrpc: {Name}.");
                CloseLater(s_tooBig);
                return;
            }
        }

        if (_output.Count == 1)
        {
            // Errors are told from the loop, not from inside the sender's call.
            var error = Flush();
            if (error.IsError)
            {
                CloseLater(error);
            }
        }
    }

    public void Dispose()
    {
        _isClosed = true;
        ReleaseInput();
        MessageReceived = null;
        Closed = null;
        Activity = null;
        BacklogShrank = null;
        _stream.Dispose();
    }

    private void OnReady()
    {
        if (_output.Count > 0)
        {
            var before = BacklogBytes;
            var error = Flush();
            if (error.IsError)
            {
                Close(new CloseReason(error));
                return;
            }

            if (BacklogBytes < before)
            {
                BacklogShrank?.Invoke();
            }
        }

        if (!_isClosed)
        {
            Receive();
        }
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
                s_log.Warn(s_limit, $"{Name}: send error: {error.Text}");
                return error;
            }

            SentBytes += sent;
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
        var left = ReceiveBatch;
        var unread = _unread;
        _unread = default;
        _unread = unread[Feed(unread.Span, ref left)..];
        while (left > 0 && !_isPaused && !_isClosed)
        {
            var buffer = t_buffer ?? new byte[ReceiveSize];
            t_buffer = null;
            var mayHoldMore = ReceiveOnce(buffer, ref left);
            t_buffer = buffer;
            if (!mayHoldMore)
            {
                return;
            }
        }

        // There may be more: read already by us, or by a TLS layer, where the descriptor no longer shows it.
        if (!_isPaused && !_isClosed)
        {
            ContinueLater();
        }
    }

    /// <summary>Reads once and handles what came; false when there is nothing more for now.</summary>
    private bool ReceiveOnce(byte[] buffer, ref int left)
    {
        var error = _stream.Receive(buffer, out var count);
        if (error == Errno.EAGAIN)
        {
            return false;
        }

        if (error.IsError || count == 0)
        {
            if (error.IsError)
            {
                s_log.Warn(s_limit, $"{Name}: receive error: {error.Text}");
            }

            Close(new CloseReason(error));
            return false;
        }

        ReceivedBytes += count;
        Activity?.Invoke();
        var taken = Feed(buffer.AsSpan(0, count), ref left);
        if (taken < count && !_isClosed)
        {
            _unread = buffer.AsSpan(taken, count - taken).ToArray();
        }

        return !_unread.IsEmpty || _stream.MayHoldMore;
    }

    /// <summary>Handles messages until they end, or we should; gives the bytes it took.</summary>
    private int Feed(ReadOnlySpan<byte> input, ref int left)
    {
        var taken = 0;
        while (taken < input.Length && left > 0 && !_isPaused && !_isClosed)
        {
            left--;
            _parser ??= Interlocked.Exchange(ref s_spareParser, null) ?? new JsonParser();
            taken += _parser.Feed(input[taken..]);
            if (_parser.IsDone)
            {
                ReleaseInput();
                Deliver();
            }
            else if (LimitsInput)
            {
                ChargeInput();
            }
        }

        return taken;
    }

    private void ChargeInput()
    {
        var more = _parser!.Cost - _chargedBytes;
        _chargedBytes += more;
        if (!InputBudget.Charge(more) || _chargedBytes > InputBudget.MaxMessageBytes)
        {
            s_log.Warn(s_limit, $"{Name}: message too large, disconnecting");
            _parser = null;
            Close(new CloseReason(Errno.EPROTO));
        }
    }

    private void ReleaseInput()
    {
        if (_chargedBytes > 0)
        {
            InputBudget.Charge(-_chargedBytes);
            _chargedBytes = 0;
        }
    }

    private void Deliver()
    {
        var json = _parser!.Finish(out var parseError);
        _parser.Reset();
        s_spareParser = _parser;
        _parser = null;
        if (json is null)
        {
            s_log.Warn(s_limit, $"{Name}: error parsing stream: {parseError}");
            Close(new CloseReason(Errno.EPROTO));
            return;
        }

        if (!JsonRpcMessage.TryParse(json, out var message, out var error))
        {
            s_log.Warn(s_limit, $"{Name}: received bad JSON-RPC message: {error}");
            Close(new CloseReason(Errno.EPROTO));
            return;
        }

        if (s_log.IsEnabled(LogLevel.Dbg))
        {
            LogMessage("received", message);
        }

        MessageReceived?.Invoke(message);
    }

    /// <summary>Input that was read already makes no descriptor ready: the loop comes back to it by itself.</summary>
    private void ContinueLater()
    {
        if (!_isContinuing)
        {
            _isContinuing = true;
            _loop.Post(() =>
            {
                _isContinuing = false;
                if (!_isClosed)
                {
                    Receive();
                }
            });
        }
    }

    private void CloseLater(Errno error)
    {
        _isClosed = true;
        _stream.Interest = StreamInterest.None;
        _loop.Post(() => Closed?.Invoke(new CloseReason(error)));
    }

    private void Close(CloseReason reason)
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _stream.Interest = StreamInterest.None;
            Closed?.Invoke(reason);
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

    private void LogMessage(string title, JsonRpcMessage message)
    {
        var text = new StringBuilder();
        if (message.Method is not null)
        {
            text.Append($", method=\"{message.Method}\"");
        }

        Append(text, "params", message.Params);
        Append(text, "result", message.Result);
        Append(text, "error", message.Error);
        Append(text, "id", message.Id);
        var type = message.Type switch
        {
            JsonRpcType.Notify => "notification",
            JsonRpcType.Reply => "reply",
            JsonRpcType.Error => "error",
            _ => "request",
        };
        s_log.Dbg($"{Name}: {title} {type}{text}");
    }

    private static void Append(StringBuilder text, string name, JsonValue? value)
    {
        if (value is not null)
        {
            text.Append($", {name}={JsonWriter.ToText(value, JsonStyle.Sorted)}");
        }
    }
}
