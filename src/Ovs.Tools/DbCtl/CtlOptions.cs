using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Process;
using Ovs.Tools.Tables;

namespace Ovs.Tools.DbCtl;

/// <summary>The options that all database tools have, and what they were given.</summary>
internal sealed class CtlOptions
{
    private readonly Dictionary<string, string?> _firstCommand = [];
    private string? _remote;

    /// <summary>The database server.</summary>
    public string Remote => _remote ?? DefaultRemote;

    public bool IsDryRun { get; private set; }

    /// <summary>Each command prints one line.</summary>
    public bool IsOneLine { get; private set; }

    /// <summary>0 waits for ever.</summary>
    public uint TimeoutSeconds { get; private set; }

    public TableStyle TableStyle { get; } = new();

    public TlsOptions Tls { get; } = new();

    /// <summary>Options of the first command that stood among the tool's own, by name with dashes.</summary>
    public IReadOnlyDictionary<string, string?> FirstCommand => _firstCommand;

    public static string DefaultRemote => $"unix:{OvsDirectories.RunDir}/db.sock";

    public OptionRow DatabaseRow() => new("db", OptionArgument.Required, value => _remote = value);

    /// <param name="log">The module that logs the command line.</param>
    public static OptionRow NoSyslogRow(LogModule log) =>
        new("no-syslog", () => LogSystem.Require($"{log.Name}:syslog:warn"));

    public OptionRow DryRunRow() => new("dry-run", () => IsDryRun = true);

    public OptionRow OneLineRow() => new("oneline", () => IsOneLine = true);

    public OptionRow TimeoutRow() =>
        new("timeout", 't', OptionArgument.Required, value => TimeoutSeconds = ParseTimeout(value!));

    /// <summary>Rows for the commands' options, each name once.</summary>
    public List<OptionRow> CommandRows(IReadOnlyList<CtlCommandRow> commands)
    {
        var names = new HashSet<string>();
        var rows = new List<OptionRow>();
        foreach (var command in commands)
        {
            foreach (var (name, kind) in command.SplitOptions())
            {
                if (names.Add(name))
                {
                    var argument = kind == CtlOptionKind.Value ? OptionArgument.Required : OptionArgument.None;
                    rows.Add(new OptionRow(name[2..], argument, value => _firstCommand[name] = value));
                }
            }
        }

        return rows;
    }

    private static uint ParseTimeout(string value)
    {
        if (!uint.TryParse(value, out var seconds) || seconds == 0)
        {
            CtlFailure.Exit($"value {value} on -t or --timeout is invalid");
        }

        return seconds;
    }
}
