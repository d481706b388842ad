using System;
using System.IO;
using System.Text;
using Ovs.Runtime.CommandLine;

namespace Ovs;

/// <summary>Chooses the program by the name it was started under; `ovs PROGRAM args…` works too.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        var startName = StartName();
        var name = Path.GetFileName(startName);
        if (Programs.Find(name) is { } program)
        {
            ProgramExit.CalledAs = startName;
            return program.Run(name, args);
        }

        if (args.Length > 0 && Programs.Find(args[0]) is { } named)
        {
            return named.Run(args[0], args[1..]);
        }

        return Programs.Explain(args);
    }

    /// <summary>argv[0] as the caller wrote it; the managed host would report its own library instead.</summary>
    private static string StartName()
    {
        var commandLine = File.ReadAllBytes("/proc/self/cmdline");
        var end = Array.IndexOf(commandLine, (byte)0);
        return Encoding.UTF8.GetString(commandLine, 0, end < 0 ? commandLine.Length : end);
    }
}
