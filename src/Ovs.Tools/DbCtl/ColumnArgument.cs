using System.Text;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Tools.DbCtl;

/// <summary>An argument "COLUMN[:KEY][OPERATOR VALUE]", such as <c>other_config:hwaddr=00:11:22:33:44:55</c>.</summary>
/// <param name="Key">The text of the key, or null.</param>
/// <param name="Operator">The place of the operator among those allowed.</param>
/// <param name="Value">The text behind the operator; empty when none was asked for.</param>
internal readonly record struct ColumnArgument(ColumnSchema Column, string? Key, int Operator, string Value)
{
    private static readonly string[] s_assignment = ["="];

    /// <summary>Only the column, as preparations want it; gives null or what is wrong.</summary>
    public static string? ParseColumn(string text, TableSchema table, out ColumnSchema column)
    {
        var at = 0;
        return TakeColumn(text, table, ref at, out column);
    }

    /// <summary>"COLUMN[:KEY]" and nothing more; gives null or what is wrong.</summary>
    public static string? Parse(string text, TableSchema table, out ColumnArgument argument)
    {
        var at = 0;
        var error = TakeColumnAndKey(text, table, ref at, out var column, out var key);
        argument = new ColumnArgument(column, key, 0, "");
        return error is null && at < text.Length ? $"{text}: trailing garbage \"{text[at..]}\" in argument" : error;
    }

    /// <summary>"COLUMN[:KEY]=VALUE"; gives null or what is wrong.</summary>
    public static string? ParseAssignment(string text, TableSchema table, out ColumnArgument argument) =>
        Parse(text, table, s_assignment, out argument);

    /// <summary>"COLUMN[:KEY]", the longest that fits of <paramref name="operators"/>, and a value that is not empty;
    /// gives null or what is wrong.</summary>
    public static string? Parse(string text, TableSchema table, string[] operators, out ColumnArgument argument)
    {
        var at = 0;
        argument = default;
        if (TakeColumnAndKey(text, table, ref at, out var column, out var key) is { } error)
        {
            return error;
        }

        var found = -1;
        for (var i = 0; i < operators.Length; i++)
        {
            var one = operators[i];
            var isLonger = found < 0 || one.Length > operators[found].Length;
            if (isLonger && text.Length > at + one.Length && string.CompareOrdinal(text, at, one, 0, one.Length) == 0)
            {
                found = i;
            }
        }

        if (found < 0)
        {
            return MissingOperator(text, operators);
        }

        argument = new ColumnArgument(column, key, found, text[(at + operators[found].Length)..]);
        return null;
    }

    private static string? TakeColumn(string text, TableSchema table, ref int at, out ColumnSchema column)
    {
        column = null!;
        if (ValueToken.Take(text, ref at, out var name) is { } error)
        {
            return error;
        }

        return name.Length == 0
            ? $"{text}: missing column name"
            : CtlDatabase.FindColumn(table, name, out column);
    }

    private static string? TakeColumnAndKey(
        string text, TableSchema table, ref int at, out ColumnSchema column, out string? key)
    {
        key = null;
        var error = TakeColumn(text, table, ref at, out column);
        if (error is not null || at == text.Length || text[at] != ':')
        {
            return error;
        }

        at++;
        return ValueToken.Take(text, ref at, out key);
    }

    private static string MissingOperator(string text, string[] operators)
    {
        var message = new StringBuilder($"{text}: argument does not end in \"{operators[0]}\"");
        for (var i = 1; i < operators.Length; i++)
        {
            var isLast = i == operators.Length - 1;
            message.Append(operators.Length == 2 ? " or " : isLast ? ", or " : ", ").Append($"\"{operators[i]}\"");
        }

        return message.Append(" followed by a value.").ToString();
    }
}
