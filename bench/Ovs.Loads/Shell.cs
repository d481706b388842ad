using System;
using System.Diagnostics;

namespace Ovs.Loads;

/// <summary>Runs other programs to their end.</summary>
internal static class Shell
{
    /// <summary>Runs a command line and gives its standard output; throws if it fails.</summary>
    public static string Run(string program, string arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments}: exit code {process.ExitCode}");
    }

    public static Process Start(string program, string arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
}
