using System;
using Ovs.Native;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Replay;

namespace Ovs.Runtime.Streams;

/// <summary>A connection that is not there: it gives what a <see cref="RecordingStream"/> wrote, when its turn comes.</summary>
internal sealed class ReplayStream : ByteStream
{
    private readonly EventLoop _loop;
    private readonly ReplayFile _file;
    private StreamInterest _interest;
    private bool _isConnected;
    private bool _isPosted;

    private ReplayStream(EventLoop loop, string name, ReplayFile file, bool isConnected)
        : base(name)
    {
        _loop = loop;
        _file = file;
        _isConnected = isConnected;
        file.Due = PostReady;
    }

    public override StreamInterest Interest
    {
        get => _interest;
        set
        {
            _interest = value;
            PostReady();
        }
    }

    /// <summary>Opens the recording of a connection; the error is the one that opening had then.</summary>
    /// <param name="isAccepted">Whether it came by a listener, and so is connected.</param>
    public static Errno Open(EventLoop loop, string name, bool isAccepted, out ByteStream? stream)
    {
        stream = null;
        var error = ReplayJournal.Open(name, out var file);
        if (error.IsError)
        {
            return error;
        }

        error = file!.TakeEarly(default, out _);
        if (error.IsError)
        {
            file.Dispose();
            return error;
        }

        stream = new ReplayStream(loop, name, file, isAccepted);
        return Errno.None;
    }

    public override Errno Connect()
    {
        if (_isConnected)
        {
            return Errno.None;
        }

        var error = _file.TakeReceived(default, out _);
        _isConnected = error != Errno.EAGAIN;
        return error;
    }

    public override Errno Receive(Span<byte> buffer, out int count) => _file.TakeReceived(buffer, out count);

    public override Errno Send(ReadOnlySpan<byte> data, out int count)
    {
        var error = _file.TakeSent(out count);
        count = Math.Min(count, data.Length);
        return error;
    }

    protected override void Dispose(bool disposing) => _file.Dispose();

    private void PostReady()
    {
        if (_isPosted || _file.IsAtEnd || !_file.IsDue || !IsWanted())
        {
            return;
        }

        _isPosted = true;
        _loop.Post(() =>
        {
            _isPosted = false;
            Ready?.Invoke();
        });
    }

    private bool IsWanted() =>
        (_interest & (_file.IsNextReceived ? StreamInterest.Connect | StreamInterest.Receive : StreamInterest.Send)) != 0;
}
