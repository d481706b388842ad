using System;
using System.Diagnostics.CodeAnalysis;
using Ovs.Native;
using Ovs.Runtime.Process;

namespace Ovs.Runtime.CommandLine;

/// <summary>The ways a program ends before its Main returns.</summary>
public static class ProgramExit
{
    private static string? s_calledAs;

    /// <summary>Name that error messages begin with: how the program was called.</summary>
    public static string ProgramName { get; set; } = "ovs";

    /// <summary>The first word of the command line as it was typed, perhaps with folders: what logs of command lines
    /// begin with. The program's name unless it was set.</summary>
    public static string CalledAs
    {
        get => s_calledAs ?? ProgramName;
        set => s_calledAs = value;
    }

    /// <summary>Prints what waits on standard output, leaves no socket or pid file, and ends with <paramref name="status"/>.</summary>
    [DoesNotReturn]
    public static void With(int status)
    {
        StandardOutput.Flush();
        FilesToUnlink.UnlinkAll();
        Environment.Exit(status);
    }

    /// <summary>"PROGRAM: message" on standard error, status 1: the original's ovs_fatal(0, ...).</summary>
    [DoesNotReturn]
    public static void Fatal(string message)
    {
        Complain(message);
        With(1);
    }

    /// <summary>"PROGRAM: message (error text)" on standard error, status 1: the original's ovs_fatal(errno, ...).</summary>
    [DoesNotReturn]
    public static void Fatal(Errno error, string message) => Fatal($"{message} ({error.Text})");

    /// <summary>"PROGRAM: message" on standard error; the program goes on.</summary>
    public static void Complain(string message)
    {
        StandardOutput.Flush();
        StandardError.WriteLine($"{ProgramName}: {message}");
    }
}
