using System;
using Ovs.Native.Libc;

namespace Ovs.Native.Tap;

/// <summary>
/// A TAP device (Documentation/networking/tuntap.rst): what the kernel sends into it we read, what we write it receives.
/// Frames carry a virtio-net header, so that checksums and segmentation travel with them.
/// </summary>
public sealed unsafe class TapDevice : IDisposable
{
    private const string ControlPath = "/dev/net/tun";
    private const uint TUNSETIFF = 0x4004_54ca;
    private const uint TUNSETPERSIST = 0x4004_54cb;
    private const uint TUNSETOFFLOAD = 0x4004_54d0;
    private const ushort IFF_TAP = 0x0002;
    private const ushort IFF_NO_PI = 0x1000;
    private const ushort IFF_VNET_HDR = 0x4000;

    private const nuint TUN_F_CSUM = 0x01;
    private const nuint TUN_F_TSO4 = 0x02;
    private const nuint TUN_F_TSO6 = 0x04;
    private const nuint TUN_F_TSO_ECN = 0x08;
    private const nuint TUN_F_USO4 = 0x20;
    private const nuint TUN_F_USO6 = 0x40;

    private readonly FileDescriptor _fd;

    private TapDevice(FileDescriptor fd) => _fd = fd;

    public int Fd => _fd.Value;

    /// <summary>Creates device <paramref name="name"/>, or takes one over that outlived another process. EINVAL if another
    /// kind of device has the name, EBUSY if another process has this one.</summary>
    /// <param name="failedStep">What failed, in the words of the original's log.</param>
    public static Errno Open(string name, out TapDevice? device, out string failedStep)
    {
        device = null;
        failedStep = "";
        var number = LibC.open(ControlPath, LibC.O_RDWR | LibC.O_NONBLOCK | LibC.O_CLOEXEC);
        if (number < 0)
        {
            failedStep = $"opening \"{ControlPath}\" failed";
            return Errno.Last;
        }

        var fd = new FileDescriptor(number);
        var error = Attach(fd, name);
        if (error.IsError)
        {
            failedStep = $"{name}: creating tap device failed";
            fd.Dispose();
            return error;
        }

        // The device outlives the process, with the addresses and routes that others gave it, as in the original; Remove
        // ends it.
        error = Control(fd, TUNSETPERSIST, 1);
        if (error.IsError)
        {
            failedStep = $"{name}: creating tap device failed (persist)";
            fd.Dispose();
            return error;
        }

        device = new TapDevice(fd);
        return Errno.None;
    }

    /// <summary>Lets the kernel leave us checksums and segmentation, as far as it can.</summary>
    public Errno EnableOffloads()
    {
        const nuint basic = TUN_F_CSUM | TUN_F_TSO4 | TUN_F_TSO6 | TUN_F_TSO_ECN;
        // UDP segmentation needs Linux 6.2, and both kinds at once.
        var error = Control(_fd, TUNSETOFFLOAD, basic | TUN_F_USO4 | TUN_F_USO6);
        return error == Errno.EINVAL ? Control(_fd, TUNSETOFFLOAD, basic) : error;
    }

    /// <summary>Reads one frame with its virtio-net header; EAGAIN if none waits.</summary>
    public Errno Read(nint address, int bytes, out int received)
    {
        var count = LibC.read(_fd.Value, (void*)address, bytes);
        received = (int)Math.Max(count, 0);
        return count < 0 ? Errno.Last : Errno.None;
    }

    /// <summary>Writes one frame with its virtio-net header.</summary>
    public Errno Write(nint address, int bytes) =>
        LibC.write(_fd.Value, (void*)address, bytes) < 0 ? Errno.Last : Errno.None;

    /// <summary>Makes the kernel remove the device when it is closed.</summary>
    public Errno Remove() => Control(_fd, TUNSETPERSIST, 0);

    public void Dispose() => _fd.Dispose();

    private static Errno Attach(FileDescriptor fd, string name)
    {
        var request = stackalloc byte[InterfaceRequest.Size];
        if (!InterfaceRequest.TryStart(request, name))
        {
            return Errno.ENAMETOOLONG;
        }

        *(ushort*)(request + InterfaceRequest.NameSize) = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;
        return LibC.ioctl(fd.Value, TUNSETIFF, request) < 0 ? Errno.Last : Errno.None;
    }

    private static Errno Control(FileDescriptor fd, nuint request, nuint value) =>
        LibC.ioctl(fd.Value, request, (void*)value) < 0 ? Errno.Last : Errno.None;
}
