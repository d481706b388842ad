using System.Collections.Generic;
using Ovs.Runtime.CommandLine;

namespace Ovs.Runtime.Process;

/// <summary>The daemon options of the command line.</summary>
public sealed class DaemonOptions
{
    /// <summary>Option names that decide which process does what before anything else is read.</summary>
    internal const string DetachName = "detach";
    internal const string MonitorName = "monitor";

    public bool Detach { get; private set; }

    public bool Monitor { get; private set; }

    /// <summary>Stay in the folder of the start, rather than "/".</summary>
    public bool NoChdir { get; private set; }

    public bool HasPidFile { get; private set; }

    /// <summary>The pid file's name as given; null is the default one.</summary>
    public string? PidFileName { get; private set; }

    public bool OverwritePidFile { get; private set; }

    /// <summary>USER[:GROUP], or null.</summary>
    public string? User { get; private set; }

    /// <summary>Absolute path of the pid file.</summary>
    public string PidFilePath =>
        OvsDirectories.InRunDir(PidFileName ?? $"{ProgramExit.ProgramName}.pid");

    public IReadOnlyList<OptionRow> Rows() =>
    [
        new(DetachName, () => Detach = true) { Help = "run in background as daemon" },
        new(MonitorName, () => Monitor = true) { Help = "creates a process to monitor this daemon" },
        new("user", OptionArgument.Required, value => User = value)
        {
            Value = "username[:group]", Help = "changes the effective daemon user:group",
        },
        new("no-chdir", () => NoChdir = true) { Help = "do not chdir to '/'" },
        new("pidfile", OptionArgument.Optional, value => (HasPidFile, PidFileName) = (true, value))
        {
            Value = "FILE",
            Help = $"create pidfile (default: {OvsDirectories.RunDir}/{ProgramExit.ProgramName}.pid)",
        },
        new("overwrite-pidfile", () => OverwritePidFile = true)
        {
            Help = "with --pidfile, start even if already running",
        },
        new("no-self-confinement", () => { }), // A policy of the distribution's; we never confine ourselves.
    ];

    /// <summary>The section of `--help`.</summary>
    public static string Help() => OptionHelp.Section("Daemon options", 26, new DaemonOptions().Rows());
}
