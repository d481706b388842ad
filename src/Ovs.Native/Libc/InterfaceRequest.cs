using System;
using System.Text;

namespace Ovs.Native.Libc;

/// <summary>The memory of a struct ifreq (netdevice(7)): a name, then a union.</summary>
internal static unsafe class InterfaceRequest
{
    public const int Size = 40;

    /// <summary>IFNAMSIZ, with the terminating zero.</summary>
    public const int NameSize = 16;

    /// <summary>Clears the request and writes the name; false if that is empty or too long.</summary>
    public static bool TryStart(byte* request, string name)
    {
        new Span<byte>(request, Size).Clear();
        if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) >= NameSize)
        {
            return false;
        }

        _ = Encoding.UTF8.GetBytes(name, new Span<byte>(request, NameSize));
        return true;
    }
}
