using System.Collections.Generic;

namespace Ovs.Tools.DbCtl;

/// <summary>Cuts what follows a tool's own options into commands with their options and arguments.</summary>
/// <remarks>"--" stands between commands. Options of the first command may also stand among the tool's own; those of
/// the others precede the command's name and are spelled out in full.</remarks>
internal sealed class CtlCommandParser
{
    private const string MissingName = "missing command name (use --help for help)";

    private readonly Dictionary<string, CtlCommandRow> _rows = [];

    public CtlCommandParser(IReadOnlyList<CtlCommandRow> rows)
    {
        foreach (var row in rows)
        {
            _rows.Add(row.Name, row);
        }
    }

    /// <summary>Gives null, or what is wrong.</summary>
    /// <param name="words">The command line without the tool's own options.</param>
    /// <param name="firstOptions">Options of the first command that stood among the tool's own.</param>
    public string? Parse(
        IReadOnlyList<string> words, IReadOnlyDictionary<string, string?> firstOptions, out List<CtlCommand> commands)
    {
        commands = [];
        var start = 0;
        for (var i = 0; i <= words.Count; i++)
        {
            if (i < words.Count && words[i] != "--")
            {
                continue;
            }

            var isFirst = commands.Count == 0;
            if (i > start)
            {
                var options = isFirst ? new Dictionary<string, string?>(firstOptions) : [];
                if (ParseOne(words, start, i, options, out var command) is { } error)
                {
                    return error;
                }

                commands.Add(command!);
            }
            else if (isFirst && firstOptions.Count > 0)
            {
                return MissingName;
            }

            start = i + 1;
        }

        return commands.Count == 0 ? MissingName : null;
    }

    private string? ParseOne(
        IReadOnlyList<string> words, int start, int end, Dictionary<string, string?> options, out CtlCommand? command)
    {
        command = null;
        var at = start;
        while (at < end && words[at].StartsWith('-'))
        {
            var (name, value) = SplitValue(words[at]);
            if (!options.TryAdd(name, value))
            {
                return $"'{words[at]}' option specified multiple times";
            }

            at++;
        }

        if (at == end)
        {
            return MissingName;
        }

        if (!_rows.TryGetValue(words[at], out var row))
        {
            return $"unknown command '{words[at]}'; use --help for help";
        }

        var arguments = new List<string>(end - at);
        for (var i = at; i < end; i++)
        {
            arguments.Add(words[i]);
        }

        if ((CheckOptions(row, options) ?? CheckCount(row, arguments)) is { } error)
        {
            return error;
        }

        command = new CtlCommand(row, arguments, options);
        return null;
    }

    private static (string Name, string? Value) SplitValue(string word)
    {
        var equals = word.IndexOf('=', System.StringComparison.Ordinal);
        return equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
    }

    private static string? CheckOptions(CtlCommandRow row, Dictionary<string, string?> options)
    {
        foreach (var (name, value) in options)
        {
            switch (row.OptionKind(name))
            {
                case null:
                    return $"'{row.Name}' command has no '{name}' option";
                case CtlOptionKind.Value when value is null:
                    return $"missing argument to '{name}' option on '{row.Name}' command";
                case CtlOptionKind.Flag when value is not null:
                    return $"'{name}' option on '{row.Name}' does not accept an argument";
                default:
                    break;
            }
        }

        return null;
    }

    private static string? CheckCount(CtlCommandRow row, List<string> arguments)
    {
        var count = arguments.Count - 1;
        if (count < row.MinArguments)
        {
            return $"'{row.Name}' command requires at least {row.MinArguments} arguments";
        }

        if (count <= row.MaxArguments)
        {
            return null;
        }

        var hint = arguments.Exists(argument => argument.StartsWith('-'))
            ? " (note that options must precede command names and follow a \"--\" argument)"
            : "";
        return $"'{row.Name}' command takes at most {row.MaxArguments} arguments{hint}";
    }
}
