using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Tools.Tables;

namespace Ovs.Tools.DbCtl;

/// <summary>One command of a database tool: its spelling, what it needs of the database, and what it does.</summary>
/// <param name="Usage">Its arguments in the notation of <see cref="CommandListing"/>.</param>
/// <param name="MaxArguments">int.MaxValue for any number.</param>
/// <param name="Options">Its options with commas between them; "=" behind one means that it takes a value.</param>
/// <param name="Prepare">Says which tables and columns must be monitored; gives null or what is wrong.</param>
/// <param name="Run">Does it in the open transaction; gives null or what is wrong.</param>
internal sealed record CtlCommandRow(
    string Name,
    int MinArguments,
    int MaxArguments,
    string Usage,
    string Options,
    CtlAccess Access,
    Func<CtlContext, string?>? Prepare,
    Func<CtlContext, string?>? Run)
{
    /// <summary>Completes the output once the transaction has succeeded.</summary>
    public Action<CtlContext>? Finish { get; init; }

    /// <summary>The options' names with dashes, and whether they take values.</summary>
    public IEnumerable<(string Name, CtlOptionKind Kind)> SplitOptions()
    {
        foreach (var one in Options.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            yield return one.EndsWith('=') ? (one[..^1], CtlOptionKind.Value) : (one, CtlOptionKind.Flag);
        }
    }

    /// <summary>How <paramref name="option"/> ("--name") may be spelled here: null when it does not exist.</summary>
    public CtlOptionKind? OptionKind(string option)
    {
        foreach (var (name, kind) in SplitOptions())
        {
            if (name == option)
            {
                return kind;
            }
        }

        return null;
    }
}

internal enum CtlOptionKind
{
    Flag,
    Value,
}

/// <summary>Whether a command may change the database; only the log's level depends on it.</summary>
internal enum CtlAccess
{
    ReadOnly,
    ReadWrite,
}

/// <summary>A command of the command line, and what it has to say.</summary>
/// <param name="arguments">The command's name, then its arguments.</param>
/// <param name="options">By name with dashes; the value is null for an option that has none.</param>
internal sealed class CtlCommand(
    CtlCommandRow row, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string?> options)
{
    public CtlCommandRow Row => row;

    public IReadOnlyList<string> Arguments => arguments;

    public IReadOnlyDictionary<string, string?> Options => options;

    public StringBuilder Output { get; } = new();

    /// <summary>Printed in place of <see cref="Output"/>.</summary>
    public Table? Table { get; set; }

    /// <summary>The command as the user wrote it, options first and without their values.</summary>
    public string Text => EscapedArguments.Join([.. options.Keys, .. arguments]);

    public void ForgetOutput()
    {
        Output.Clear();
        Table = null;
    }
}
