using System.Collections.Generic;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Tools.Tables;

namespace Ovs.Tools.OvsdbClient;

/// <summary>A table that is watched, and the columns that are shown, in this order.</summary>
internal sealed class MonitoredTable(TableSchema table)
{
    public TableSchema Table => table;

    public List<ColumnSchema> Columns { get; } = [];
}

/// <summary>Prints updates (RFC 7047 4.1.6; ovsdb-server(7) 4.1.14 and 4.1.16) as tables of what happened to which row.</summary>
internal sealed class MonitorPrinter(ClientContext context, IReadOnlyList<MonitoredTable> tables)
{
    private static readonly string[] s_operations = ["delete", "initial", "modify", "insert"];

    /// <summary>Prints the reply to the monitor request.</summary>
    public void PrintReply(JsonValue result, int version)
    {
        switch (version)
        {
            case 1:
                PrintUpdates(result, isInitial: true);
                break;
            case 2:
                PrintUpdates2(result);
                break;
            default:
                PrintSince(result);
                break;
        }
    }

    public void PrintUpdates(JsonValue updates, bool isInitial)
    {
        if (updates is not JsonObject byTable)
        {
            ProgramExit.Complain("<table-updates> is not object");
            return;
        }

        foreach (var monitored in tables)
        {
            if (byTable.TryGet(monitored.Table.Name, out var update))
            {
                Print(monitored, update, (output, id, row) => AddRow(output, monitored, id, row, isInitial));
            }
        }
    }

    public void PrintUpdates2(JsonValue updates)
    {
        if (updates is not JsonObject byTable)
        {
            ProgramExit.Complain("<table-updates2> is not object");
            return;
        }

        foreach (var monitored in tables)
        {
            if (byTable.TryGet(monitored.Table.Name, out var update))
            {
                Print(monitored, update, (output, id, row) => AddRow2(output, monitored, id, row), "2");
            }
        }
    }

    private void PrintSince(JsonValue result)
    {
        if (result is not JsonArray reply)
        {
            ProgramExit.Complain("<result> is not array");
            return;
        }

        if (reply.Count != 3)
        {
            ProgramExit.Complain($"<result> should have 3 elements, but has {reply.Count}.");
            return;
        }

        var isFound = reply[0].Kind == JsonKind.True ? "true" : "false";
        StandardOutput.Write($"found: {isFound}, last_id: {(reply[1] as JsonString)?.Value}\n");
        PrintUpdates2(reply[2]);
    }

    private void Print(
        MonitoredTable monitored,
        JsonValue update,
        System.Action<Table, string, JsonObject> addRow,
        string suffix = "")
    {
        if (update is not JsonObject rows)
        {
            ProgramExit.Complain($"<table-update> for table {monitored.Table.Name} is not object");
            return;
        }

        var output = new Table("row", "action")
        {
            Caption = tables.Count > 1 ? monitored.Table.Name : null,
            HasTimestamp = context.Options.HasTimestamp,
        };
        monitored.Columns.ForEach(column => output.AddColumn(column.Name));
        foreach (var (id, item) in rows.Members)
        {
            if (item is JsonObject row)
            {
                addRow(output, id, row);
            }
            else
            {
                ProgramExit.Complain($"<row-update{suffix}> is not object");
            }
        }

        context.Print(output);
    }

    private static void AddRow(Table output, MonitoredTable monitored, string id, JsonObject update, bool isInitial)
    {
        var before = update["old"];
        var after = update["new"];
        if (isInitial)
        {
            AddCells(output, monitored, id, "initial", after);
        }
        else if (before is null)
        {
            AddCells(output, monitored, id, "insert", after);
        }
        else if (after is null)
        {
            AddCells(output, monitored, id, "delete", before);
        }
        else
        {
            AddCells(output, monitored, id, "old", before);
            AddCells(output, monitored, "", "new", after);
        }
    }

    private static void AddRow2(Table output, MonitoredTable monitored, string id, JsonObject update)
    {
        foreach (var operation in s_operations)
        {
            if (!update.TryGet(operation, out var row))
            {
                continue;
            }

            if (operation != "delete")
            {
                AddCells(output, monitored, id, operation, row);
            }
            else if (row.Kind != JsonKind.Null)
            {
                ProgramExit.Complain("delete method does not expect <row>");
            }
            else
            {
                output.AddRow();
                output.AddCell(id);
                output.AddCell(operation);
            }

            return;
        }
    }

    private static void AddCells(Table output, MonitoredTable monitored, string id, string action, JsonValue? values)
    {
        if (values is not JsonObject row)
        {
            ProgramExit.Complain(values is null ? $"missing {action} row" : "<row> is not object");
            return;
        }

        output.AddRow();
        output.AddCell(id);
        output.AddCell(action);
        foreach (var column in monitored.Columns)
        {
            if (row.TryGet(column.Name, out var value))
            {
                output.AddCell(value, column.Type);
            }
            else
            {
                output.AddEmptyCell();
            }
        }
    }
}
