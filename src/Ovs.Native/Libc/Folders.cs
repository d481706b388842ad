using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>Descriptors of folders, for paths relative to them and for fsync(2) of their entries.</summary>
public static partial class Folders
{
    private const int O_RDONLY = 0;
    private const int O_DIRECTORY = 0x10000;
    private const int O_CLOEXEC = 0x80000;

    public static Errno Open(string path, out FileDescriptor? folder)
    {
        var fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
        folder = fd < 0 ? null : new FileDescriptor(fd);
        return fd < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>Makes a rename or creation in <paramref name="folder"/> survive a power failure.</summary>
    public static Errno Sync(FileDescriptor folder) => fsync(folder.Value) < 0 ? Errno.Last : Errno.None;

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial int fsync(int fd);
}
