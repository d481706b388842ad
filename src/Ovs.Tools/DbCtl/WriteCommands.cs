using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Logging;

namespace Ovs.Tools.DbCtl;

/// <summary>The database commands that change rows: set, add, remove, clear, create and destroy.</summary>
internal static class WriteCommands
{
    private static readonly LogModule s_log = LogModule.Define("db_ctl_base");

    public static string? PrepareSet(CtlContext context) =>
        TableAccess.Prepare(context, context.Arguments[1], out var table)
            ?? TableAccess.PrepareArguments(context, table, 3);

    public static string? Set(CtlContext context)
    {
        var error = FindRow(context, out var row);
        if (error is not null || row is null)
        {
            return error;
        }

        for (var i = 3; i < context.Arguments.Count; i++)
        {
            if (SetColumn(row, context.Arguments[i], context.Symbols, context.IsLastCommand) is { } setError)
            {
                return setError;
            }
        }

        context.NoteRowsChanged();
        return null;
    }

    /// <summary>Applies "COLUMN[:KEY]=VALUE" to a row; gives null or what is wrong.</summary>
    /// <param name="asMutation">Sends only the pair of a map that changes. Reading does not show it before the
    /// commit, so nothing may follow in the transaction.</param>
    public static string? SetColumn(Row row, string text, SymbolTable symbols, bool asMutation)
    {
        var error = ColumnArgument.ParseAssignment(text, row.Table.Schema, out var argument)
            ?? CheckMutable(row, argument.Column);
        if (error is not null)
        {
            return error;
        }

        var column = argument.Column;
        if (argument.Key is null)
        {
            error = Datum.ParseText(argument.Value, column.Type, symbols, out var value);
            if (error is null)
            {
                row.Set(column, value);
            }

            return error;
        }

        if (!column.Type.IsMap)
        {
            return $"cannot specify key to set for non-map column {column.Name}";
        }

        var atom = default(Atom);
        error = Atom.ParseText(argument.Key, column.Type.Key, symbols, out var key)
            ?? Atom.ParseText(argument.Value, column.Type.Value, symbols, out atom);
        if (error is not null)
        {
            return error;
        }

        if (asMutation)
        {
            row.PutPair(column, key, atom);
        }
        else
        {
            row.Verify(column);
            row.Set(column, Datum.Pair(key, atom).Union(row[column]));
        }

        return null;
    }

    /// <summary>For add and remove, whose third argument is the column.</summary>
    public static string? PrepareOneColumn(CtlContext context) =>
        TableAccess.Prepare(context, context.Arguments[1], out var table)
            ?? TableAccess.PrepareColumn(context, table, context.Arguments[3]);

    public static string? Add(CtlContext context)
    {
        var error = FindColumnOfRow(context, out var row, out var column);
        if (error is not null || row is null)
        {
            return error;
        }

        var type = column.Type;
        var some = new ColumnType(type.Key, type.Value, 1, ColumnType.Unlimited);
        var value = row[column];
        for (var i = 4; i < context.Arguments.Count; i++)
        {
            if (Datum.ParseText(context.Arguments[i], some, context.Symbols, out var added) is { } parseError)
            {
                return parseError;
            }

            value = value.Union(added);
        }

        if ((uint)value.Count > type.Max)
        {
            return $"\"add\" operation would put {value.Count} {Things(type)} in column {column.Name} of table "
                + $"{row.Table.Schema.Name} but the maximum number is {type.Max}";
        }

        Replace(context, row, column, value);
        return null;
    }

    public static string? Remove(CtlContext context)
    {
        var error = FindColumnOfRow(context, out var row, out var column);
        if (error is not null || row is null)
        {
            return error;
        }

        var type = column.Type;
        var value = row[column];
        for (var i = 4; i < context.Arguments.Count; i++)
        {
            if (ParseRemoved(context.Arguments[i], type, context.Symbols, out var removed) is { } parseError)
            {
                return parseError;
            }

            value = value.Subtract(removed);
        }

        if (value.Count < type.Min)
        {
            return $"\"remove\" operation would put {value.Count} {Things(type)} in column {column.Name} of table "
                + $"{row.Table.Schema.Name} but the minimum number is {type.Min}";
        }

        Replace(context, row, column, value);
        return null;
    }

    public static string? PrepareClear(CtlContext context)
    {
        var error = TableAccess.Prepare(context, context.Arguments[1], out var table);
        for (var i = 3; error is null && i < context.Arguments.Count; i++)
        {
            error = TableAccess.PrepareColumn(context, table, context.Arguments[i]);
        }

        return error;
    }

    public static string? Clear(CtlContext context)
    {
        var error = FindRow(context, out var row);
        if (error is not null || row is null)
        {
            return error;
        }

        for (var i = 3; i < context.Arguments.Count; i++)
        {
            error = CtlDatabase.FindColumn(row.Table.Schema, context.Arguments[i], out var column)
                ?? CheckMutable(row, column);
            if (error is not null)
            {
                return error;
            }

            if (column.Type.Min > 0)
            {
                return $"\"clear\" operation cannot be applied to column {column.Name} of table "
                    + $"{row.Table.Schema.Name}, which is not allowed to be empty";
            }

            row.Set(column, Datum.Empty);
        }

        context.NoteRowsChanged();
        return null;
    }

    public static string? PrepareCreate(CtlContext context)
    {
        if (context.Database.FindTable(context.Arguments[1], out var table) is { } error)
        {
            return error;
        }

        if (!context.HasOption("--id") && !table.IsRoot)
        {
            s_log.Warn($"applying \"create\" command to table {table.Name} without --id option will have no effect");
        }

        return null;
    }

    public static string? Create(CtlContext context)
    {
        if (context.Database.FindTable(context.Arguments[1], out var table) is { } error)
        {
            return error;
        }

        Uuid? uuid = null;
        var keepsUuid = false;
        if (context.Option("--id") is { } id)
        {
            keepsUuid = Uuid.TryParse(id, out var given);
            if (!keepsUuid)
            {
                if (RowSymbol.Create(context.Symbols, id, out var symbol) is { } idError)
                {
                    return idError;
                }

                symbol.HasStrongReference |= table.IsRoot; // It stays though nobody refers to it.
                given = symbol.Uuid;
            }

            uuid = given;
        }

        var row = context.Transaction.Insert(table, uuid, keepsUuid);
        for (var i = 2; i < context.Arguments.Count; i++)
        {
            if (SetColumn(row, context.Arguments[i], context.Symbols, asMutation: false) is { } setError)
            {
                return setError;
            }
        }

        context.Output.Append(row.Uuid.ToString());
        return null;
    }

    /// <summary>Puts the identifier that the server chose in place of the provisional one.</summary>
    public static void FinishCreate(CtlContext context)
    {
        var output = context.Output;
        if (context.Transaction.InsertedUuid(Uuid.Parse(output.ToString())) is { } real)
        {
            output.Clear().Append(real.ToString());
        }

        output.Append('\n');
    }

    public static string? PrepareDestroy(CtlContext context) =>
        TableAccess.Prepare(context, context.Arguments[1], out _);

    public static string? Destroy(CtlContext context)
    {
        var mustExist = !context.HasOption("--if-exists");
        var isAll = context.HasOption("--all");
        if (context.Database.FindTable(context.Arguments[1], out var table) is { } error)
        {
            return error;
        }

        switch (isAll)
        {
            case true when context.Arguments.Count > 2:
                return "--all and records argument should not be specified together";
            case true when !mustExist:
                return "--all and --if-exists should not be specified together";
            case false when context.Arguments.Count == 2:
                s_log.Warn("either --all or records argument should be specified");
                return null;
            default:
                break;
        }

        if (isAll)
        {
            foreach (var row in new List<Row>(context.Replica[table].Rows))
            {
                row.Delete();
            }
        }

        for (var i = 2; i < context.Arguments.Count; i++)
        {
            if (RowFinder.Find(context, table, context.Arguments[i], mustExist, out var row) is { } rowError)
            {
                return rowError;
            }

            row?.Delete();
        }

        context.NoteRowsChanged();
        return null;
    }

    private static string? FindRow(CtlContext context, out Row? row) =>
        ReadCommands.FindRow(context, !context.HasOption("--if-exists"), out row);

    private static string? FindColumnOfRow(CtlContext context, out Row? row, out ColumnSchema column)
    {
        row = null;
        column = null!;
        var error = context.Database.FindTable(context.Arguments[1], out var table)
            ?? CtlDatabase.FindColumn(table, context.Arguments[3], out column)
            ?? FindRow(context, out row);
        return error ?? (row is null ? null : CheckMutable(row, column));
    }

    private static string? CheckMutable(Row row, ColumnSchema column) => column.IsMutable || row.IsInserted
        ? null
        : $"cannot modify read-only column {column.Name} in table {row.Table.Schema.Name}";

    /// <summary>Of a map one may name pairs, which go when they are there just so, or keys.</summary>
    private static string? ParseRemoved(string text, ColumnType type, SymbolTable symbols, out Datum removed)
    {
        var some = new ColumnType(type.Key, type.Value, 1, ColumnType.Unlimited);
        var error = Datum.ParseText(text, some, symbols, out removed);
        return error is null || !type.IsMap
            ? error
            : Datum.ParseText(text, new ColumnType(type.Key, null, 1, ColumnType.Unlimited), symbols, out removed);
    }

    private static void Replace(CtlContext context, Row row, ColumnSchema column, Datum value)
    {
        row.Verify(column);
        row.Set(column, value);
        context.NoteRowsChanged();
    }

    private static string Things(ColumnType type) => type.IsMap ? "pairs" : "values";
}
