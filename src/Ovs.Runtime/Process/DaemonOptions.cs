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
        new(DetachName, () => Detach = true),
        new(MonitorName, () => Monitor = true),
        new("user", OptionArgument.Required, value => User = value),
        new("no-chdir", () => NoChdir = true),
        new("pidfile", OptionArgument.Optional, value => (HasPidFile, PidFileName) = (true, value)),
        new("overwrite-pidfile", () => OverwritePidFile = true),
        new("no-self-confinement", () => { }), // A policy of the distribution's; we never confine ourselves.
    ];

    /// <summary>The section of `--help`.</summary>
    public static string Help() =>
        $"""

        Daemon options:
          --detach                run in background as daemon
          --monitor               creates a process to monitor this daemon
          --user=username[:group] changes the effective daemon user:group
          --no-chdir              do not chdir to '/'
          --pidfile[=FILE]        create pidfile (default: {OvsDirectories.RunDir}/{ProgramExit.ProgramName}.pid)
          --overwrite-pidfile     with --pidfile, start even if already running

        """;
}
