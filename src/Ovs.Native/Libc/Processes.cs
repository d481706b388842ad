using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Text;

namespace Ovs.Native.Libc;

/// <summary>How a child process ended, or what waitpid(2) said of it.</summary>
public readonly record struct ProcessStatus(int Raw)
{
    public bool IsExited => (Raw & 0x7f) == 0;

    public int ExitCode => (Raw >> 8) & 0xff;

    public bool IsSignaled => !IsExited && (Raw & 0xff) != 0x7f;

    public int Signal => Raw & 0x7f;

    public bool DumpedCore => IsSignaled && (Raw & 0x80) != 0;
}

/// <summary>Starting, awaiting and ending processes.</summary>
public static unsafe partial class Processes
{
    private const int F_SETFD = 2;
    private const int F_GETFD = 1;
    private const int FD_CLOEXEC = 1;
    private const int O_CLOEXEC = 0x80000;
    private const int O_RDWR = 2;
    private const short POSIX_SPAWN_SETSIGMASK = 0x08;
    private const short POSIX_SPAWN_SETSID = 0x80;
    private const int AttributesSize = 512;

    /// <summary>The process that started this one; 0 when that is outside of what this one can see.</summary>
    public static int ParentId => getppid();

    /// <summary>Starts <paramref name="path"/>; descriptors without close-on-exec go along.</summary>
    /// <param name="newSession">True makes it the leader of a session of its own (setsid).</param>
    public static Errno Spawn(
        string path, IReadOnlyList<string> arguments, IReadOnlyList<string> environment, bool newSession, out int pid)
    {
        var attributes = stackalloc byte[AttributesSize];
        var signals = stackalloc byte[128]; // An empty sigset_t: nothing stays blocked in the child.
        new Span<byte>(signals, 128).Clear();
        _ = posix_spawnattr_init(attributes);
        _ = posix_spawnattr_setsigmask(attributes, signals);
        _ = posix_spawnattr_setflags(
            attributes, (short)(POSIX_SPAWN_SETSIGMASK | (newSession ? POSIX_SPAWN_SETSID : 0)));
        var argv = StringArray(arguments);
        var envp = StringArray(environment);
        int child;
        int error;
        fixed (byte* file = Encoding.UTF8.GetBytes(path + '\0'))
        {
            error = posix_spawn(&child, file, null, attributes, argv, envp);
        }

        _ = posix_spawnattr_destroy(attributes);
        Free(argv, arguments.Count);
        Free(envp, environment.Count);
        pid = error == 0 ? child : -1;
        return new Errno(error);
    }

    /// <summary>Waits until the child ends.</summary>
    public static Errno Wait(int pid, out ProcessStatus status)
    {
        int raw;
        int result;
        do
        {
            result = waitpid(pid, &raw, 0);
        }
        while (result < 0 && Errno.Last == Errno.EINTR);

        status = new ProcessStatus(result < 0 ? 0 : raw);
        return result < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>A pipe whose ends are not inherited; <see cref="SetInherited"/> changes that for one.</summary>
    public static Errno Pipe(out FileDescriptor? read, out FileDescriptor? write)
    {
        var ends = stackalloc int[2];
        if (pipe2(ends, O_CLOEXEC) < 0)
        {
            read = write = null;
            return Errno.Last;
        }

        read = new FileDescriptor(ends[0]);
        write = new FileDescriptor(ends[1]);
        return Errno.None;
    }

    public static Errno SetInherited(int fd, bool inherited)
    {
        var flags = fcntl(fd, F_GETFD, 0);
        return flags < 0 || fcntl(fd, F_SETFD, inherited ? flags & ~FD_CLOEXEC : flags | FD_CLOEXEC) < 0
            ? Errno.Last
            : Errno.None;
    }

    /// <summary>Reads one byte; false at the end, when the other side closed without a word.</summary>
    public static bool ReadByte(FileDescriptor fd)
    {
        byte value;
        nint result;
        do
        {
            result = read(fd.Value, &value, 1);
        }
        while (result < 0 && Errno.Last == Errno.EINTR);

        return result == 1;
    }

    /// <summary>Sends standard input, output and error to /dev/null, but for those that are kept.</summary>
    public static Errno CloseStandardStreams(bool keepsOutput = false, bool keepsErrors = false)
    {
        int nullFd;
        fixed (byte* path = "/dev/null\0"u8)
        {
            nullFd = open(path, O_RDWR | O_CLOEXEC, 0);
        }

        if (nullFd < 0)
        {
            return Errno.Last;
        }

        for (var fd = 0; fd <= 2; fd++)
        {
            var isKept = (fd == 1 && keepsOutput) || (fd == 2 && keepsErrors);
            if (!isKept && dup2(nullFd, fd) < 0)
            {
                return Errno.Last;
            }
        }

        using var owner = new FileDescriptor(nullFd);
        return Errno.None;
    }

    public static Errno ChangeFolder(string path)
    {
        fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
        {
            return chdir(name) < 0 ? Errno.Last : Errno.None;
        }
    }

    /// <summary>Locks all memory of the process, present and to come, in RAM.</summary>
    public static Errno LockAllMemory() => mlockall(3) < 0 ? Errno.Last : Errno.None;

    private static byte** StringArray(IReadOnlyList<string> strings)
    {
        var array = (byte**)NativeMemory.Alloc((nuint)(strings.Count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < strings.Count; i++)
        {
            var size = Encoding.UTF8.GetByteCount(strings[i]);
            array[i] = (byte*)NativeMemory.Alloc((nuint)size + 1);
            Encoding.UTF8.GetBytes(strings[i], new Span<byte>(array[i], size));
            array[i][size] = 0;
        }

        array[strings.Count] = null;
        return array;
    }

    private static void Free(byte** array, int count)
    {
        for (var i = 0; i < count; i++)
        {
            NativeMemory.Free(array[i]);
        }

        NativeMemory.Free(array);
    }

    [LibraryImport("libc")]
    private static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_init(void* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_destroy(void* attributes);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport("libc")]
    private static partial int posix_spawnattr_setsigmask(void* attributes, void* mask);

    [LibraryImport("libc")]
    private static partial int getppid();

    [LibraryImport("libc")]
    private static partial int waitpid(int pid, int* status, int options);

    [LibraryImport("libc")]
    private static partial int pipe2(int* ends, int flags);

    [LibraryImport("libc")]
    private static partial int fcntl(int fd, int command, nint argument);

    [LibraryImport("libc")]
    private static partial nint read(int fd, void* buffer, nint count);

    [LibraryImport("libc")]
    private static partial int open(byte* path, int flags, int mode);

    [LibraryImport("libc")]
    private static partial int dup2(int from, int to);

    [LibraryImport("libc")]
    private static partial int chdir(byte* path);

    [LibraryImport("libc")]
    private static partial int mlockall(int flags);
}
