using System;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;

namespace Ovs.Ovsdb.Client;

/// <summary>The tables a client knows, each with the class of its rows; generated from a schema, or untyped.</summary>
/// <param name="schema">What the client takes the database's schema to be; the server's may differ a little.</param>
/// <param name="factories">Makers of rows by <see cref="TableSchema.Index"/>.</param>
public sealed class DatabaseModel(DatabaseSchema schema, params Func<ReplicaTable, Uuid, Row>[] factories)
{
    public DatabaseSchema Schema => schema;

    /// <summary>A model whose rows are plain <see cref="Row"/>s.</summary>
    public static DatabaseModel Untyped(DatabaseSchema schema)
    {
        var factories = new Func<ReplicaTable, Uuid, Row>[schema.Tables.Count];
        Array.Fill(factories, static (table, uuid) => new Row(table, uuid));
        return new DatabaseModel(schema, factories);
    }

    internal Func<ReplicaTable, Uuid, Row> Factory(TableSchema table) => factories[table.Index];
}
