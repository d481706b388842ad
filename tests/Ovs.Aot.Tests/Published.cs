using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;

namespace Ovs.Aot.Tests;

/// <summary>The published executable with its links, in out/ of the repository.</summary>
internal static class Published
{
    public static string Repository { get; } = FindRepository();

    public static string Programs => Path.Combine(Repository, "out/bin");

    public static bool Exists => File.Exists(Path.Combine(Programs, "ovs"));

    public static string[] Names => Exists ? [.. Run("ovs", "--list-programs").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)] : [];

    /// <summary>Runs a program; gives what it printed and its exit status.</summary>
    public static (string Output, string Errors, int Status) Run(string program, params string[] arguments)
    {
        var path = program.Contains('/') ? program : Path.Combine(Programs, program);
        using var process = Process.Start(new ProcessStartInfo(path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment = { ["PATH"] = $"{Programs}:{Environment.GetEnvironmentVariable("PATH")}" },
        })!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, errors.Result, process.ExitCode);
    }

    private static string FindRepository()
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        while (!File.Exists(Path.Combine(folder, "Ovs.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
