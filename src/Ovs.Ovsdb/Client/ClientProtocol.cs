using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Client;

/// <summary>A monitor's data: the whole of it when <see cref="IsSnapshot"/>, else what changed.</summary>
public readonly record struct UpdateEvent(JsonValue Updates, int Version, bool IsSnapshot, bool IsReply);

/// <summary>
/// The conversation of a database client with its server, from connecting to monitoring, without any I/O: messages come
/// in by <see cref="Receive"/> and go out by <see cref="Sending"/>, so that tests can play the server.
/// </summary>
/// <remarks>
/// A new connection asks for the schema of "_Server" and monitors it; that tells whether this server is of use and has
/// the database's schema. Servers without it are asked for the schema. Then "monitor_cond_since" is tried,
/// "monitor_cond" when that fails, and "monitor" last. What breaks the rules, or a server that is not wanted, ends in
/// asking for another connection.
/// </remarks>
public sealed partial class ClientProtocol
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_cs");
    private static readonly LogRateLimit s_unexpectedLimit = new(5, 5);
    private static readonly LogRateLimit s_syntaxLimit = new(1, 5);

    private readonly string _database;
    private readonly Func<JsonValue, JsonObject> _composeRequests;
    private readonly JsonArray _serverMonitorId = new("monid", ServerDatabase.Name);
    private readonly JsonArray _monitorId;
    private readonly TableConditions _conditions = new();
    private readonly HashSet<JsonValue> _transactions = [];
    private readonly ServerDatabase _server = new();
    private State _state = State.ServerSchemaRequested;
    private JsonValue? _requestId;
    private bool _isConnected;
    private bool _isServerMonitored;
    private int _monitorVersion;
    private JsonValue _schema = JsonValue.Null;
    private Uuid _lastTransaction;

    /// <param name="composeRequests">Makes the monitor requests by table from the server's schema.</param>
    public ClientProtocol(string database, Func<JsonValue, JsonObject> composeRequests)
    {
        _database = database;
        _composeRequests = composeRequests;
        _monitorId = new JsonArray("monid", database);
    }

    private enum State
    {
        ServerSchemaRequested,
        ServerMonitorRequested,
        DataSchemaRequested,
        DataMonitorCondSinceRequested,
        DataMonitorCondRequested,
        DataMonitorRequested,
        Monitoring,
        Retry,
    }

    public required Action<JsonRpcMessage> Sending { get; init; }

    /// <summary>Wants another connection; true when that should not wait for the back-off.</summary>
    public required Action<bool> Reconnecting { get; init; }

    public required Action<UpdateEvent> Updated { get; init; }

    /// <summary>A reply to one of our transactions.</summary>
    public required Action<JsonRpcMessage> Replied { get; init; }

    /// <summary>A connection began or ended: no reply will come to what was sent before.</summary>
    public required Action Restarted { get; init; }

    /// <summary>The lock is ours now.</summary>
    public required Action Locked { get; init; }

    /// <summary>As log lines name the server.</summary>
    public string Peer { get; set; } = "void";

    /// <summary>The newest monitor method to try: 3 is "monitor_cond_since", 2 "monitor_cond", 1 "monitor".</summary>
    public int MaxVersion { get; init; } = 3;

    /// <summary>The last transaction that the contents include; zero when the server does not tell.</summary>
    public Uuid LastTransaction => _lastTransaction;

    public bool IsMonitoring => _state == State.Monitoring && _isConnected;

    /// <summary>Whether to say that we can do with a database being converted or removed under us.</summary>
    public bool IsChangeAware { get; set; } = true;

    public bool IsLeaderOnly { get; set; } = true;

    /// <summary>The cluster to look for, or zero.</summary>
    public Uuid Cluster { get; set; }

    public bool MaySendTransaction => IsMonitoring && (LockName is null || HasLock);

    public int ConditionSequence => _conditions.Sequence;

    public void OnConnected(string peer)
    {
        Peer = peer;
        _isConnected = true;
        Restart();
        Restarted();
        if (LockName is not null)
        {
            SendLockRequest("lock");
        }
    }

    public void OnDisconnected()
    {
        _isConnected = false;
        _requestId = null;
        _transactions.Clear();
        Restarted();
    }

    public void Receive(JsonRpcMessage message)
    {
        var isResponse = message.Type is JsonRpcType.Reply or JsonRpcType.Error;
        if (isResponse && _requestId is not null && _requestId.Equals(message.Id))
        {
            _requestId = null;
            OnResponse(message);
            return;
        }

        if (message.Type == JsonRpcType.Notify
            && (TakeUpdate(message) || TakeCancellation(message) || TakeLockNotification(message)))
        {
            return;
        }

        if (TakeLockReply(message))
        {
            return;
        }

        if (isResponse && _transactions.Remove(message.Id!))
        {
            Replied(message);
            return;
        }

        // A reply may well come after its transaction was given up.
        s_log.Dbg($"{Peer}: received unexpected {TypeName(message)} message: {message}");
    }

    /// <summary>Sends "transact"; null when now is not the time.</summary>
    public JsonValue? SendTransaction(JsonArray operations)
    {
        if (!MaySendTransaction)
        {
            return null;
        }

        if (LockName is not null)
        {
            operations.Add(new JsonObject(("op", "assert"), ("lock", LockName)));
        }

        var request = JsonRpcMessage.Request("transact", operations);
        _transactions.Add(request.Id!);
        Sending(request);
        return request.Id;
    }

    public void ForgetTransaction(JsonValue id) => _transactions.Remove(id);

    /// <summary>Gives the <see cref="ConditionSequence"/> at which the table's rows will be those wanted.</summary>
    public int SetCondition(string table, JsonArray? condition)
    {
        var sequence = _conditions.Set(table, condition);
        SendConditionChange();
        return sequence;
    }

    /// <summary>What we hold and what the server says do not fit: start from nothing with another connection.</summary>
    public void FlagInconsistency()
    {
        _lastTransaction = default;
        Retry();
    }

    public void ForceReconnect() => Reconnecting(_state == State.Monitoring);

    public void ResetMinIndex() => _server.MinIndex = 0;

    private static string TypeName(JsonRpcMessage message) => message.Type switch
    {
        JsonRpcType.Notify => "notification",
        JsonRpcType.Reply => "reply",
        JsonRpcType.Error => "error",
        _ => "request",
    };

    private static string StateName(State state) => state switch
    {
        State.ServerSchemaRequested => "SERVER_SCHEMA_REQUESTED",
        State.ServerMonitorRequested => "SERVER_MONITOR_REQUESTED",
        State.DataSchemaRequested => "DATA_SCHEMA_REQUESTED",
        State.DataMonitorCondSinceRequested => "DATA_MONITOR_COND_SINCE_REQUESTED",
        State.DataMonitorCondRequested => "DATA_MONITOR_COND_REQUESTED",
        State.DataMonitorRequested => "DATA_MONITOR_REQUESTED",
        State.Monitoring => "MONITORING",
        _ => "RETRY",
    };

    private static void LogSyntax(OvsdbError error) => s_log.Warn(s_syntaxLimit, error.ToText());

    private void Enter(State state)
    {
        s_log.Dbg($"{Peer}: {StateName(_state)} -> {StateName(state)}");
        _state = state;
    }

    private void Restart()
    {
        if (!_conditions.Restart(_lastTransaction))
        {
            _lastTransaction = default;
        }

        _transactions.Clear();
        _monitorVersion = 0;
        _isServerMonitored = false;
        RequestSchema(ServerDatabase.Name, State.ServerSchemaRequested);
    }

    private void Retry()
    {
        ForceReconnect();
        Enter(State.Retry);
    }

    private void OnResponse(JsonRpcMessage message)
    {
        var isGood = message.Type == JsonRpcType.Reply;
        switch (_state)
        {
            case State.ServerSchemaRequested when isGood:
                _isServerMonitored = false;
                var request = JsonRpcMessage.Request("monitor_cond", new JsonArray(
                    ServerDatabase.Name, _serverMonitorId, ServerDatabase.ComposeMonitorRequests(message.Result!)));
                SendRequest(request, State.ServerMonitorRequested);
                break;

            case State.ServerMonitorRequested when isGood:
                _isServerMonitored = true;
                if (ApplyServerUpdate(new UpdateEvent(message.Result!, 2, IsSnapshot: true, IsReply: true))
                    && IsChangeAware)
                {
                    Sending(JsonRpcMessage.Request("set_db_change_aware", new JsonArray(true)));
                }

                break;

            case State.ServerSchemaRequested or State.ServerMonitorRequested:
                RequestSchema(_database, State.DataSchemaRequested);
                break;

            case State.DataSchemaRequested when isGood:
                _schema = message.Result!;
                RequestMonitor(Math.Min(MaxVersion, 2));
                break;

            case State.DataMonitorCondSinceRequested when !isGood:
                RequestMonitor(2);
                break;

            case State.DataMonitorCondRequested when !isGood:
                RequestMonitor(1);
                break;

            case State.DataMonitorCondSinceRequested or State.DataMonitorCondRequested or State.DataMonitorRequested
                when isGood:
                _monitorVersion = _state switch
                {
                    State.DataMonitorCondSinceRequested => 3,
                    State.DataMonitorCondRequested => 2,
                    _ => 1,
                };
                Enter(State.Monitoring);
                TakeSnapshot(message.Result!);
                break;

            case State.Monitoring when isGood:
                _conditions.Acknowledge();
                SendConditionChange();
                break;

            default:
                s_log.Info(
                    s_unexpectedLimit,
                    $"{Peer}: received unexpected {TypeName(message)} response in {StateName(_state)} state: "
                        + $"{message}");
                Retry();
                break;
        }
    }

    private void RequestSchema(string database, State next) =>
        SendRequest(JsonRpcMessage.Request("get_schema", new JsonArray(database)), next);

    private void RequestMonitor(int version)
    {
        var requests = _composeRequests(_schema);
        if (version > 1)
        {
            _conditions.AddTo(requests);
        }

        var parameters = new JsonArray(_database, _monitorId, requests);
        if (version == 3)
        {
            parameters.Add(_lastTransaction.ToString());
        }

        var (method, next) = version switch
        {
            1 => ("monitor", State.DataMonitorRequested),
            2 => ("monitor_cond", State.DataMonitorCondRequested),
            _ => ("monitor_cond_since", State.DataMonitorCondSinceRequested),
        };
        SendRequest(JsonRpcMessage.Request(method, parameters), next);
    }

    private void SendRequest(JsonRpcMessage request, State next)
    {
        _requestId = request.Id;
        Sending(request);
        Enter(next);
    }

    private void SendConditionChange()
    {
        if (IsMonitoring && _monitorVersion > 1 && _requestId is null && _conditions.TakeChange() is { } change)
        {
            var request = JsonRpcMessage.Request("monitor_cond_change", new JsonArray(_monitorId, _monitorId, change));
            _requestId = request.Id;
            Sending(request);
        }
    }
}
