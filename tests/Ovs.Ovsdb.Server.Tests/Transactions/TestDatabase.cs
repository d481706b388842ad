using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Tests.Transactions;

/// <summary>A database in memory that keeps what would be stored.</summary>
internal sealed class TestDatabase
{
    public TestDatabase(string schema)
    {
        Assert.Null(DatabaseSchema.Parse(Json.Parse(schema), out var parsed));
        Database = new Database(parsed!, new MemoryStorage());
    }

    public Database Database { get; }

    public List<JsonObject> Records => Storage.Records;

    /// <summary>What attempts to store answer from now on.</summary>
    public OvsdbError? StorageError
    {
        set => Storage.NextError = value;
    }

    /// <summary>Runs operations and gives the results as text, identifiers numbered.</summary>
    public string Run(string operations, ExecutionContext context = default) =>
        Json.Plain(RunJson(Json.Array($"[{operations}]"), context));

    public JsonArray RunJson(JsonArray operations, ExecutionContext context = default) =>
        (JsonArray)TransactionEngine.ExecuteAndCommit(
            Database, new JsonArray([Database.Name, .. operations.Items]), context);

    /// <summary>All data as text, members sorted, versions and dates left out.</summary>
    public string Contents() => Contents(Database);

    public static string Contents(Database database)
    {
        var snapshot = TransactionRecord.Snapshot(database, null);
        snapshot.Remove("_date");
        return JsonWriter.ToText(snapshot, JsonStyle.Sorted);
    }

    private MemoryStorage Storage => (MemoryStorage)Database.Storage;

    private sealed class MemoryStorage : DatabaseStorage
    {
        public List<JsonObject> Records { get; } = [];

        public OvsdbError? NextError { get; set; }

        public override string Model => "standalone";

        public override OvsdbError? Append(System.ReadOnlySpan<byte> record, bool isDurable)
        {
            if (NextError is null)
            {
                Assert.True(JsonParser.TryParse(record, out var json, out _));
                Records.Add((JsonObject)json);
            }

            return NextError;
        }

        public override bool IsSnapshotDue(long nowMs) => false;

        public override OvsdbError? StoreSnapshot(JsonObject schema, RecordText data, long nowMs) => null;

        protected override void Dispose(bool disposing)
        {
        }
    }
}
