using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Tools.Databases;
using Ovs.Tools.Tables;

namespace Ovs.Tools.OvsdbClient;

/// <summary>`dump`: tables, columns and rows in an order that depends on their contents only.</summary>
internal static class DumpCommand
{
    public static void Run(ClientContext context, IReadOnlyList<string> arguments)
    {
        var choice = Choose(context.FetchSchema(), arguments);
        var transaction = new JsonArray(context.Database);
        foreach (var (table, columns) in choice)
        {
            var names = new JsonArray();
            foreach (var column in columns)
            {
                names.Add(column.Name);
            }

            transaction.Add(new JsonObject(
                ("op", "select"), ("table", table.Name), ("where", new JsonArray()), ("columns", names)));
        }

        var result = context.Server.Transact("transact", transaction);
        if (result is not JsonArray results || results.Count != choice.Count)
        {
            ProgramExit.Fatal($"reply is not array of {choice.Count} elements: {result}");
            return;
        }

        for (var i = 0; i < choice.Count; i++)
        {
            Print(context, choice[i].Table, choice[i].Columns, SelectedRows(choice[i].Table, results[i]));
        }
    }

    /// <summary>The rows of a "select" result.</summary>
    public static JsonArray SelectedRows(TableSchema table, JsonValue result)
    {
        if (result is not JsonObject members || members["rows"] is not JsonArray rows)
        {
            ProgramExit.Fatal($"{table.Name} table reply is not an object with a \"rows\" member array: {result}");
            return new JsonArray();
        }

        return rows;
    }

    private static List<(TableSchema Table, List<ColumnSchema> Columns)> Choose(
        DatabaseSchema schema, IReadOnlyList<string> arguments)
    {
        var choice = new List<(TableSchema Table, List<ColumnSchema> Columns)>();
        if (arguments.Count == 0)
        {
            foreach (var table in schema.Tables)
            {
                choice.Add((table, AllColumns(table)));
            }

            choice.Sort((a, b) => Utf8Text.Compare(a.Table.Name, b.Table.Name));
            return choice;
        }

        if (!schema.TryGetTable(arguments[0], out var only))
        {
            ProgramExit.Fatal($"No table \"{arguments[0]}\" found.");
        }

        var columns = arguments.Count == 1 ? AllColumns(only!) : [];
        for (var i = 1; i < arguments.Count; i++)
        {
            if (!only!.TryGetColumn(arguments[i], out var column))
            {
                ProgramExit.Fatal($"Table \"{arguments[0]}\" has no column {arguments[i]}.");
            }

            if (column != only.VersionColumn)
            {
                columns.Add(column!);
            }
        }

        columns.Sort((a, b) => Utf8Text.Compare(a.Name, b.Name));
        choice.Add((only!, columns));
        return choice;
    }

    private static List<ColumnSchema> AllColumns(TableSchema table)
    {
        var columns = new List<ColumnSchema>(table.Columns);
        columns.Remove(table.VersionColumn);
        columns.Sort((a, b) => Utf8Text.Compare(a.Name, b.Name));
        return columns;
    }

    private static void Print(ClientContext context, TableSchema table, List<ColumnSchema> columns, JsonArray rows)
    {
        var data = new List<Datum[]>(rows.Count);
        for (var y = 0; y < rows.Count; y++)
        {
            if (rows[y] is not JsonObject row)
            {
                ProgramExit.Fatal($"row {y} in table {table.Name} response is not a JSON object: {rows[y]}");
                return;
            }

            data.Add(ReadRow(table, columns, row, y));
        }

        data.Sort((a, b) => Compare(columns, a, b));
        var output = new Table { Caption = $"{table.Name} table" };
        columns.ForEach(column => output.AddColumn(column.Name));
        foreach (var row in data)
        {
            output.AddRow();
            for (var x = 0; x < row.Length; x++)
            {
                output.AddCell(row[x], columns[x].Type);
            }
        }

        context.Print(output);
    }

    private static Datum[] ReadRow(TableSchema table, List<ColumnSchema> columns, JsonObject row, int index)
    {
        var values = new Datum[columns.Count];
        for (var x = 0; x < values.Length; x++)
        {
            if (!row.TryGet(columns[x].Name, out var json))
            {
                ProgramExit.Fatal($"row {index} in table {table.Name} response lacks {columns[x].Name} column");
            }

            FatalErrors.Check(Datum.Parse(json, columns[x].Type.WithoutConstraints, null, out values[x]));
        }

        return values;
    }

    /// <summary>Identifiers are random, so they decide last.</summary>
    private static int Compare(List<ColumnSchema> columns, Datum[] a, Datum[] b)
    {
        foreach (var isUuid in (ReadOnlySpan<bool>)[false, true])
        {
            for (var x = 0; x < a.Length; x++)
            {
                if ((columns[x].Type.Key.Type == AtomicType.Uuid) == isUuid)
                {
                    var order = a[x].CompareTo(b[x]);
                    if (order != 0)
                    {
                        return order;
                    }
                }
            }
        }

        return 0;
    }
}
