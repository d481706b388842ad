using System;
using System.Collections.Generic;
using System.Text;

namespace Ovs.Runtime.CommandLine;

/// <summary>One command of a program such as `ovsdb-tool`.</summary>
/// <param name="Usage">Its arguments, as listings show them.</param>
/// <param name="MaxArguments">int.MaxValue for any number.</param>
/// <param name="Run">Gets the program's own context and the arguments without the command's name.</param>
public sealed record CommandRow<TContext>(
    string Name, string Usage, int MinArguments, int MaxArguments, Action<TContext, IReadOnlyList<string>> Run)
{
    /// <summary>What `--help` says of it; null leaves it out.</summary>
    public string? Help { get; init; }

    public bool IsHidden { get; init; }
}

/// <summary>A program's commands: finds one, checks its arguments with the original's messages, runs it.</summary>
public static class CommandTable
{
    /// <summary>Runs the command that <paramref name="operands"/> begin with; errors end the program with status 1.</summary>
    public static void Run<TContext>(
        TContext context, IReadOnlyList<CommandRow<TContext>> rows, IReadOnlyList<string> operands)
    {
        if (operands.Count == 0)
        {
            ProgramExit.Fatal("missing command name; use --help for help");
        }

        foreach (var row in rows)
        {
            if (row.Name != operands[0])
            {
                continue;
            }

            var count = operands.Count - 1;
            if (count < row.MinArguments)
            {
                ProgramExit.Fatal($"'{row.Name}' command requires at least {row.MinArguments} arguments");
            }

            if (count > row.MaxArguments)
            {
                ProgramExit.Fatal($"'{row.Name}' command takes at most {row.MaxArguments} arguments");
            }

            var arguments = new string[count];
            for (var i = 0; i < count; i++)
            {
                arguments[i] = operands[i + 1];
            }

            row.Run(context, arguments);
            return;
        }

        ProgramExit.Fatal($"unknown command '{operands[0]}'; use --help for help");
    }

    /// <summary>What `list-commands` prints.</summary>
    public static string Listing<TContext>(IReadOnlyList<CommandRow<TContext>> rows)
    {
        var text = new StringBuilder("The available commands are:\n");
        foreach (var row in rows)
        {
            if (!row.IsHidden)
            {
                text.Append($"  {row.Name,-23} {row.Usage}\n");
            }
        }

        return text.ToString();
    }
}
