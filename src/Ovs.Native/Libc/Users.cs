using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

/// <summary>Changing who the process is, with the network capabilities that a switch needs (capabilities(7)).</summary>
public static unsafe partial class Users
{
    private const int PR_SET_KEEPCAPS = 8;
    private const uint LINUX_CAPABILITY_VERSION_3 = 0x20080522;
    private const int CAP_NET_BIND_SERVICE = 10;
    private const int CAP_NET_BROADCAST = 11;
    private const int CAP_NET_ADMIN = 12;
    private const int CAP_NET_RAW = 13;
    private const int CAP_IPC_LOCK = 14;

    public static uint EffectiveUser() => geteuid();

    /// <summary>Capabilities survive the change of user (as permitted ones).</summary>
    public static Errno KeepNetworkCapabilities() => prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0 ? Errno.Last : Errno.None;

    public static Errno SetGroup(int gid)
    {
        var group = (uint)gid;
        return setgroups(1, &group) < 0 || setgid(group) < 0 ? Errno.Last : Errno.None;
    }

    public static Errno SetUser(int uid) => setuid((uint)uid) < 0 ? Errno.Last : Errno.None;

    /// <summary>Makes the kept network capabilities effective, and gives up all others.</summary>
    public static Errno RaiseNetworkCapabilities()
    {
        const uint kept = (1u << CAP_NET_ADMIN) | (1u << CAP_NET_RAW) | (1u << CAP_NET_BROADCAST) |
            (1u << CAP_NET_BIND_SERVICE) | (1u << CAP_IPC_LOCK);
        var header = new cap_header { version = LINUX_CAPABILITY_VERSION_3 };
        var data = stackalloc cap_data[2];
        data[0] = new cap_data { effective = kept, permitted = kept, inheritable = kept };
        data[1] = default;
        return capset(&header, data) < 0 ? Errno.Last : Errno.None;
    }

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial int setgid(uint gid);

    [LibraryImport("libc")]
    private static partial int setuid(uint uid);

    [LibraryImport("libc")]
    private static partial int setgroups(nint count, uint* groups);

    [LibraryImport("libc")]
    private static partial int prctl(int option, nint a, nint b, nint c, nint d);

    [LibraryImport("libc")]
    private static partial int capset(cap_header* header, cap_data* data);

    [StructLayout(LayoutKind.Sequential)]
    private struct cap_header
    {
        public uint version;
        public int pid;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct cap_data
    {
        public uint effective;
        public uint permitted;
        public uint inheritable;
    }
}
