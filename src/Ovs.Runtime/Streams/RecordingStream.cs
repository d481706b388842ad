using System;
using Ovs.Native;
using Ovs.Runtime.Replay;

namespace Ovs.Runtime.Streams;

/// <summary>A connection whose every event is written to a file (<see cref="ReplayJournal"/>).</summary>
internal sealed class RecordingStream : ByteStream
{
    private readonly ByteStream _inner;
    private readonly ReplayFile _file;
    private bool _isConnected;

    private RecordingStream(ByteStream inner, ReplayFile file)
        : base(inner.Name)
    {
        _inner = inner;
        _file = file;
        inner.Ready = () => Ready?.Invoke();
    }

    public override StreamInterest Interest
    {
        get => _inner.Interest;
        set => _inner.Interest = value;
    }

    /// <summary>Writes how opening ended, and from now on what is done with <paramref name="stream"/>. A stream whose file
    /// cannot be made goes unrecorded.</summary>
    public static void Begin(string name, Errno error, ref ByteStream? stream)
    {
        if (ReplayJournal.Open(name, out var file).IsError)
        {
            return;
        }

        file!.WriteResult(error);
        if (stream is null)
        {
            file.Dispose();
        }
        else
        {
            stream = new RecordingStream(stream, file);
        }
    }

    public override Errno Connect()
    {
        var error = _inner.Connect();
        if (!_isConnected && error != Errno.EAGAIN)
        {
            _isConnected = true;
            _file.WriteResult(error);
        }

        PeerName = _inner.PeerName;
        return error;
    }

    public override Errno Receive(Span<byte> buffer, out int count)
    {
        var error = _inner.Receive(buffer, out count);
        PeerName = _inner.PeerName;
        if (!error.IsError)
        {
            _file.WriteReceived(buffer[..count]);
        }
        else if (error != Errno.EAGAIN)
        {
            _file.WriteResult(error);
        }

        return error;
    }

    public override Errno Send(ReadOnlySpan<byte> data, out int count)
    {
        var error = _inner.Send(data, out count);
        if (error != Errno.EAGAIN)
        {
            _file.WriteSent(error, count);
        }

        return error;
    }

    protected override void Dispose(bool disposing)
    {
        _inner.Dispose();
        _file.Dispose();
    }
}
