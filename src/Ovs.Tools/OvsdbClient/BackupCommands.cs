using System.Collections.Generic;
using Ovs.Native.Libc;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.Logging;
using Ovs.Tools.Databases;
using Ovs.Tools.Tables;

namespace Ovs.Tools.OvsdbClient;

/// <summary>`backup` and `restore`: a served database as a standalone database file, and back.</summary>
internal static class BackupCommands
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_client");

    public static void Backup(ClientContext context, IReadOnlyList<string> arguments)
    {
        if (StandardOutput.IsTerminal)
        {
            ProgramExit.Fatal("not writing backup to a terminal; please redirect stdout to a file");
        }

        var schema = context.FetchSchema();
        var transaction = new JsonArray(context.Database);
        foreach (var table in schema.Tables)
        {
            // A table of ephemeral columns only has rows all the same, which others may refer to.
            var columns = new JsonArray();
            foreach (var column in table.Columns)
            {
                if (column.IsPersistent)
                {
                    columns.Add(column.Name);
                }
            }

            transaction.Add(new JsonObject(
                ("op", "select"), ("table", table.Name), ("where", new JsonArray()), ("columns", columns)));
        }

        var result = context.Server.Transact("transact", transaction);
        Write(schema.ToJson());
        if (result is not JsonArray results || results.Count != schema.Tables.Count)
        {
            ProgramExit.Fatal($"reply is not array of {schema.Tables.Count} elements: {result}");
            return;
        }

        var record = new JsonObject();
        foreach (var table in schema.Tables)
        {
            var rows = TableDump.SelectedRows(table, results[table.Index]);
            if (rows.Count > 0)
            {
                record[table.Name] = RowsById(table, rows);
            }
        }

        Write(TransactionRecord.Annotate(record, "produced by \"ovsdb-client backup\""));
    }

    public static void Restore(ClientContext context, IReadOnlyList<string> arguments)
    {
        if (Terminals.IsTerminal(0))
        {
            ProgramExit.Fatal("not reading backup from a terminal; please redirect stdin from a file");
        }

        using var backup = ReadBackup(context);
        CheckSchema(context, backup.Schema);
        var transaction = new JsonArray(backup.Schema.Name);
        var rows = TransactionRecord.Snapshot(backup, null);
        foreach (var table in backup.Schema.Tables)
        {
            transaction.Add(new JsonObject(("op", "delete"), ("table", table.Name), ("where", new JsonArray())));
            if (rows[table.Name] is JsonObject tableRows)
            {
                AddInserts(transaction, table, tableRows);
            }
        }

        WaitCommand.CheckResults(context.Server.Transact("transact", transaction));
    }

    private static void Write(JsonObject record)
    {
        var bytes = LogRecord.Compose(LogRecord.StandaloneMagic, record);
        StandardOutput.Write(Utf8Text.Decode(bytes));
    }

    /// <summary>{row's identifier: {column: value}}, as records have it.</summary>
    private static JsonObject RowsById(TableSchema table, JsonArray rows)
    {
        var output = new JsonObject();
        foreach (var item in rows.Items)
        {
            if (item is not JsonObject row)
            {
                ProgramExit.Fatal($"{table.Name} table reply row is not an object: {item}");
                return output;
            }

            if (!row.TryGet(ColumnSchema.UuidName, out var json))
            {
                ProgramExit.Fatal($"{table.Name} table reply row lacks _uuid member: {item}");
            }

            FatalErrors.Check(Atom.Parse(json, BaseType.Plain(AtomicType.Uuid), null, out var id));
            row.Remove(ColumnSchema.UuidName);
            output[id.Uuid.ToString()] = row;
        }

        return output;
    }

    private static Database ReadBackup(ClientContext context)
    {
        FatalErrors.Check(
            StandaloneStorage.Open("/dev/stdin", isWritable: false, context.Loop.Clock.NowMs, out var storage));
        FatalErrors.Check(DatabaseFile.ReadSchema(storage!, out var schema));
        var database = new Database(schema!, storage!);
        FatalErrors.Check(DatabaseFile.ReadTransactions(database, storage!));
        return database;
    }

    private static void CheckSchema(ClientContext context, DatabaseSchema backup)
    {
        var online = context.FetchSchema();
        if (backup.IsEquivalentTo(online))
        {
            return;
        }

        var difference = backup.Version != online.Version
            ? $"backup schema has version \"{backup.Version}\" but database schema has version \"{online.Version}\""
            : $"backup schema and database schema are both version {backup.Version} but still differ";
        if (!context.Options.IsForced)
        {
            ProgramExit.Fatal($"{difference} (use --force to override differences, or \"ovsdb-client convert\" to "
                + "change the schema)");
        }

        s_log.Info(difference);
    }

    /// <summary>Rows are inserted anew: they refer to each other by names made of their old identifiers.</summary>
    private static void AddInserts(JsonArray transaction, TableSchema table, JsonObject rows)
    {
        foreach (var (id, item) in rows.Members)
        {
            var row = new JsonObject();
            foreach (var (name, json) in ((JsonObject)item).Members)
            {
                if (table.TryGetColumn(name, out var column)
                    && Datum.Parse(json, column.Type.WithoutConstraints, null, out var value) is null
                    && !value.IsDefault(column.Type))
                {
                    row[name] = value.ToJsonWithRowNames(column.Type);
                }
            }

            transaction.Add(new JsonObject(
                ("op", "insert"), ("table", table.Name), ("uuid-name", Datum.RowName(Uuid.Parse(id))), ("row", row)));
        }
    }
}
