using System.Runtime.InteropServices;

namespace Ovs.Native.Libc;

public static partial class Terminals
{
    public static bool IsTerminal(int fd) => isatty(fd) != 0;

    [LibraryImport("libc")]
    private static partial int isatty(int fd);
}
