using System;
using Ovs.Native.Libc;

namespace Ovs.Runtime.Loop;

/// <summary>A descriptor's registration with an <see cref="EventLoop"/>; disposing it ends the calls.</summary>
public sealed class FdWatch : IDisposable
{
    private readonly EventLoop _loop;
    private IoEvents _interest;

    internal FdWatch(EventLoop loop, int fd, long token, IoEvents interest, Action<IoEvents> handler)
    {
        _loop = loop;
        Fd = fd;
        Token = token;
        _interest = interest;
        Handler = handler;
    }

    public int Fd { get; }

    /// <summary>What the descriptor is watched for; assigning the same value again costs nothing.</summary>
    public IoEvents Interest
    {
        get => _interest;
        set
        {
            if (value != _interest)
            {
                _interest = value;
                _loop.Change(this, value);
            }
        }
    }

    internal long Token { get; }

    internal Action<IoEvents> Handler { get; }

    public void Dispose() => _loop.Forget(this);
}
