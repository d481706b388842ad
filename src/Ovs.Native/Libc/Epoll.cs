using System;
using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>What a descriptor is watched for, or what it became; values are those of epoll(7).</summary>
[Flags]
public enum IoEvents
{
    None = 0,
    Readable = 0x1,
    Writable = 0x4,
    Error = 0x8,
    HangUp = 0x10,
}

/// <summary>One result of <see cref="Epoll.Wait"/>: the caller's token and what happened.</summary>
public readonly record struct EpollReady(long Token, IoEvents Events);

/// <summary>An epoll(7) instance, level-triggered.</summary>
public sealed unsafe partial class Epoll : IDisposable
{
    private const int EPOLL_CLOEXEC = 0x80000;
    private const int EPOLL_CTL_ADD = 1;
    private const int EPOLL_CTL_DEL = 2;
    private const int EPOLL_CTL_MOD = 3;
    private const int MaxEvents = 64;

    private readonly FileDescriptor _fd;

    public Epoll()
    {
        var fd = epoll_create1(EPOLL_CLOEXEC);
        if (fd < 0)
        {
            throw new InvalidOperationException($"epoll_create1: {Errno.Last.Text}");
        }

        _fd = new FileDescriptor(fd);
    }

    public Errno Add(int fd, IoEvents events, long token) => Control(EPOLL_CTL_ADD, fd, events, token);

    public Errno Modify(int fd, IoEvents events, long token) => Control(EPOLL_CTL_MOD, fd, events, token);

    public Errno Remove(int fd) => Control(EPOLL_CTL_DEL, fd, IoEvents.None, 0);

    /// <summary>Waits up to <paramref name="timeoutMs"/> (-1: forever) and fills <paramref name="ready"/>; gives the count,
    /// 0 when a signal interrupted.</summary>
    public int Wait(Span<EpollReady> ready, int timeoutMs)
    {
        var events = stackalloc epoll_event[MaxEvents];
        var count = epoll_wait(_fd.Value, events, Math.Min(ready.Length, MaxEvents), timeoutMs);
        if (count < 0)
        {
            var error = Errno.Last;
            if (error != Errno.EINTR)
            {
                throw new InvalidOperationException($"epoll_wait: {error.Text}");
            }

            // A process is in here most of the time, so this is where it notices.
            Signals.FinishFault();
            return 0;
        }

        for (var i = 0; i < count; i++)
        {
            ready[i] = new EpollReady(events[i].data, (IoEvents)events[i].events);
        }

        return count;
    }

    public void Dispose() => _fd.Dispose();

    private Errno Control(int operation, int fd, IoEvents events, long token)
    {
        var request = new epoll_event { events = (uint)events, data = token };
        return epoll_ctl(_fd.Value, operation, fd, &request) < 0 ? Errno.Last : Errno.None;
    }

    [LibraryImport("libc")]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc")]
    private static partial int epoll_ctl(int epfd, int op, int fd, epoll_event* ev);

    [LibraryImport("libc")]
    private static partial int epoll_wait(int epfd, epoll_event* events, int maxevents, int timeout);

    // The kernel packs this structure on x86-64 only.
    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private struct epoll_event
    {
        public uint events;
        public long data;
    }
}
