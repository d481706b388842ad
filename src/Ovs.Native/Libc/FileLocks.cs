using System.Runtime.InteropServices;
using System.Text;

namespace Ovs.Native.Libc;

/// <summary>Files under fcntl(2) write locks, which the kernel drops with the process that holds them: pid files and database
/// locks.</summary>
public static unsafe partial class FileLocks
{
    private const int O_RDWR = 2;
    private const int O_CREAT = 0x40;
    private const int O_CLOEXEC = 0x80000;
    private const int F_GETLK = 5;
    private const int F_SETLK = 6;
    private const short F_WRLCK = 1;
    private const short F_UNLCK = 2;

    /// <summary>Opens for reading and writing; <paramref name="create"/> makes the file with mode 0666 less the umask.</summary>
    public static Errno Open(string path, bool create, out FileDescriptor? file)
    {
        int fd;
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            fd = open(name, O_RDWR | O_CLOEXEC | (create ? O_CREAT : 0), 0x1B6);
        }

        file = fd < 0 ? null : new FileDescriptor(fd);
        return fd < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>Locks the whole file, or fails at once (EAGAIN or EACCES) when another process has it.</summary>
    public static Errno TryLock(FileDescriptor file)
    {
        var request = new struct_flock { l_type = F_WRLCK };
        return fcntl(file.Value, F_SETLK, &request) < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>Pid of the process that has the file locked, 0 when none has.</summary>
    public static Errno Holder(FileDescriptor file, out int pid)
    {
        var request = new struct_flock { l_type = F_WRLCK };
        pid = 0;
        if (fcntl(file.Value, F_GETLK, &request) < 0)
        {
            return Errno.Last;
        }

        pid = request.l_type == F_UNLCK ? 0 : request.l_pid;
        return Errno.None;
    }

    /// <summary>Makes <paramref name="text"/> the whole content.</summary>
    public static Errno Replace(FileDescriptor file, string text)
    {
        if (ftruncate(file.Value, 0) < 0)
        {
            return Errno.Last;
        }

        return FileIo.WriteAll(file.Value, Encoding.ASCII.GetBytes(text));
    }

    [LibraryImport("libc")]
    private static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial int fcntl(int fd, int command, struct_flock* request);

    [LibraryImport("libc")]
    private static partial int ftruncate(int fd, long size);

    [StructLayout(LayoutKind.Sequential)]
    private struct struct_flock
    {
        public short l_type;
        public short l_whence;
        public long l_start;
        public long l_len;
        public int l_pid;
    }
}
