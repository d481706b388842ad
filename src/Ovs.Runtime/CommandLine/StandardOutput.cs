using System;
using System.Text;
using Ovs.Native;
using Ovs.Native.Libc;

namespace Ovs.Runtime.CommandLine;

/// <summary>Standard output, buffered, as UTF-8; written out by <see cref="Flush"/> and at the program's end.</summary>
/// <remarks>Not System.Console, whose start costs more than most tools need in all.</remarks>
public static class StandardOutput
{
    private const int Fd = 1;
    private const int FlushSize = 32 * 1024;

    private static byte[] s_buffer = new byte[4096];
    private static int s_used;

    public static bool IsTerminal => Terminals.IsTerminal(Fd);

    public static void Write(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (s_used + most > s_buffer.Length)
        {
            Array.Resize(ref s_buffer, Math.Max(s_used + most, s_buffer.Length * 2));
        }

        s_used += Encoding.UTF8.GetBytes(text, s_buffer.AsSpan(s_used));
        if (s_used >= FlushSize)
        {
            Flush();
        }
    }

    public static void WriteLine(ReadOnlySpan<char> text)
    {
        Write(text);
        Write("\n");
    }

    /// <summary>Writes what waits. Nobody may read it any more: then there is nobody to tell either.</summary>
    public static void Flush()
    {
        _ = FileIo.WriteAll(Fd, s_buffer.AsSpan(0, s_used));
        s_used = 0;
    }
}
