using System.Collections.Generic;
using System.Text;
using Ovs.Runtime.CommandLine;

namespace Ovs.Tools.DbCtl;

/// <summary>What `--commands` and `--options` print, for completion scripts.</summary>
internal static class CommandListing
{
    /// <summary>A line a command: "[--option] ,NAME,ARGUMENTS" with a sign before each argument.</summary>
    /// <remarks>"!" stands for needed, "?" for optional, "*" for any number and "+" for one or more.</remarks>
    public static string Commands(IReadOnlyList<CtlCommandRow> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            foreach (var option in row.Options.Split(',', System.StringSplitOptions.RemoveEmptyEntries))
            {
                text.Append('[').Append(option).Append("] ");
            }

            text.Append(',').Append(row.Name).Append(',').Append(Arguments(row.Usage)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>A line a spelling of the tool's own options.</summary>
    public static string Options(IReadOnlyList<OptionRow> rows)
    {
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var (equals, space) = row.Argument == OptionArgument.None ? ("", "") : ("=ARG", " ARG");
            text.Append($"--{row.Long}{equals}\n");
            if (row.Short != '\0')
            {
                text.Append($"-{row.Short}{space}\n");
            }
        }

        return text.ToString();
    }

    private static string Arguments(string usage)
    {
        if (usage.Length == 0)
        {
            return "";
        }

        var words = usage.Split(' ');
        var text = new StringBuilder();
        for (var i = 0; i < words.Length; i++)
        {
            text.Append(i > 0 ? " " : "");
            AppendArgument(text, words[i]);
        }

        return text.ToString();
    }

    private static void AppendArgument(StringBuilder text, string word)
    {
        var isRepeated = word.EndsWith("...", System.StringComparison.Ordinal);
        var body = word.TrimEnd('.');
        var isOptional = IsEnclosed(body);
        if (isOptional)
        {
            body = body[1..^1];
        }

        text.Append((isRepeated, isOptional) switch
        {
            (true, true) => '*',
            (true, false) => '+',
            (false, true) => '?',
            _ => '!',
        });

        // Optional parts of a word: "COLUMN[:KEY]" is "COLUMN?:KEY".
        text.Append(body.Replace('[', '?').Replace("]", ""));
    }

    /// <summary>True when the first bracket closes at the word's end.</summary>
    private static bool IsEnclosed(string word)
    {
        var depth = 0;
        for (var i = 0; i < word.Length; i++)
        {
            depth += word[i] == '[' ? 1 : word[i] == ']' ? -1 : 0;
            if (depth == 0)
            {
                return i > 0 && i == word.Length - 1 && word[0] == '[';
            }
        }

        return false;
    }
}
