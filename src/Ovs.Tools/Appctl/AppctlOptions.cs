using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Process;

namespace Ovs.Tools.Appctl;

/// <summary>The options of `ovs-appctl`.</summary>
internal sealed class AppctlOptions
{
    private string? _target;
    private int _executes;

    public string Target => _target ?? "ovs-vswitchd";

    /// <summary>0 waits for ever.</summary>
    public uint TimeoutSeconds { get; private set; }

    public bool IsJson { get; private set; }

    public bool IsPretty { get; private set; }

    public IReadOnlyList<OptionRow> Rows()
    {
        var rows = new List<OptionRow>
        {
            new("target", 't', OptionArgument.Required, SetTarget),
            new("execute", 'e', Execute),
            new("format", 'f', OptionArgument.Required, SetFormat),
            new("help", 'h', () => Leave(Help())),
        };
        rows.Add(new("option", 'o', () => Leave(OptionListing.Text(rows))));
        rows.Add(new("pretty", () => IsPretty = true));
        rows.Add(new("version", 'V', () => Leave(ProgramVersion.Line + "\n")));
        rows.Add(new("timeout", 'T', OptionArgument.Required, value => TimeoutSeconds = ToolTimeout.Parse(value!, "-T")));
        rows.AddRange(LoggingOptions.Rows());
        return rows;
    }

    private static void Leave(string text)
    {
        StandardOutput.Write(text);
        ProgramExit.With(0);
    }

    private static string Help() =>
        $"""
        {ProgramExit.ProgramName}, for querying and controlling Open vSwitch daemon
        usage: {ProgramExit.ProgramName} [TARGET] COMMAND [ARG...]
        Targets:
          -t, --target=TARGET  pidfile or socket to contact
        Common commands:
          list-commands      List commands supported by the target
          version            Print version of the target
          vlog/list          List current logging levels
          vlog/list-pattern  List logging patterns for each destination.
          vlog/set [SPEC]
              Set log levels as detailed in SPEC, which may include:
              A valid module name (all modules, by default)
              'syslog', 'console', 'file' (all destinations, by default))
              'off', 'emer', 'err', 'warn', 'info', or 'dbg' ('dbg', bydefault)
          vlog/reopen        Make the program reopen its log file
        Other options:
          --timeout=SECS     wait at most SECS seconds for a response
          -f, --format=FMT   Output format. One of: 'json', or 'text'
                             (default: text)
          --pretty           Format the output in a more readable fashion.
                             Requires: --format=json.
          -h, --help         Print this helpful information
          -V, --version      Display ovs-appctl version information

        """;

    private void SetTarget(string? value)
    {
        if (_target is not null)
        {
            ProgramExit.Fatal("-t or --target may be specified only once");
        }

        _target = value;
    }

    private void Execute()
    {
        // Older versions took the command as this option's argument; now it stands behind it and the option does nothing.
        if (_executes++ > 0)
        {
            ProgramExit.Fatal("-e or --execute may be speciifed only once");
        }
    }

    private void SetFormat(string? value)
    {
        IsJson = "json".Equals(value, System.StringComparison.OrdinalIgnoreCase);
        if (!IsJson && !"text".Equals(value, System.StringComparison.OrdinalIgnoreCase))
        {
            ProgramExit.Fatal($"value {value} on -f or --format is invalid");
        }
    }
}
