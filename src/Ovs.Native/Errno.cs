using System.Runtime.InteropServices;

namespace Ovs.Native;

/// <summary>A Linux error number, or <see cref="None"/>; what a system call returns instead of throwing.</summary>
public readonly record struct Errno(int Value)
{
    public static readonly Errno None;

    /// <summary>Not the kernel's: a file or stream ended where more was expected.</summary>
    public static readonly Errno EndOfFile = new(-1);

    public static readonly Errno EPERM = new(1);
    public static readonly Errno ENOENT = new(2);
    public static readonly Errno ESRCH = new(3);
    public static readonly Errno EINTR = new(4);
    public static readonly Errno EIO = new(5);
    public static readonly Errno ENXIO = new(6);
    public static readonly Errno EBADF = new(9);
    public static readonly Errno EAGAIN = new(11);
    public static readonly Errno ENOMEM = new(12);
    public static readonly Errno EACCES = new(13);
    public static readonly Errno EBUSY = new(16);
    public static readonly Errno EEXIST = new(17);
    public static readonly Errno EXDEV = new(18);
    public static readonly Errno ENODEV = new(19);
    public static readonly Errno ENOTDIR = new(20);
    public static readonly Errno EISDIR = new(21);
    public static readonly Errno EINVAL = new(22);
    public static readonly Errno EFBIG = new(27);
    public static readonly Errno ENOSPC = new(28);
    public static readonly Errno EROFS = new(30);
    public static readonly Errno EPIPE = new(32);
    public static readonly Errno ERANGE = new(34);
    public static readonly Errno EDEADLK = new(35);
    public static readonly Errno ENAMETOOLONG = new(36);
    public static readonly Errno EPROTO = new(71);
    public static readonly Errno EBADFD = new(77);
    public static readonly Errno EMSGSIZE = new(90);
    public static readonly Errno EOPNOTSUPP = new(95);
    public static readonly Errno EAFNOSUPPORT = new(97);
    public static readonly Errno EADDRINUSE = new(98);
    public static readonly Errno EADDRNOTAVAIL = new(99);
    public static readonly Errno ENETDOWN = new(100);
    public static readonly Errno ENETUNREACH = new(101);
    public static readonly Errno ECONNRESET = new(104);
    public static readonly Errno ENOBUFS = new(105);
    public static readonly Errno ENOTCONN = new(107);
    public static readonly Errno ETIMEDOUT = new(110);
    public static readonly Errno ECONNREFUSED = new(111);
    public static readonly Errno EINPROGRESS = new(115);
    public static readonly Errno EALREADY = new(114);

    public bool IsError => Value != 0;

    /// <summary>The C library's text, such as "No such device"; user-visible messages embed it.</summary>
    public string Text => Value switch
    {
        0 => "Success",
        -1 => "End of file",
        _ => Marshal.GetPInvokeErrorMessage(Value),
    };

    /// <summary>The error number of the last failed call on this thread.</summary>
    public static Errno Last => new(Marshal.GetLastSystemError());

    public override string ToString() => Text;
}
