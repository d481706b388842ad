using System;

namespace Ovs.Runtime.CommandLine;

public enum OptionArgument
{
    None,
    Required,
    Optional,
}

/// <summary>
/// One option of a program: how it is spelled, whether it takes an argument, what it does, and its line of `--help`.
/// Option tables drive parsing, help, `--option` and completion.
/// </summary>
/// <param name="Long">The long name without dashes.</param>
/// <param name="Short">The short name, or '\0' for none.</param>
/// <param name="Apply">Called in the order of the command line with the argument, null when there is none.</param>
public sealed record OptionRow(string Long, char Short, OptionArgument Argument, Action<string?> Apply)
{
    public OptionRow(string name, OptionArgument argument, Action<string?> apply)
        : this(name, '\0', argument, apply)
    {
    }

    public OptionRow(string name, char shortName, Action apply)
        : this(name, shortName, OptionArgument.None, _ => apply())
    {
    }

    public OptionRow(string name, Action apply)
        : this(name, '\0', OptionArgument.None, _ => apply())
    {
    }

    /// <summary>What `--help` says of it; several lines are aligned. Null leaves it out of the help.</summary>
    public string? Help { get; init; }

    /// <summary>How `--help` names its argument.</summary>
    public string Value { get; init; } = "ARG";

    /// <summary>How `--help` spells it, when that does not follow from name and argument.</summary>
    public string? Spelling { get; init; }

    /// <summary>A second line of `--help` for an option that means two things, with an argument and without.</summary>
    public (string Spelling, string Help)? SecondHelp { get; init; }

    /// <summary>Not listed by `--option`, help or completion, though it works.</summary>
    public bool IsHidden { get; init; }
}
