using System.Text;
using Ovs.Native.Libc;

namespace Ovs.Runtime.CommandLine;

/// <summary>Standard error, one write per message so that lines of several processes do not mix.</summary>
public static class StandardError
{
    private const int Fd = 2;

    public static bool IsTerminal => Terminals.IsTerminal(Fd);

    public static void Write(string text) => _ = FileIo.WriteAll(Fd, Encoding.UTF8.GetBytes(text));

    public static void WriteLine(string text) => Write(text + "\n");
}
