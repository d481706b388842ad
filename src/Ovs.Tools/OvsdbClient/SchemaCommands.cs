using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Tools.Tables;

namespace Ovs.Tools.OvsdbClient;

/// <summary>Commands that tell what databases, tables and columns there are.</summary>
internal static class SchemaCommands
{
    public static void ListDatabases(ClientContext context, IReadOnlyList<string> arguments)
    {
        foreach (var name in context.FetchDatabases())
        {
            StandardOutput.WriteLine(name);
        }
    }

    public static void GetSchema(ClientContext context, IReadOnlyList<string> arguments) =>
        context.PrintJson(context.FetchSchema().ToJson());

    public static void GetVersion(ClientContext context, IReadOnlyList<string> arguments) =>
        StandardOutput.WriteLine(context.FetchSchema().Version);

    public static void GetChecksum(ClientContext context, IReadOnlyList<string> arguments) =>
        StandardOutput.WriteLine(context.FetchSchema().Checksum);

    public static void ListTables(ClientContext context, IReadOnlyList<string> arguments)
    {
        var output = new Table("Table");
        foreach (var table in context.FetchSchema().Tables)
        {
            output.AddRow();
            output.AddCell(table.Name);
        }

        context.Print(output);
    }

    public static void ListColumns(ClientContext context, IReadOnlyList<string> arguments)
    {
        var wanted = arguments.Count > 0 ? arguments[0] : null;
        var output = wanted is null ? new Table("Table", "Column", "Type") : new Table("Column", "Type");
        foreach (var table in context.FetchSchema().Tables)
        {
            if (wanted is not null && wanted != table.Name)
            {
                continue;
            }

            foreach (var column in table.Columns)
            {
                output.AddRow();
                if (wanted is null)
                {
                    output.AddCell(table.Name);
                }

                output.AddCell(column.Name);
                output.AddCell(column.Type.ToJson(), null);
            }
        }

        context.Print(output);
    }
}
