using System;
using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>Blocking reads and writes of descriptors that are not sockets.</summary>
public static unsafe partial class FileIo
{
    private const int O_CLOEXEC = 0x80000;

    /// <summary>Writes all of <paramref name="data"/>, waiting as long as that takes.</summary>
    public static Errno WriteAll(int fd, ReadOnlySpan<byte> data)
    {
        while (!data.IsEmpty)
        {
            nint written;
            fixed (byte* start = data)
            {
                written = write(fd, start, data.Length);
            }

            if (written < 0)
            {
                var error = Errno.Last;
                if (error == Errno.EINTR)
                {
                    continue;
                }

                return error;
            }

            data = data[(int)written..];
        }

        return Errno.None;
    }

    /// <summary>Opens a file, pipe or device to be read from front to end.</summary>
    public static Errno OpenRead(string path, out FileDescriptor? fd)
    {
        int number;
        do
        {
            number = open(path, O_CLOEXEC, 0);
        }
        while (number < 0 && Errno.Last == Errno.EINTR);

        fd = number < 0 ? null : new FileDescriptor(number);
        return number < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>Another descriptor of standard input.</summary>
    public static Errno OpenStandardInput(out FileDescriptor? fd)
    {
        var number = dup(0);
        fd = number < 0 ? null : new FileDescriptor(number);
        return number < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>Reads what is there, waiting for at least one byte; no bytes mean the end.</summary>
    public static Errno Read(FileDescriptor fd, Span<byte> buffer, out int count)
    {
        while (true)
        {
            nint got;
            fixed (byte* start = buffer)
            {
                got = read(fd.Value, start, buffer.Length);
            }

            count = Math.Max((int)got, 0);
            if (got >= 0)
            {
                return Errno.None;
            }

            if (Errno.Last != Errno.EINTR)
            {
                return Errno.Last;
            }
        }
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial int dup(int fd);

    [LibraryImport("libc")]
    private static partial nint read(int fd, void* buf, nint count);

    [LibraryImport("libc")]
    private static partial nint write(int fd, void* buf, nint count);
}
