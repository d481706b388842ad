using System.Collections.Generic;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.CommandLine;
using Ovs.Tools.Tables;

namespace Ovs.Tools.OvsdbClient;

/// <summary>`dump`: tables, columns and rows in an order that depends on their contents only.</summary>
internal static class DumpCommand
{
    public static void Run(ClientContext context, IReadOnlyList<string> arguments)
    {
        var dumps = Choose(context.FetchSchema(), arguments);
        var reply = context.Server.Transact("transact", TableDump.Request(context.Database, dumps));
        foreach (var table in TableDump.Tables(dumps, reply))
        {
            context.Print(table);
        }
    }

    private static List<TableDump> Choose(DatabaseSchema schema, IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            return TableDump.OfAll(schema);
        }

        if (!schema.TryGetTable(arguments[0], out var table))
        {
            ProgramExit.Fatal($"No table \"{arguments[0]}\" found.");
        }

        if (arguments.Count == 1)
        {
            return [new TableDump(table!)];
        }

        var columns = new List<ColumnSchema>();
        for (var i = 1; i < arguments.Count; i++)
        {
            if (!table!.TryGetColumn(arguments[i], out var column))
            {
                ProgramExit.Fatal($"Table \"{arguments[0]}\" has no column {arguments[i]}.");
            }

            columns.Add(column!);
        }

        return [new TableDump(table!, columns)];
    }
}
