using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>Databases made of standalone database files: what a tool reads and what a server serves.</summary>
public static class DatabaseFile
{
    /// <summary>Reads a file's schema only; the storage stands before the first transaction.</summary>
    public static OvsdbError? ReadSchema(StandaloneStorage storage, out DatabaseSchema? schema)
    {
        schema = null;
        var error = storage.Read(out var json);
        if (error is not null)
        {
            return error;
        }

        return json is null
            ? new OvsdbError(null, "unexpected end of file reading schema")
            : DatabaseSchema.Parse(json, out schema);
    }

    /// <summary>Applies the transactions that are left in the file. The error is of the first that could not be read or
    /// applied; the database then has all before it, and the next one to be stored takes its place.</summary>
    /// <param name="isConverting">Whether the schema is not the file's, so that tables and columns may be missing.</param>
    public static OvsdbError? ReadTransactions(Database database, StandaloneStorage storage, bool isConverting = false)
    {
        while (true)
        {
            var error = storage.Read(out var json);
            if (error is not null || json is null)
            {
                return error;
            }

            error = Apply(database, json, isConverting);
            if (error is not null)
            {
                storage.Unread(error);
                return error;
            }
        }
    }

    /// <summary>Writes the database anew as one transaction.</summary>
    public static OvsdbError? Compact(Database database, string? comment, long nowMs) =>
        database.Storage.StoreSnapshot(database.Schema.ToJson(), TransactionRecord.SnapshotText(database, comment), nowMs);

    /// <summary>Applies a transaction that is stored already.</summary>
    public static OvsdbError? Apply(Database database, JsonValue json, bool isConverting)
    {
        var error = TransactionRecord.Parse(database, json, isConverting, out var transaction);
        if (error is not null)
        {
            return error;
        }

        error = transaction!.Prepare();
        if (error is not null)
        {
            transaction.Abort();
            return error;
        }

        transaction.Complete();
        return null;
    }
}
