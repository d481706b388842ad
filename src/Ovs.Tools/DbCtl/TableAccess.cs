using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Schema;

namespace Ovs.Tools.DbCtl;

/// <summary>How commands that take TABLE, RECORD and COLUMN arguments ask for what they will read. All give null or
/// what is wrong.</summary>
internal static class TableAccess
{
    /// <summary>Monitors a table's rows and what is needed to find them by name.</summary>
    public static string? Prepare(CtlContext context, string name, out TableSchema table)
    {
        if (context.Database.FindTable(name, out table) is { } error)
        {
            return error;
        }

        context.Replica[table].Monitor();
        if (context.Database.NameOf(table) is { } rowName)
        {
            context.Monitor(rowName.Table, rowName.Name);
            if (rowName.Reference is not null)
            {
                context.Monitor(rowName.Table, rowName.Reference);
            }
        }

        return null;
    }

    public static string? PrepareColumn(CtlContext context, TableSchema table, string name)
    {
        var error = CtlDatabase.FindColumn(table, name, out var column);
        if (error is null)
        {
            context.Monitor(table, column);
        }

        return error;
    }

    /// <summary>Monitors the columns that "COLUMN[:KEY]..." arguments begin with.</summary>
    /// <param name="first">The place of the first of them.</param>
    public static string? PrepareArguments(CtlContext context, TableSchema table, int first)
    {
        for (var i = first; i < context.Arguments.Count; i++)
        {
            if (ColumnArgument.ParseColumn(context.Arguments[i], table, out var column) is { } error)
            {
                return error;
            }

            context.Monitor(table, column);
        }

        return null;
    }

    /// <summary>The columns of `--columns`, or all of them by name, with the identifier first.</summary>
    public static string? ParseColumns(TableSchema table, string? names, out List<ColumnSchema> columns)
    {
        columns = [];
        if (names is null)
        {
            for (var i = TableSchema.ImplicitColumns; i < table.Columns.Count; i++)
            {
                columns.Add(table.Columns[i]);
            }

            columns.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
            columns.Insert(0, table.UuidColumn);
            return null;
        }

        foreach (var name in names.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            if (name.Equals(ColumnSchema.UuidName, StringComparison.OrdinalIgnoreCase))
            {
                columns.Add(table.UuidColumn);
            }
            else if (CtlDatabase.FindColumn(table, name, out var column) is { } error)
            {
                return error;
            }
            else
            {
                columns.Add(column);
            }
        }

        return columns.Count == 0 ? "must specify at least one column name" : null;
    }

    public static bool IsUuidArgument(string text) =>
        text.Equals("_uuid", StringComparison.OrdinalIgnoreCase)
        || text.Equals("-uuid", StringComparison.OrdinalIgnoreCase);
}
