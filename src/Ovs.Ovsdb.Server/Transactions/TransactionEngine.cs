using System;
using System.Threading;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// Runs the operations of a "transact" request (RFC 7047 5.2) and commits what they did.
/// </summary>
/// <remarks>
/// <para>The room's way of working: tables are changed in place under one open <see cref="Transaction"/>, which can put
/// everything back; values are immutable and shared, so a row's old values cost nothing to keep, and the changes of a
/// commit are handed to storage, monitors and history as they are.</para>
/// <para>A request goes through <see cref="Execute"/>, which gives one result per operation, and then, if all went well,
/// through <see cref="Commit"/>: checks, storage, memory, in this order. No reply may leave before that. The record is
/// stored before the change is visible to anyone, and a change that cannot be stored is put back.</para>
/// <para>Everything happens on the thread that owns the database: the server's main loop, or a tool.</para>
/// </remarks>
public static class TransactionEngine
{
    private const int RecordSize = 1024;
    private const int MaxKeptRecord = 1 << 20;

    private static Utf8Builder? s_spareRecord;

    /// <summary>Runs the operations in <paramref name="parameters"/>, which begin with the database's name.</summary>
    internal static Execution Execute(Database database, JsonValue json, ExecutionContext context)
    {
        if (json is not JsonArray parameters)
        {
            var error = OvsdbError.Syntax(json, null, "array expected");
            return new Execution(null, error.ToJson(), false, false, long.MaxValue);
        }

        if (parameters.Count == 0 || parameters[0] is not JsonString name || name.Value != database.Name)
        {
            var error = OvsdbError.Syntax(parameters, null, "database name expected as first parameter");
            return new Execution(null, error.ToJson(), false, false, long.MaxValue);
        }

        return new OperationRunner(database, context).Run(parameters);
    }

    /// <summary>Checks and stores a transaction and makes its changes final, or puts the database back.</summary>
    /// <param name="isDurable">Whether to wait until the disk has it.</param>
    internal static OvsdbError? Commit(Transaction transaction, bool isDurable)
    {
        var database = transaction.Database;
        var error = transaction.Prepare();
        if (error is null)
        {
            var record = Interlocked.Exchange(ref s_spareRecord, null) ?? new Utf8Builder(RecordSize);
            if (TransactionRecord.Write(transaction, record))
            {
                error = database.Storage.Append(record.Written, isDurable);
            }

            Keep(record);
        }

        if (error is not null)
        {
            transaction.Abort();
            return error;
        }

        transaction.Complete();
        return null;
    }

    private static void Keep(Utf8Builder record)
    {
        if (record.Count <= MaxKeptRecord)
        {
            record.Clear();
            s_spareRecord = record;
        }
    }

    /// <summary>Runs and commits a whole request at once, as a tool does; a "wait" that is not met fails.</summary>
    public static JsonValue ExecuteAndCommit(Database database, JsonValue parameters, ExecutionContext context)
    {
        var execution = Execute(database, parameters, context with { MayWait = false });
        if (execution.Transaction is { } transaction && Commit(transaction, execution.IsDurable) is { } error)
        {
            ((JsonArray)execution.Results!).Add(error.ToJson());
        }

        return execution.Results!;
    }
}

/// <summary>Who asks for a transaction, and under which conditions.</summary>
public readonly record struct ExecutionContext
{
    /// <summary>Whether operations that change anything are refused.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>The row of RBAC_Role that says what is allowed; null or empty allows everything.</summary>
    public string? Role { get; init; }

    /// <summary>How who asks is named in a certificate; null without one.</summary>
    public string? ClientName { get; init; }

    /// <summary>Whether a lock is held by who asks ("assert").</summary>
    public Func<string, bool>? OwnsLock { get; init; }

    /// <summary>How long ago the request came, in milliseconds.</summary>
    public long ElapsedMs { get; init; }

    /// <summary>Whether an unmet "wait" parks the request instead of failing it.</summary>
    public bool MayWait { get; init; }
}

/// <summary>
/// What came of running a request: an open transaction and the results to send when it is committed; or, without a
/// transaction, the results to send at once; or neither, when a "wait" is not met yet.
/// </summary>
/// <param name="IsChanging">Whether some operation may change the database.</param>
/// <param name="TimeoutMs">How long after it came the request must give up waiting.</param>
internal readonly record struct Execution(
    Transaction? Transaction, JsonValue? Results, bool IsDurable, bool IsChanging, long TimeoutMs);
