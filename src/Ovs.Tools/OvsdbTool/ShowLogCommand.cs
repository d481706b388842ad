using System.Collections.Generic;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.Time;
using Ovs.Tools.Databases;
using Ovs.Tools.Tables;

namespace Ovs.Tools.OvsdbTool;

/// <summary>`show-log`: what happened to a database, record by record; or, with `--at`, what was in it back then.</summary>
internal static class ShowLogCommand
{
    public static void Run(ToolOptions options, IReadOnlyList<string> arguments)
    {
        using var log = ToolFiles.OpenLog(ToolFiles.Choose(arguments, 0, ToolFiles.DefaultDatabase));
        if (log.Magic == LogRecord.ClusterMagic)
        {
            ProgramExit.Fatal("show-log: cannot apply this operation to clustered database file");
        }

        if (options.At is null)
        {
            ShowRecords(log, options);
        }
        else
        {
            ShowTables(log, options, options.At);
        }
    }

    private static void ShowRecords(LogFile log, ToolOptions options)
    {
        ChangePrinter? changes = null;
        for (var i = 0; Read(log) is { } record; i++)
        {
            StandardOutput.Write($"record {i}:");
            if (changes is null)
            {
                FatalErrors.Check(DatabaseSchema.Parse(record, out var schema));
                StandardOutput.WriteLine(
                    $" \"{schema!.Name}\" schema, version=\"{schema.Version}\", cksum=\"{schema.Checksum}\"");
                changes = new ChangePrinter(schema, options.Verbosity);
            }
            else
            {
                StandardOutput.Write(changes.Describe(record));
            }

            StandardOutput.Write("\n");
        }
    }

    private static void ShowTables(LogFile log, ToolOptions options, string at)
    {
        if (!LogMoment.TryParse(at, out var moment))
        {
            ProgramExit.Fatal($"{at}: not a record number or a time in format \"YYYY-MM-DD HH:MM:SS\"");
        }

        if (DatabaseHistory.Rewind(log, moment, out var database) is { } error)
        {
            ProgramExit.Fatal(error);
        }

        using (database)
        {
            var dumps = TableDump.OfAll(database!.Schema);
            var reply = TransactionEngine.ExecuteAndCommit(database, TableDump.Request(database.Name, dumps), default);
            var printer = new TablePrinter(options.Style, new Clock());
            foreach (var table in TableDump.Tables(dumps, reply))
            {
                StandardOutput.Write(printer.Format(table));
            }
        }
    }

    private static JsonObject? Read(LogFile log)
    {
        FatalErrors.Check(log.Read(out var record));
        return record;
    }
}
