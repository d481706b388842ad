using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>The database _Server (ovsdb-server(5)), which tells clients what databases there are; in memory only.</summary>
internal sealed class ServerTable
{
    private const string DatabaseName = "_Server";
    private const string TableName = "Database";

    private readonly OvsdbServer _server;

    // A schema is long and changes only as a whole: its text is made once.
    private readonly Dictionary<ServedDatabase, (DatabaseSchema Schema, string Text)> _schemas = [];

    public ServerTable(OvsdbServer server)
    {
        _server = server;
        if (!JsonParser.TryParse(SchemaFiles.Read(SchemaFiles.Server), out var json, out var error)
            || DatabaseSchema.Parse(json, out var schema) is not null)
        {
            throw new InvalidOperationException($"{SchemaFiles.Server}: {error}");
        }

        var database = new Database(schema!, new UnbackedStorage()) { IsReadOnly = true };
        server.Add(new ServedDatabase(database, "<internal>", "standalone"));
    }

    /// <summary>Makes the rows say what is; a transaction only when that is something new.</summary>
    public void Update()
    {
        if (!_server.TryGetDatabase(DatabaseName, out var self)
            || !self.Database.TryGetTable(TableName, out var table))
        {
            return;
        }

        var transaction = new Transaction(self.Database);
        var rows = new Dictionary<string, Row>(StringComparer.Ordinal);
        foreach (var row in table.Rows)
        {
            rows.Add(ColumnAccess.ReadText(row, "name")!, row);
        }

        foreach (var database in _server.Databases)
        {
            var isKnown = rows.Remove(database.Name, out var row);
            var fields = isKnown ? (Datum[])row!.Fields.Clone() : OperationRunner.DefaultRow(table);
            Describe(database, table, fields);
            if (isKnown)
            {
                transaction.Modify(row!, fields);
            }
            else
            {
                transaction.Insert(table, Uuid.NewRandom(), fields);
            }
        }

        foreach (var row in rows.Values)
        {
            transaction.Delete(row);
        }

        OvsdbServer.Commit(transaction, DatabaseName);
    }

    public void Forget(ServedDatabase database) => _schemas.Remove(database);

    private void Describe(ServedDatabase database, Table table, Datum[] fields)
    {
        ColumnAccess.Write(table, fields, "name", new Atom(database.Name));
        // A relay has no say in anything; a backup looks like any other standalone database.
        var relay = database.Forwarder;
        ColumnAccess.Write(
            table, fields, "model", new Atom(relay is null ? database.Database.Storage.Model : DatabaseConfiguration.Relay));
        ColumnAccess.Write(table, fields, "connected", new Atom(relay is null || relay.IsConnected));
        ColumnAccess.Write(table, fields, "leader", new Atom(relay is null));
        ColumnAccess.Write(table, fields, "cid", null);
        ColumnAccess.Write(table, fields, "sid", null);
        ColumnAccess.Write(table, fields, "index", null);
        ColumnAccess.Write(
            table, fields, "schema", database.Database.HasSchema ? new Atom(SchemaText(database)) : null);
    }

    private string SchemaText(ServedDatabase database)
    {
        var schema = database.Database.Schema;
        if (!_schemas.TryGetValue(database, out var known) || known.Schema != schema)
        {
            known = (schema, JsonWriter.ToText(schema.ToJson(), JsonStyle.Sorted));
            _schemas[database] = known;
        }

        return known.Text;
    }
}
