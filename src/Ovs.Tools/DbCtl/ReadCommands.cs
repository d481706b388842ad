using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Tools.Tables;

namespace Ovs.Tools.DbCtl;

/// <summary>The database commands that read: get, list, find and wait-until.</summary>
internal static class ReadCommands
{
    private static readonly LogModule s_log = LogModule.Define("db_ctl_base");

    public static string? PrepareGet(CtlContext context)
    {
        // A script may ask only whether the row exists; a person at a terminal forgot the columns.
        if (!context.HasOption("--id") && context.Arguments.Count <= 3 && StandardOutput.IsTerminal)
        {
            s_log.Warn("\"get\" command without row arguments or \"--id\" is possibly erroneous");
        }

        if (TableAccess.Prepare(context, context.Arguments[1], out var table) is { } error)
        {
            return error;
        }

        for (var i = 3; i < context.Arguments.Count; i++)
        {
            var text = context.Arguments[i];
            if (TableAccess.IsUuidArgument(text))
            {
                continue;
            }

            if (ColumnArgument.ParseColumn(text, table, out var column) is { } columnError)
            {
                return columnError;
            }

            context.Monitor(table, column);
        }

        return null;
    }

    public static string? Get(CtlContext context)
    {
        var id = context.Option("--id");
        var mustExist = !context.HasOption("--if-exists");
        if (id is not null && !mustExist)
        {
            return "--if-exists and --id may not be specified together";
        }

        var error = FindRow(context, mustExist, out var row);
        if (error is not null || row is null)
        {
            return error;
        }

        if (id is not null && NameExisting(context.Symbols, id, row) is { } idError)
        {
            return idError;
        }

        for (var i = 3; i < context.Arguments.Count; i++)
        {
            if (GetValue(context, row, context.Arguments[i], mustExist) is { } valueError)
            {
                return valueError;
            }
        }

        return null;
    }

    public static string? PrepareList(CtlContext context) => PrepareColumns(context, out _);

    public static string? List(CtlContext context)
    {
        if (BeginTable(context, out var schema, out var columns) is { } error)
        {
            return error;
        }

        if (context.Arguments.Count == 2)
        {
            foreach (var row in context.Replica[schema].Rows)
            {
                AddRow(context.Table!, row, columns);
            }
        }

        for (var i = 2; i < context.Arguments.Count; i++)
        {
            var mustExist = !context.HasOption("--if-exists");
            if (RowFinder.Find(context, schema, context.Arguments[i], mustExist, out var row) is { } rowError)
            {
                return rowError;
            }

            if (row is not null)
            {
                AddRow(context.Table!, row, columns);
            }
        }

        return null;
    }

    public static string? PrepareFind(CtlContext context) =>
        PrepareColumns(context, out var table) ?? TableAccess.PrepareArguments(context, table, 2);

    public static string? Find(CtlContext context)
    {
        if (BeginTable(context, out var schema, out var columns) is { } error)
        {
            return error;
        }

        foreach (var row in context.Replica[schema].Rows)
        {
            if (MeetsAll(context, row, 2, out var meets) is { } conditionError)
            {
                return conditionError;
            }

            if (meets)
            {
                AddRow(context.Table!, row, columns);
            }
        }

        return null;
    }

    public static string? PrepareWaitUntil(CtlContext context) =>
        TableAccess.Prepare(context, context.Arguments[1], out var table)
            ?? TableAccess.PrepareArguments(context, table, 3);

    public static string? WaitUntil(CtlContext context)
    {
        var error = FindRow(context, mustExist: false, out var row);
        var meets = false;
        if (error is null && row is not null)
        {
            error = MeetsAll(context, row, 3, out meets);
        }

        context.MustTryAgain = error is null && !meets;
        return error;
    }

    /// <summary>The row that the first two arguments, TABLE and RECORD, name.</summary>
    internal static string? FindRow(CtlContext context, bool mustExist, out Row? row)
    {
        row = null;
        return context.Database.FindTable(context.Arguments[1], out var table)
            ?? RowFinder.Find(context, table, context.Arguments[2], mustExist, out row);
    }

    /// <summary>"--id=@name" of `get`: commands behind it may refer to the row by that name.</summary>
    private static string? NameExisting(SymbolTable symbols, string id, Row row)
    {
        var isKnown = symbols.TryGet(id, out _);
        if (RowSymbol.Create(symbols, id, out var symbol) is { } error)
        {
            return error;
        }

        if (isKnown)
        {
            return $"row id \"{id}\" specified on \"get\" command was used before it was defined";
        }

        symbol.Uuid = row.Uuid;
        symbol.HasStrongReference = true; // It is in the database whoever refers to it.
        return null;
    }

    private static string? GetValue(CtlContext context, Row row, string text, bool mustExist)
    {
        var output = context.Output;
        if (TableAccess.IsUuidArgument(text))
        {
            output.Append(row.Uuid.ToString()).Append('\n');
            return null;
        }

        if (ColumnArgument.Parse(text, row.Table.Schema, out var argument) is { } error)
        {
            return error;
        }

        var column = argument.Column;
        row.Verify(column);
        if (argument.Key is null)
        {
            output.Append(row[column].ToText(column.Type)).Append('\n');
            return null;
        }

        if (!column.Type.IsMap)
        {
            return $"cannot specify key to get for non-map column {column.Name}";
        }

        if (Atom.ParseText(argument.Key, column.Type.Key, context.Symbols, out var key) is { } keyError)
        {
            return keyError;
        }

        if (row[column].TryGetValue(key, out var value))
        {
            output.Append(value.ToText());
        }
        else if (mustExist)
        {
            return $"no key \"{argument.Key}\" in {row.Table.Schema.Name} record \"{context.Arguments[2]}\" "
                + $"column {column.Name}";
        }

        output.Append('\n');
        return null;
    }

    private static string? PrepareColumns(CtlContext context, out TableSchema table)
    {
        List<ColumnSchema> columns = [];
        var error = TableAccess.Prepare(context, context.Arguments[1], out table)
            ?? TableAccess.ParseColumns(table, context.Option("--columns"), out columns);
        if (error is null)
        {
            foreach (var column in columns)
            {
                context.Monitor(table, column);
            }
        }

        return error;
    }

    private static string? BeginTable(CtlContext context, out TableSchema schema, out List<ColumnSchema> columns)
    {
        columns = [];
        var error = context.Database.FindTable(context.Arguments[1], out schema)
            ?? TableAccess.ParseColumns(schema, context.Option("--columns"), out columns);
        if (error is null)
        {
            context.Table = new Table([.. columns.ConvertAll(static column => column.Name)]);
        }

        return error;
    }

    private static void AddRow(Table table, Row row, List<ColumnSchema> columns)
    {
        table.AddRow();
        foreach (var column in columns)
        {
            table.AddCell(row[column], column.Type);
        }
    }

    private static string? MeetsAll(CtlContext context, Row row, int first, out bool meets)
    {
        meets = true;
        string? error = null;
        for (var i = first; meets && error is null && i < context.Arguments.Count; i++)
        {
            error = RowCondition.Check(row, context.Arguments[i], context.Symbols, out meets);
        }

        return error;
    }
}
