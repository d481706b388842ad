using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>
/// One database in memory: schema, tables, and where its transactions are stored. It outlives its schema: a conversion
/// puts other tables in the place of these.
/// </summary>
public sealed class Database : IDisposable
{
    private Dictionary<string, Table> _tables;

    public Database(DatabaseSchema schema, DatabaseStorage storage)
    {
        Schema = schema;
        Storage = storage;
        _tables = MakeTables(schema);
    }

    /// <summary>Raised inside a commit, when it is certain and before anyone is told of it.</summary>
    internal event Action<CommittedChanges>? Committed;

    /// <summary>Raised when other tables are about to replace these.</summary>
    internal event Action? Replacing;

    public string Name => Schema.Name;

    public DatabaseSchema Schema { get; private set; }

    public DatabaseStorage Storage { get; }

    /// <summary>In the order of the schema.</summary>
    internal IReadOnlyCollection<Table> Tables => _tables.Values;

    /// <summary>False until the schema comes from wherever the data comes from; there are no tables then.</summary>
    public bool HasSchema { get; private set; } = true;

    /// <summary>Clients may not change it; the server itself may.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Atoms in all rows: what `memory/show` calls atoms, and what the history is measured against.</summary>
    public long AtomCount { get; set; }

    /// <summary>Transactions that changed something, since it was opened or made.</summary>
    public long CommitCount { get; private set; }

    /// <summary>The last transactions, for clients that come back; null when their identifiers would mean nothing.</summary>
    internal TransactionHistory? History { get; private set; }

    /// <summary>The identifier of the last transaction, zero when there is none or no history is kept.</summary>
    public Uuid LastTransactionId => History?.LastId ?? Uuid.Zero;

    internal bool TryGetTable(string name, [NotNullWhen(true)] out Table? table) => _tables.TryGetValue(name, out table);

    /// <summary>A database of which only the name is known yet: <see cref="ReplaceWith"/> gives it a schema.</summary>
    public static Database WithoutSchema(string name, DatabaseStorage storage) =>
        new(new DatabaseSchema(name), storage) { HasSchema = false };

    /// <summary>Begins to remember transactions, from none, for clients that come back.</summary>
    public void StartHistory() => History = new TransactionHistory();

    /// <summary>Forgets transactions: their identifiers mean nothing (any more).</summary>
    public void StopHistory() => History = null;

    /// <summary>Takes over schema and tables of <paramref name="converted"/>, which must not be used any more.</summary>
    public void ReplaceWith(Database converted)
    {
        Replacing?.Invoke();
        History = History is null ? null : new TransactionHistory();
        Schema = converted.Schema;
        HasSchema = true;
        _tables = converted._tables;
        AtomCount = converted.AtomCount;
    }

    public void Dispose() => Storage.Dispose();

    internal void OnCommitted(CommittedChanges changes)
    {
        AtomCount += changes.AtomCountChange;
        CommitCount++;
        Committed?.Invoke(changes);
    }

    /// <summary>Keeps a transaction that has an identifier, if such are kept.</summary>
    internal void Remember(CommittedChanges changes)
    {
        if (History is { } history && !changes.Id.IsZero)
        {
            history.Add(changes);
            history.Trim(AtomCount + changes.AtomCountChange);
        }
    }

    private static Dictionary<string, Table> MakeTables(DatabaseSchema schema)
    {
        var tables = new Dictionary<string, Table>(StringComparer.Ordinal);
        foreach (var table in schema.Tables)
        {
            tables.Add(table.Name, new Table(table));
        }

        foreach (var table in tables.Values)
        {
            var columns = table.Schema.Columns;
            var references = new References[columns.Count];
            for (var i = 0; i < columns.Count; i++)
            {
                var type = columns[i].Type;
                references[i] = new References(
                    TableOf(type.Key), type.Key.IsStrongReference, TableOf(type.Value), type.Value.IsStrongReference);
            }

            table.References = references;
        }

        return tables;

        Table? TableOf(BaseType type) => type.RefTable is null ? null : tables[type.RefTable];
    }
}
