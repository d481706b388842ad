using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Replication;

/// <summary>
/// Keeps a database file the same as the database of an active server, so that it can take over (ovsdb(7), "Active-Backup
/// Database Service Model"). As long as it runs, clients may only read.
/// </summary>
/// <remarks>
/// A new connection asks, one after the other, who the server is (a server must not follow itself), whether it has the
/// database, for the schema, and for the contents; then updates follow. Anything that does not fit ends replication for
/// good: the owner is told by <see cref="Failed"/> and makes the database active. A connection that breaks is made again.
/// </remarks>
internal sealed class Replicator : IDisposable
{
    private static readonly LogModule s_log = LogModule.Define("replication");
    private static readonly LogModule s_errorLog = LogModule.Define("ovsdb_error");
    private static readonly LogRateLimit s_errorLimit = new(1, 1);

    private readonly Database _database;
    private readonly Uuid _ownServerId;
    private readonly IReadOnlySet<string> _excluded;
    private readonly JsonRpcSession _session;
    private State _state = State.Connecting;
    private JsonValue? _requestId;

    public Replicator(
        OvsdbServer server, Database database, string source, string? excludedTables, RemoteOptions options)
    {
        _database = database;
        _ownServerId = server.Id;
        Source = source;
        ExcludedText = excludedTables;
        _excluded = ExcludedTables.Of(database.Name, excludedTables);
        database.IsReadOnly = true;
        _session = new JsonRpcSession(server.Loop, [source], Replica.DefaultPort, retry: true)
        {
            Connected = OnConnected,
            MessageReceived = OnMessage,
        };
        SetOptions(options);
        _session.Start();
    }

    private enum State
    {
        Connecting,
        ServerIdRequested,
        DatabasesRequested,
        SchemaRequested,
        ContentsRequested,
        Replicating,
        Failed,
    }

    /// <summary>Called once, when replication ended for good.</summary>
    public Action? Failed { get; set; }

    public string Source { get; }

    /// <summary>The list of excluded tables that it was made with.</summary>
    public string? ExcludedText { get; }

    public void SetOptions(RemoteOptions options)
    {
        _session.SetMaxBackoff(options.MaxBackoffMs);
        _session.SetProbeInterval(options.ProbeIntervalMs);
    }

    /// <summary>How it goes, as `ovsdb-server/sync-status` tells it.</summary>
    public string StatusText()
    {
        if (!_session.IsAlive)
        {
            return $"not connected to {Source}";
        }

        return _state switch
        {
            State.Failed => $"Replication to ({Source}) failed",
            State.Replicating => $"replicating: {Source}\n" + ExcludedStatus(),
            _ => $"connecting: {Source}",
        };
    }

    /// <summary>Ends replication; clients may write again.</summary>
    public void Dispose()
    {
        _session.Dispose();
        _database.IsReadOnly = false;
    }

    private string ExcludedStatus()
    {
        var names = new List<string>();
        foreach (var table in _excluded)
        {
            names.Add($"{_database.Name}:{table}");
        }

        return names.Count == 0 ? "" : "exclude: " + string.Join(',', names);
    }

    private void OnConnected()
    {
        if (_state != State.Failed)
        {
            Request("get_server_id", new JsonArray(), State.ServerIdRequested);
            s_log.Dbg($"{_database.Name}: send server ID request.");
        }
    }

    private void Request(string method, JsonArray parameters, State next)
    {
        var request = JsonRpcMessage.Request(method, parameters);
        _requestId = request.Id;
        _state = next;
        _session.Send(request);
    }

    private void OnMessage(JsonRpcMessage message)
    {
        if (_state == State.Failed)
        {
            return;
        }

        if (message is { Type: JsonRpcType.Notify, Method: "update", Params: { Count: 2 } parameters }
            && parameters[0] is JsonString name)
        {
            OnUpdate(name.Value, parameters[1]);
        }
        else if (message.Type == JsonRpcType.Reply && _requestId is not null && _requestId.Equals(message.Id))
        {
            _requestId = null;
            OnReply(message.Result!);
        }
        else if (message.Type == JsonRpcType.Reply)
        {
            s_log.Warn($"{_database.Name}: received unexpected reply.");
        }
    }

    private void OnUpdate(string database, JsonValue updates)
    {
        if (database != _database.Name)
        {
            s_log.Warn($"{_database.Name}: received update for unexpected database {database}");
            Fail();
        }
        else if (Apply(updates, isSnapshot: false) is { } error)
        {
            if (error.Tag == ForeignChanges.Inconsistent)
            {
                // Something was lost on the way: a new connection begins with all the contents.
                Report(error);
                _session.ForceReconnect();
            }
            else
            {
                FailIf(error);
            }
        }
    }

    private void OnReply(JsonValue result)
    {
        switch (_state)
        {
            case State.ServerIdRequested:
                FailIf(TakeServerId(result));
                break;
            case State.DatabasesRequested:
                FailIf(TakeDatabases(result));
                break;
            case State.SchemaRequested:
                TakeSchema(result);
                break;
            case State.ContentsRequested:
                s_log.Info($"{_database.Name}: Monitor reply received. Resetting the database.");
                if (Apply(result, isSnapshot: true) is { } error)
                {
                    FailIf(error);
                    break;
                }

                s_log.Dbg($"{_database.Name}: Listening to monitor updates.");
                _state = State.Replicating;
                break;
            default:
                break;
        }
    }

    private OvsdbError? TakeServerId(JsonValue result)
    {
        if (result is not JsonString text || !Uuid.TryParse(text.Value, out var id))
        {
            return new OvsdbError("get_server_id failed", $"{_database.Name}: Server ID is not valid UUID");
        }

        if (id == _ownServerId)
        {
            return new OvsdbError("Server ID check failed", $"{_database.Name}: Self replicating is not allowed");
        }

        Request("list_dbs", new JsonArray(), State.DatabasesRequested);
        return null;
    }

    private OvsdbError? TakeDatabases(JsonValue result)
    {
        if (result is not JsonArray names)
        {
            return new OvsdbError("list_dbs failed", $"{_database.Name}: list_dbs response is not array");
        }

        var isThere = false;
        foreach (var name in names.Items)
        {
            isThere |= name is JsonString { Value: var value } && value == _database.Name;
        }

        if (!isThere)
        {
            return new OvsdbError("list_dbs failed", $"{_database.Name}: database name is not in the list");
        }

        Request("get_schema", new JsonArray(_database.Name), State.SchemaRequested);
        s_log.Dbg($"{_database.Name}: send schema request.");
        return null;
    }

    private void TakeSchema(JsonValue result)
    {
        if (DatabaseSchema.Parse(result, out var schema) is { } error)
        {
            FailIf(error);
            return;
        }

        if (schema!.Name != _database.Name)
        {
            s_log.Warn($"{_database.Name}: unexpected schema {schema.Name}.");
            Fail();
            return;
        }

        if (!schema.IsEquivalentTo(_database.Schema))
        {
            s_log.Info($"{_database.Name}: Schema version mismatch, checking if {schema.Name} can still be replicated or not.");
            if (!ReplicatedSchema.Fits(_database.Schema, schema))
            {
                s_log.Info($"{schema.Name} cannot be replicated.");
                Fail();
                return;
            }

            s_log.Info($"{schema.Name} can be replicated.");
        }

        var requests = new JsonObject();
        foreach (var table in schema.Tables)
        {
            if (!_excluded.Contains(table.Name))
            {
                requests[table.Name] = new JsonArray(new JsonObject());
            }
        }

        Request("monitor", new JsonArray(schema.Name, schema.Name, requests), State.ContentsRequested);
        s_log.Dbg($"{_database.Name}: send monitor request.");
    }

    private OvsdbError? Apply(JsonValue updates, bool isSnapshot)
    {
        if (RowUpdate.Parse(updates, 1, out var tables) is { } parseError)
        {
            return parseError;
        }

        var transaction = new Transactions.Transaction(_database);
        var error = isSnapshot
            ? ForeignChanges.Replace(transaction, tables, _excluded)
            : ForeignChanges.Apply(transaction, tables);
        if (error is not null)
        {
            transaction.Abort();
            return error;
        }

        return TransactionEngine.Commit(transaction, isDurable: false);
    }

    private void FailIf(OvsdbError? error)
    {
        if (error is not null)
        {
            Report(error);
            Fail();
        }
    }

    private static void Report(OvsdbError error) =>
        s_errorLog.Err(s_errorLimit, $"unexpected ovsdb error: {error.ToText()}");

    private void Fail()
    {
        if (_state != State.Failed)
        {
            _state = State.Failed;
            Failed?.Invoke();
        }
    }
}
