using System;
using System.IO;
using System.Text;
using Ovs.Native;
using Ovs.Native.Libc;

namespace Ovs.Runtime.Streams;

/// <summary>
/// A unix socket's path in a form that fits sockaddr_un: a longer one is reached through a descriptor of its folder,
/// /proc/self/fd/N/NAME, which must stay open while the path is used.
/// </summary>
internal readonly struct UnixSocketPath
{
    private UnixSocketPath(string path, FileDescriptor? folder)
    {
        Path = path;
        Folder = folder;
    }

    public string Path { get; }

    public FileDescriptor? Folder { get; }

    public static Errno TryMake(string path, out UnixSocketPath result)
    {
        if (Encoding.UTF8.GetByteCount(path) <= Sockets.MaxUnixPath)
        {
            result = new UnixSocketPath(path, null);
            return Errno.None;
        }

        var folderName = System.IO.Path.GetDirectoryName(path);
        var error = Folders.Open(string.IsNullOrEmpty(folderName) ? "." : folderName, out var folder);
        result = error.IsError
            ? default
            : new UnixSocketPath($"/proc/self/fd/{folder!.Value}/{System.IO.Path.GetFileName(path)}", folder);
        return error;
    }
}
