using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>Declarations that several rooms of Native share.</summary>
internal static unsafe partial class LibC
{
    public const int O_RDWR = 2;
    public const int O_NONBLOCK = 0x800;
    public const int O_CLOEXEC = 0x80000;

    [LibraryImport("libc")]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport("libc")]
    public static partial int bind(int fd, void* address, int length);

    [LibraryImport("libc")]
    public static partial int setsockopt(int fd, int level, int option, void* value, int length);

    [LibraryImport("libc")]
    public static partial int ioctl(int fd, nuint request, void* argument);

    [LibraryImport("libc")]
    public static partial nint read(int fd, void* buffer, nint count);

    [LibraryImport("libc")]
    public static partial nint write(int fd, void* buffer, nint count);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags);
}
