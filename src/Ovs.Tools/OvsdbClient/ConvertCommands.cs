using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.Logging;
using Ovs.Tools.Databases;

namespace Ovs.Tools.OvsdbClient;

/// <summary>`convert` and `needs-conversion`: a served database and the schema in a file.</summary>
internal static class ConvertCommands
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb");

    public static void Convert(ClientContext context, IReadOnlyList<string> arguments)
    {
        var schema = Prepare(context, arguments);
        TransactCommands.SendChangeAware(context);
        context.Server.Transact("convert", new JsonArray(schema.Name, schema.ToJson()));
    }

    public static void NeedsConversion(ClientContext context, IReadOnlyList<string> arguments)
    {
        var schema = Prepare(context, arguments);
        StandardOutput.WriteLine(schema.IsEquivalentTo(context.FetchSchema()) ? "no" : "yes");
    }

    /// <summary>Reads the schema, connects, and makes of the schema what the server would make of it.</summary>
    private static DatabaseSchema Prepare(ClientContext context, IReadOnlyList<string> arguments)
    {
        var file = arguments[^1];
        FatalErrors.Check(DatabaseSchema.ReadFile(file, out var schema));
        context.Database = schema!.Name;
        ServerChoice.Open(context, 1, isDatabaseNeeded: true, arguments);
        var result = context.Server.Transact("transact", DatabaseInfo.Query(schema.Name));
        var row = DatabaseInfo.Find(result, context.Server.Name, schema.Name, Uuid.Zero);
        if (DatabaseInfo.IsClustered(row) && schema.PersistEphemeralColumns() is { Count: > 0 } changed)
        {
            var (table, column) = changed[^1];
            s_log.Warn($"{file}: changed {changed.Count} columns in '{schema.Name}' database from ephemeral to persistent, "
                + $"including '{column.Name}' column in '{table.Name}' table, because clusters do not support "
                + "ephemeral columns");
        }

        return schema;
    }
}
