using System;
using System.Collections.Generic;
using Ovs.Runtime.CommandLine;

namespace Ovs.Runtime.Logging;

/// <summary>The logging options that every program has; they act at once, in the order of the command line.</summary>
public static class LoggingOptions
{
    public static IReadOnlyList<OptionRow> Rows() =>
    [
        new("verbose", 'v', OptionArgument.Optional, SetVerbosity)
        {
            Spelling = "-vSPEC, --verbose=SPEC",
            Help = "set logging levels",
            SecondHelp = ("-v, --verbose", "set maximum verbosity level"),
        },
        new("log-file", OptionArgument.Optional, OpenFile)
        {
            Value = "FILE", Help = $"enable logging to specified FILE\n(default: {LogSystem.DefaultFilePath})",
        },
        new("syslog-method", OptionArgument.Required, SetSyslogMethod)
        {
            Value = "(libc|unix:file|udp:ip:port)", Help = "\nspecify how to send messages to syslog daemon",
        },
        new("syslog-target", OptionArgument.Required, SetSyslogTarget)
        {
            Value = "HOST:PORT", Help = "also send syslog msgs to HOST:PORT via UDP",
        },
    ];

    /// <summary>The section of `--help`.</summary>
    public static string Help() => OptionHelp.Section("Logging options", 27, Rows());

    private static void SetVerbosity(string? spec)
    {
        if (spec is null)
        {
            LogSystem.SetLevels(LogLevel.Dbg);
        }
        else if (LogSpec.Apply(spec) is { } error)
        {
            ProgramExit.Fatal($"processing \"{spec}\": {error}");
        }
    }

    private static void OpenFile(string? path)
    {
        var error = LogSystem.OpenFile(path ?? LogSystem.DefaultFilePath);
        if (error.IsError && path is not null)
        {
            ProgramExit.With(1);
        }
    }

    private static void SetSyslogMethod(string? method) => LogSystem.ChooseSyslog(method!);

    private static void SetSyslogTarget(string? target) => LogSystem.SetSyslogTarget(SyslogSender.OpenTarget(target!));
}
