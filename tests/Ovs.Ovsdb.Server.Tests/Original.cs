using System;
using System.Diagnostics;
using System.IO;

namespace Ovs.Ovsdb.Server.Tests;

/// <summary>The original's programs, when they are installed on this machine.</summary>
internal static class Original
{
    private static readonly string[] s_folders = ["/usr/bin", "/usr/sbin"];

    /// <summary>The program's path; the test is skipped when it is not there.</summary>
    public static string Require(string name)
    {
        foreach (var folder in s_folders)
        {
            if (File.Exists($"{folder}/{name}"))
            {
                return $"{folder}/{name}";
            }
        }

        Assert.Skip($"the original's {name} is not installed");
        return "";
    }

    /// <summary>Runs a program to its end and gives its standard output; a failure fails the test.</summary>
    public static string Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors.Result}");
        return output;
    }
}
