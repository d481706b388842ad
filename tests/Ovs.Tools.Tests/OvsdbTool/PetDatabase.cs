using System;
using System.IO;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Json;

namespace Ovs.Tools.Tests.OvsdbTool;

/// <summary>A small database in a folder of a test's own, which goes with it.</summary>
internal sealed class PetDatabase : IDisposable
{
    public const string SchemaText =
        """
        {'name': 'Pets', 'version': '1.0.0', 'tables': {
          'Dog': {'columns': {'name': {'type': 'string'}, 'age': {'type': 'integer'},
                              'toys': {'type': {'key': 'string', 'min': 0, 'max': 'unlimited'}}}}}}
        """;

    public PetDatabase()
    {
        Folder = Directory.CreateTempSubdirectory("ovsdb-tool-test-").FullName;
        Require(LogFile.Open(Path, [LogRecord.StandaloneMagic], LogOpenMode.CreateNew, null, out var log));
        using (log)
        {
            Require(log!.Append(Schema.ToJson()));
        }
    }

    public string Folder { get; }

    public string Path => In("pets.db");

    public static DatabaseSchema Schema
    {
        get
        {
            Require(DatabaseSchema.Parse(TestJson.Parse(SchemaText), out var schema));
            return schema!;
        }
    }

    public static void Require(Ovs.Ovsdb.Data.OvsdbError? error) => Assert.Null(error?.ToText());

    public string In(string name) => System.IO.Path.Combine(Folder, name);

    public Database Open(string? path = null)
    {
        Require(StandaloneStorage.Open(path ?? Path, isWritable: true, 0, out var storage));
        Require(DatabaseFile.ReadSchema(storage!, out var schema));
        var database = new Database(schema!, storage!);
        Require(DatabaseFile.ReadTransactions(database, storage!));
        return database;
    }

    public LogFile OpenLog()
    {
        Require(LogFile.Open(Path, [LogRecord.StandaloneMagic], LogOpenMode.ReadOnly, null, out var log));
        return log!;
    }

    /// <summary>Carries out operations, which must succeed.</summary>
    public static void Transact(Database database, string operations)
    {
        var request = (JsonArray)TestJson.Parse($"['Pets',{operations}]");
        var results = (JsonArray)TransactionEngine.ExecuteAndCommit(database, request, default);
        foreach (var result in results.Items)
        {
            Assert.Null((result as JsonObject)?["error"]?.ToString());
        }
    }

    /// <summary>All rows, by table and identifier.</summary>
    public static JsonObject Contents(Database database)
    {
        var contents = TransactionRecord.Snapshot(database, null);
        contents.Remove("_date");
        contents.Remove("_is_diff");
        return contents;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
