using System;
using System.Collections.Generic;
using System.Text;

namespace Ovs.Runtime.CommandLine;

/// <summary>The option lines of `--help`, written from the option rows.</summary>
public static class OptionHelp
{
    /// <summary>A title and a line per row that has help; texts begin at <paramref name="column"/>.</summary>
    public static string Section(string title, int column, IReadOnlyList<OptionRow> rows)
    {
        var text = new StringBuilder($"\n{title}:\n");
        foreach (var row in rows)
        {
            if (row.Help is not null && !row.IsHidden)
            {
                AppendRow(text, Spelling(row), row.Help, column);
                if (row.SecondHelp is { } second)
                {
                    AppendRow(text, $"  {second.Spelling}", second.Help, column);
                }
            }
        }

        return text.ToString();
    }

    /// <summary>"  -h, --help" or "  --pidfile[=FILE]".</summary>
    public static string Spelling(OptionRow row)
    {
        if (row.Spelling is { } given)
        {
            return $"  {given}";
        }

        var value = row.Argument switch
        {
            OptionArgument.Required => $"={row.Value}",
            OptionArgument.Optional => $"[={row.Value}]",
            _ => "",
        };
        return row.Short == '\0' ? $"  --{row.Long}{value}" : $"  -{row.Short}, --{row.Long}{value}";
    }

    private static void AppendRow(StringBuilder text, string spelling, string help, int column)
    {
        var margin = new string(' ', column);
        var first = true;
        foreach (var line in help.Split('\n'))
        {
            if (!first)
            {
                text.Append(margin);
            }
            else if (line.Length == 0)
            {
                // The text begins on a line of its own.
                text.Append(spelling);
            }
            else if (spelling.Length < column)
            {
                text.Append(spelling.PadRight(column));
            }
            else
            {
                // Too long for the column: two blanks stand between, as in the original's texts.
                text.Append(spelling).Append("  ");
            }

            text.Append(line).Append('\n');
            first = false;
        }
    }
}
