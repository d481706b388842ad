using System;
using System.Collections.Generic;

namespace Ovs.Runtime.CommandLine;

/// <summary>
/// GNU getopt_long(3) over a table of rows: abbreviations, `--name=value`, bundled short options, `--`, operands anywhere or
/// only behind the options, and its error texts.
/// </summary>
public static class OptionParser
{
    /// <summary>Applies each option and gives the operands, in order. The first error is printed, and ends the program with
    /// status 1, as with the original.</summary>
    /// <param name="stopAtOperand">True: options end at the first operand (getopt's "+"), because options behind it belong to
    /// a command.</param>
    public static List<string> ParseOrExit(
        string program, ReadOnlySpan<string> arguments, IReadOnlyList<OptionRow> rows, bool stopAtOperand)
    {
        if (TryParse(arguments, rows, stopAtOperand, out var operands, out var error))
        {
            return operands;
        }

        StandardError.WriteLine($"{program}: {error}");
        ProgramExit.With(1);
        return operands;
    }

    /// <summary>As <see cref="ParseOrExit"/>, with the error given back; options before it were applied.</summary>
    public static bool TryParse(
        ReadOnlySpan<string> arguments,
        IReadOnlyList<OptionRow> rows,
        bool stopAtOperand,
        out List<string> operands,
        out string? error)
    {
        operands = [];
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
            {
                operands.AddRange(arguments[(i + 1)..]);
                break;
            }

            if (argument.Length < 2 || argument[0] != '-')
            {
                if (stopAtOperand)
                {
                    operands.AddRange(arguments[i..]);
                    break;
                }

                operands.Add(argument);
                continue;
            }

            error = argument[1] == '-'
                ? TakeLong(argument, arguments, rows, ref i)
                : TakeShort(argument, arguments, rows, ref i);
            if (error is not null)
            {
                return false;
            }
        }

        error = null;
        return true;
    }

    private static string? TakeLong(
        string argument, ReadOnlySpan<string> arguments, IReadOnlyList<OptionRow> rows, ref int index)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? argument[2..] : argument[2..equals];
        var value = equals < 0 ? null : argument[(equals + 1)..];
        var error = Find(name, argument, rows, out var row);
        if (row is null)
        {
            return error;
        }

        if (value is not null && row.Argument == OptionArgument.None)
        {
            return $"option '--{row.Long}' doesn't allow an argument";
        }

        if (value is null && row.Argument == OptionArgument.Required)
        {
            if (index + 1 == arguments.Length)
            {
                return $"option '--{row.Long}' requires an argument";
            }

            value = arguments[++index];
        }

        row.Apply(value);
        return null;
    }

    private static string? Find(string name, string argument, IReadOnlyList<OptionRow> rows, out OptionRow? found)
    {
        found = null;
        var candidates = new List<OptionRow>();
        foreach (var row in rows)
        {
            if (row.Long == name)
            {
                found = row;
                return null;
            }

            if (row.Long.StartsWith(name, StringComparison.Ordinal))
            {
                candidates.Add(row);
            }
        }

        if (candidates.Count == 1)
        {
            found = candidates[0];
            return null;
        }

        if (candidates.Count == 0)
        {
            return $"unrecognized option '{argument}'";
        }

        return $"option '{argument}' is ambiguous; possibilities: " +
            string.Join(' ', candidates.ConvertAll(row => $"'--{row.Long}'"));
    }

    private static string? TakeShort(
        string argument, ReadOnlySpan<string> arguments, IReadOnlyList<OptionRow> rows, ref int index)
    {
        for (var i = 1; i < argument.Length; i++)
        {
            var letter = argument[i];
            OptionRow? found = null;
            foreach (var row in rows)
            {
                if (row.Short == letter)
                {
                    found = row;
                    break;
                }
            }

            if (found is null)
            {
                return $"invalid option -- '{letter}'";
            }

            if (found.Argument == OptionArgument.None)
            {
                found.Apply(null);
                continue;
            }

            var rest = i + 1 < argument.Length ? argument[(i + 1)..] : null;
            if (rest is null && found.Argument == OptionArgument.Required)
            {
                if (index + 1 == arguments.Length)
                {
                    return $"option requires an argument -- '{letter}'";
                }

                rest = arguments[++index];
            }

            found.Apply(rest);
            return null;
        }

        return null;
    }
}
