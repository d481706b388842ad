using System;
using System.IO;
using System.Text;
using Ovs.Native.Libc;

namespace Ovs.Tools.Vsctl;

/// <summary>Who called the tool, for the database's log.</summary>
internal static class ParentProcess
{
    /// <summary>The first word of the parent's command line. Without one, its identifier in brackets; the original
    /// means to print both, but the zero byte behind the word ends its text.</summary>
    public static string Describe()
    {
        var pid = Processes.ParentId;
        if (pid == 0)
        {
            return "init (pid 0)";
        }

        var line = Read($"/proc/{pid}/cmdline").AsSpan();
        var end = line.IndexOf((byte)'\n');
        line = end < 0 ? line : line[..end];
        var zero = line.IndexOf((byte)0);
        return zero < 0 ? $"{Encoding.UTF8.GetString(line)} (pid {pid})" : Encoding.UTF8.GetString(line[..zero]);
    }

    private static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (IOException)
        {
            return []; // It ended meanwhile, or is hidden from us.
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
