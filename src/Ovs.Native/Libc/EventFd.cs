using System;
using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>An eventfd(2): lets another thread make a descriptor readable.</summary>
public sealed unsafe partial class EventFd : IDisposable
{
    private const int EFD_CLOEXEC = 0x80000;
    private const int EFD_NONBLOCK = 0x800;

    private readonly FileDescriptor _fd;

    public EventFd()
    {
        var fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (fd < 0)
        {
            throw new InvalidOperationException($"eventfd: {Errno.Last.Text}");
        }

        _fd = new FileDescriptor(fd);
    }

    public int Fd => _fd.Value;

    /// <summary>Makes the descriptor readable; any thread may call it.</summary>
    public void Signal()
    {
        var one = 1UL;
        // The counter only refuses when it is about to overflow, and then the descriptor is readable already.
        _ = write(_fd.Value, &one, sizeof(ulong));
    }

    /// <summary>Makes the descriptor unreadable until the next <see cref="Signal"/>.</summary>
    public void Clear()
    {
        ulong count;
        _ = read(_fd.Value, &count, sizeof(ulong));
    }

    public void Dispose() => _fd.Dispose();

    [LibraryImport("libc")]
    private static partial int eventfd(uint initval, int flags);

    [LibraryImport("libc")]
    private static partial nint read(int fd, void* buf, nint count);

    [LibraryImport("libc")]
    private static partial nint write(int fd, void* buf, nint count);
}
