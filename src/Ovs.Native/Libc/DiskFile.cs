using System;
using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>How <see cref="DiskFile.Open"/> opens; values are those of open(2) on Linux.</summary>
[Flags]
public enum DiskFileMode
{
    Read = 0,
    ReadWrite = 2,
    Create = 0x40,
    Exclusive = 0x80,
}

/// <summary>What makes a file that file, whatever its names.</summary>
public readonly record struct FileIdentity(uint DeviceMajor, uint DeviceMinor, ulong Inode);

/// <summary>What stat(2) says, as far as someone asks.</summary>
public readonly record struct FileStatus(FileIdentity Identity, long SizeBytes, bool IsSymbolicLink);

/// <summary>
/// A file on disk by position, with the kernel's error numbers: what a database log needs to be exact about a full
/// disk. Interrupted calls are repeated.
/// </summary>
public sealed unsafe partial class DiskFile : IDisposable
{
    private const int O_CLOEXEC = 0x80000;
    private const int AT_FDCWD = -100;
    private const int AT_SYMLINK_NOFOLLOW = 0x100;
    private const int AT_EMPTY_PATH = 0x1000;
    private const uint STATX_TYPE = 0x1;
    private const uint STATX_INO = 0x100;
    private const uint STATX_SIZE = 0x200;
    private const int S_IFMT = 0xF000;
    private const int S_IFLNK = 0xA000;
    private const int F_GETLK = 5;
    private const int F_SETLK = 6;
    private const short F_WRLCK = 1;
    private const short F_UNLCK = 2;
    private const int MaxPath = 4096;

    private readonly FileDescriptor _fd;

    private DiskFile(FileDescriptor fd) => _fd = fd;

    public bool IsOpen => _fd.IsOpen;

    /// <summary>Opens <paramref name="path"/>; <paramref name="permissions"/> (less the umask) are for a new file.</summary>
    public static Errno Open(string path, DiskFileMode mode, int permissions, out DiskFile? file)
    {
        int fd;
        do
        {
            fd = open(path, (int)mode | O_CLOEXEC, permissions);
        }
        while (fd < 0 && Errno.Last == Errno.EINTR);

        file = fd < 0 ? null : new DiskFile(new FileDescriptor(fd));
        return fd < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>Another descriptor of the one this process was started with (0 is standard input).</summary>
    public static Errno Duplicate(int number, out DiskFile? file)
    {
        var fd = dup(number);
        file = fd < 0 ? null : new DiskFile(new FileDescriptor(fd));
        return fd < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>Reads until <paramref name="buffer"/> is full or the file ends.</summary>
    public Errno ReadAt(Span<byte> buffer, long offset, out int count)
    {
        count = 0;
        fixed (byte* start = buffer)
        {
            while (count < buffer.Length)
            {
                var got = pread(_fd.Value, start + count, buffer.Length - count, offset + count);
                if (got < 0 && Errno.Last == Errno.EINTR)
                {
                    continue;
                }

                if (got < 0)
                {
                    return Errno.Last;
                }

                if (got == 0)
                {
                    break;
                }

                count += (int)got;
            }
        }

        return Errno.None;
    }

    /// <summary>Writes all of <paramref name="data"/>; on an error part of it may be in the file.</summary>
    public Errno WriteAt(ReadOnlySpan<byte> data, long offset)
    {
        fixed (byte* start = data)
        {
            for (var done = 0; done < data.Length;)
            {
                var put = pwrite(_fd.Value, start + done, data.Length - done, offset + done);
                if (put < 0 && Errno.Last != Errno.EINTR)
                {
                    return Errno.Last;
                }

                done += put < 0 ? 0 : (int)put;
            }
        }

        return Errno.None;
    }

    public Errno Truncate(long sizeBytes)
    {
        int result;
        do
        {
            result = ftruncate(_fd.Value, sizeBytes);
        }
        while (result < 0 && Errno.Last == Errno.EINTR);

        return result < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>Returns when data and size are on the disk (fdatasync(2)); times of access need not be.</summary>
    public Errno SyncData() => fdatasync(_fd.Value) < 0 ? Errno.Last : Errno.None;

    public Errno Status(out FileStatus status) => Status(_fd.Value, "", AT_EMPTY_PATH, out status);

    /// <summary>Locks the whole file for this process (fcntl(2) F_SETLK) or gives EAGAIN or EACCES at once.</summary>
    /// <param name="ownerPid">On failure the process that has the lock, or 0 when that is not known.</param>
    /// <remarks>POSIX: closing any descriptor of the file ends the lock, so open a lock file only once.</remarks>
    public Errno TryLock(out int ownerPid)
    {
        ownerPid = 0;
        var request = new flock_t { l_type = F_WRLCK };
        if (fcntl(_fd.Value, F_SETLK, &request) == 0)
        {
            return Errno.None;
        }

        var error = Errno.Last;
        request = new flock_t { l_type = F_WRLCK };
        if (fcntl(_fd.Value, F_GETLK, &request) == 0 && request.l_type != F_UNLCK)
        {
            ownerPid = request.l_pid;
        }

        return error;
    }

    public void Dispose() => _fd.Dispose();

    public static Errno Status(string path, bool followLinks, out FileStatus status) =>
        Status(AT_FDCWD, path, followLinks ? 0 : AT_SYMLINK_NOFOLLOW, out status);

    public static Errno Rename(string from, string to) => rename(from, to) < 0 ? Errno.Last : Errno.None;

    public static Errno Unlink(string path) => unlink(path) < 0 ? Errno.Last : Errno.None;

    /// <summary>What the symbolic link at <paramref name="path"/> says.</summary>
    public static Errno ReadLink(string path, out string target)
    {
        var buffer = stackalloc byte[MaxPath];
        var length = readlink(path, buffer, MaxPath);
        target = length < 0 ? "" : System.Text.Encoding.UTF8.GetString(buffer, (int)length);
        return length < 0 ? Errno.Last : Errno.None;
    }

    private static Errno Status(int fd, string path, int flags, out FileStatus status)
    {
        statx_t found;
        status = default;
        if (statx(fd, path, flags, STATX_TYPE | STATX_INO | STATX_SIZE, &found) < 0)
        {
            return Errno.Last;
        }

        status = new FileStatus(
            new FileIdentity(found.stx_dev_major, found.stx_dev_minor, found.stx_ino),
            (long)found.stx_size,
            (found.stx_mode & S_IFMT) == S_IFLNK);
        return Errno.None;
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial int dup(int fd);

    [LibraryImport("libc")]
    private static partial nint pread(int fd, void* buf, nint count, long offset);

    [LibraryImport("libc")]
    private static partial nint pwrite(int fd, void* buf, nint count, long offset);

    [LibraryImport("libc")]
    private static partial int ftruncate(int fd, long length);

    [LibraryImport("libc")]
    private static partial int fdatasync(int fd);

    [LibraryImport("libc")]
    private static partial int fcntl(int fd, int cmd, flock_t* argument);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string from, string to);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unlink(string path);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint readlink(string path, byte* buf, nint size);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int dirfd, string path, int flags, uint mask, statx_t* buffer);

    // fcntl(2), 64-bit Linux.
    [StructLayout(LayoutKind.Sequential)]
    private struct flock_t
    {
        public short l_type;
        public short l_whence;
        public long l_start;
        public long l_len;
        public int l_pid;
    }

    // statx(2): the one status structure that is laid out alike on every architecture.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct statx_t
    {
        [FieldOffset(0x1c)]
        public ushort stx_mode;
        [FieldOffset(0x20)]
        public ulong stx_ino;
        [FieldOffset(0x28)]
        public ulong stx_size;
        [FieldOffset(0x88)]
        public uint stx_dev_major;
        [FieldOffset(0x8c)]
        public uint stx_dev_minor;
    }
}
