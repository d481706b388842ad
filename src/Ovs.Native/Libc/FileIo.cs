using System;
using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>Blocking reads and writes of descriptors that are not sockets.</summary>
public static unsafe partial class FileIo
{
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

    [LibraryImport("libc")]
    private static partial nint write(int fd, void* buf, nint count);
}
