using System.Collections.Generic;
using System.Diagnostics;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Monitors;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;

namespace Ovs.Ovsdb.Server.Sessions;

// What a client may ask for: RFC 7047 section 4.1, and the additions of ovsdb-server(7).
internal sealed partial class ClientSession
{
    /// <summary>What became of an attempt to run a request.</summary>
    private enum Outcome
    {
        Answered,

        /// <summary>A "wait" is not met yet.</summary>
        Waiting,

        /// <summary>It is for another server to carry out.</summary>
        Forwarding,
    }

    private bool IsReadOnly => _remote.Options.IsReadOnly;

    private void OnRequest(JsonRpcMessage request)
    {
        var id = request.Id!;
        var parameters = request.Params!;
        _server.Counters.Requests++;
        switch (request.Method)
        {
            case "transact":
                if (FindDatabase(request) is { } transacted)
                {
                    Transact(transacted, id, parameters);
                }

                break;
            case "convert":
                if (FindDatabase(request) is { } convertible)
                {
                    Convert(request, convertible);
                }

                break;
            case "monitor":
                Monitor(request, MonitorVersion.Full);
                break;
            case "monitor_cond" when _server.AllowsConditionalMonitors:
                Monitor(request, MonitorVersion.Conditional);
                break;
            case "monitor_cond_since" when _server.AllowsConditionalMonitors:
                Monitor(request, MonitorVersion.Since);
                break;
            case "monitor_cond_change":
                ChangeMonitor(request);
                break;
            case "monitor_cancel":
                CancelMonitor(request);
                break;
            case "get_schema":
                if (FindDatabase(request) is { } described)
                {
                    Send(JsonRpcMessage.Reply(described.Database.Schema.ToJson(), id));
                }

                break;
            case "list_dbs":
                Send(JsonRpcMessage.Reply(ListDatabases(), id));
                break;
            case "get_server_id":
                Send(JsonRpcMessage.Reply(_server.Id.ToString(), id));
                break;
            case "lock":
                Lock(request, steals: false);
                break;
            case "steal":
                Lock(request, steals: true);
                break;
            case "unlock":
                Unlock(request);
                break;
            case "set_db_change_aware":
                SetChangeAware(request);
                break;
            default:
                Send(JsonRpcMessage.ErrorReply("unknown method", id));
                break;
        }
    }

    private void OnNotification(JsonRpcMessage notification)
    {
        if (notification is { Method: "cancel", Params: { Count: 1 } parameters }
            && _parked.TryGetValue(parameters[0], out var request))
        {
            Cancel(request);
        }
    }

    /// <summary>The database that a request names first; null when the client was told that there is none.</summary>
    private ServedDatabase? FindDatabase(JsonRpcMessage request)
    {
        var parameters = request.Params!;
        if (parameters.Count == 0 || parameters[0] is not JsonString name)
        {
            Fail(request, OvsdbError.Syntax(
                parameters, null, $"{request.Method} request params must begin with <db-name>"));
            return null;
        }

        if (!_server.TryGetDatabase(name.Value, out var database))
        {
            Fail(request, OvsdbError.Syntax(
                parameters,
                "unknown database",
                $"{request.Method} request specifies unknown database {name.Value}"));
            return null;
        }

        if (!database.Database.HasSchema)
        {
            Fail(request, new OvsdbError(
                "database not available",
                $"{request.Method} request specifies database {name.Value} which is not yet available because it has not "
                    + "completed joining its cluster"));
            return null;
        }

        return database;
    }

    private JsonArray ListDatabases()
    {
        var names = new JsonArray();
        foreach (var database in _server.Databases)
        {
            names.Add(database.Name);
        }

        return names;
    }

    private void SetChangeAware(JsonRpcMessage request)
    {
        if (request.Params is not { Count: 1 } parameters || parameters[0].Kind is not (JsonKind.True or JsonKind.False))
        {
            Fail(request, SyntaxError(request, "true or false parameter expected"));
            return;
        }

        IsChangeAware = parameters[0].Kind == JsonKind.True;
        Send(JsonRpcMessage.Reply(new JsonObject(), request.Id!));
    }

    private void Transact(ServedDatabase database, JsonValue id, JsonArray parameters)
    {
        if (_parked.ContainsKey(id))
        {
            var error = OvsdbError.Syntax(parameters, null, "transact: duplicate request ID");
            Send(JsonRpcMessage.ErrorReply(error.ToJson(), id));
            return;
        }

        var outcome = Execute(database, id, parameters, 0, out var timeoutMs);
        if (outcome != Outcome.Answered)
        {
            var request = new ParkedRequest(this, database, id, parameters, _server.Loop.Clock.NowMs);
            _parked.Add(id, request);
            database.Parked.Add(request);
            _server.Counters.TransactionsParked += outcome == Outcome.Waiting ? 1 : 0;
            Park(request, outcome, timeoutMs);
        }
    }

    /// <summary>Runs a request and answers it, unless it must wait.</summary>
    private Outcome Execute(
        ServedDatabase database, JsonValue id, JsonArray parameters, long elapsedMs, out long timeoutMs)
    {
        var start = Stopwatch.GetTimestamp();
        var execution = TransactionEngine.Execute(database.Database, parameters, new ExecutionContext
        {
            IsReadOnly = IsReadOnly || database.Database.IsReadOnly,
            Role = _remote.Options.Role,
            ClientName = _rpc.Connection?.PeerName,
            OwnsLock = OwnsLock,
            ElapsedMs = elapsedMs,
            MayWait = true,
        });
        timeoutMs = execution.TimeoutMs;
        if (execution.Results is null)
        {
            return Outcome.Waiting;
        }

        var isError = execution.Transaction is null;
        if (execution.Transaction is { } transaction)
        {
            if (execution.IsChanging && database.Forwarder is not null)
            {
                // It is good as far as can be told here; it will be run where the database is.
                transaction.Abort();
                _server.Counters.TransactionsForwarded++;
                return Outcome.Forwarding;
            }

            if (TransactionEngine.Commit(transaction, execution.IsDurable) is { } error)
            {
                ((JsonArray)execution.Results).Add(error.ToJson());
                isError = true;
            }
        }

        _server.Counters.CountTransaction(Stopwatch.GetElapsedTime(start), isError);
        Send(JsonRpcMessage.Reply(execution.Results, id));
        return Outcome.Answered;
    }

    /// <summary>Runs a parked request once more.</summary>
    public void Retry(ParkedRequest request)
    {
        var elapsedMs = _server.Loop.Clock.NowMs - request.ArrivedMs;
        var outcome = Execute(request.Database, request.Id, request.Parameters, elapsedMs, out var timeoutMs);
        if (outcome == Outcome.Answered)
        {
            _parked.Remove(request.Id);
            Forget(request);
        }
        else
        {
            Park(request, outcome, timeoutMs);
        }
    }

    /// <summary>Sends the answer to a request that another server carried out.</summary>
    public void Answer(ParkedRequest request, JsonRpcMessage reply)
    {
        _parked.Remove(request.Id);
        Forget(request);
        Send(reply);
    }

    private void Park(ParkedRequest request, Outcome outcome, long timeoutMs)
    {
        request.Timer?.Dispose();
        request.Timer = null;
        if (outcome == Outcome.Forwarding)
        {
            request.IsForwarded = true;
            request.Database.Forwarder!.Forward(request);
        }
        else if (timeoutMs != long.MaxValue)
        {
            request.Timer = _server.Loop.At(request.ArrivedMs + timeoutMs, () => Retry(request));
        }
    }

    /// <summary>Ends a waiting request. Only clients that know of databases that go are told (RFC 7047 4.1.4).</summary>
    private void Cancel(ParkedRequest request)
    {
        _parked.Remove(request.Id);
        Forget(request);
        if (IsChangeAware)
        {
            Send(JsonRpcMessage.ErrorReply("canceled", request.Id));
        }
    }

    private static void Forget(ParkedRequest request)
    {
        request.IsOver = true;
        request.Timer?.Dispose();
        request.Database.Parked.Remove(request);
        if (request.IsForwarded)
        {
            request.Database.Forwarder?.Forget(request);
        }
    }

    private void Convert(JsonRpcMessage request, ServedDatabase database)
    {
        if (Convert(database, request.Params!) is { } error)
        {
            Fail(request, error);
            return;
        }

        Send(JsonRpcMessage.Reply(new JsonObject(), request.Id!));
        _server.OnConverted(database);
    }

    /// <summary>Gives a database another schema; null when that is done.</summary>
    private OvsdbError? Convert(ServedDatabase served, JsonArray parameters)
    {
        var database = served.Database;
        if (!string.IsNullOrEmpty(_remote.Options.Role))
        {
            return new OvsdbError(
                "permission error",
                $"RBAC rules for client \"{_rpc.Connection?.PeerName ?? RoleRules.NoName}\" role \"{_remote.Options.Role}\" prohibit \"convert\" of database "
                    + $"{database.Name} (only the root role may convert databases)");
        }

        if (IsReadOnly || database.IsReadOnly)
        {
            return new OvsdbError("not allowed", $"conversion is not allowed for read-only database {database.Name}");
        }

        if (parameters.Count != 2)
        {
            return OvsdbError.Syntax(parameters, null, "array expected");
        }

        var error = DatabaseSchema.Parse(parameters[1], out var schema);
        if (error is null && schema!.Name != database.Name)
        {
            error = new OvsdbError(
                "invalid parameters",
                $"new schema name ({schema.Name}) does not match database name ({database.Name})");
        }

        Database? converted = null;
        error ??= DatabaseConversion.Convert(database, schema!, out converted);
        error ??= database.Storage.StoreSnapshot(
            schema!.ToJson(),
            TransactionRecord.SnapshotText(converted!, "converted by ovsdb-server"),
            _server.Loop.Clock.NowMs);
        if (error is null)
        {
            database.ReplaceWith(converted!);
        }

        return error;
    }

    private void Fail(JsonRpcMessage request, OvsdbError error) =>
        Send(JsonRpcMessage.ErrorReply(error.ToJson(), request.Id!));

    private static OvsdbError SyntaxError(JsonRpcMessage request, string details) =>
        OvsdbError.Syntax(request.Params, null, $"{request.Method}: {details}");
}
