using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>Files that are only appended to.</summary>
public static unsafe partial class LogFiles
{
    private const int O_WRONLY = 1;
    private const int O_CREAT = 0x40;
    private const int O_APPEND = 0x400;
    private const int O_CLOEXEC = 0x80000;
    private const int AT_EMPTY_PATH = 0x1000;
    private const uint STATX_INO = 0x100;

    public static Errno Open(string path, int mode, out FileDescriptor? file)
    {
        var fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, mode);
        file = fd < 0 ? null : new FileDescriptor(fd);
        return fd < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>True when both descriptors are of one file.</summary>
    public static bool AreSame(FileDescriptor a, FileDescriptor b) =>
        TryIdentity(a, out var first) && TryIdentity(b, out var second) && first == second;

    private static bool TryIdentity(FileDescriptor file, out (ulong Inode, ulong Device) identity)
    {
        statx_result result;
        var ok = statx(file.Value, "", AT_EMPTY_PATH, STATX_INO, &result) == 0;
        identity = ok ? (result.stx_ino, ((ulong)result.stx_dev_major << 32) | result.stx_dev_minor) : default;
        return ok;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int dirfd, string path, int flags, uint mask, statx_result* result);

    // struct statx of linux/stat.h, with the members that are read.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct statx_result
    {
        [FieldOffset(32)]
        public ulong stx_ino;

        [FieldOffset(136)]
        public uint stx_dev_major;

        [FieldOffset(140)]
        public uint stx_dev_minor;
    }
}
