using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Counters;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Relay;

/// <summary>
/// Where a relay's database comes from (ovsdb(7), "Relay Service Model"): a copy in memory that follows another server,
/// which may be a relay itself, and sends it the transactions that change something.
/// </summary>
/// <remarks>
/// <para>The database keeps its last contents while the connection is down, so readers go on; after
/// <see cref="GraceMs"/> clients are told, by "connected" of _Server, that they should look for another server.</para>
/// <para>A new schema takes effect together with the data that belongs to it. Transactions that were sent and not answered
/// when a connection ends may have been committed or not: their clients are told "canceled" and look themselves.</para>
/// </remarks>
internal sealed class RelaySource : ITransactionForwarder, IDisposable
{
    /// <summary>How long a lost connection is not told to clients, in the hope that there is another one soon.</summary>
    private const long GraceMs = 30_000;

    private static readonly LogModule s_log = LogModule.Define("relay");
    private static readonly LogRateLimit s_limit = new(1, 5);
    private static readonly Counter s_created = Counter.Define("txn_forward_create");
    private static readonly Counter s_sentCount = Counter.Define("txn_forward_sent");
    private static readonly Counter s_completed = Counter.Define("txn_forward_complete");
    private static readonly Counter s_cancelled = Counter.Define("txn_forward_cancel");

    private readonly OvsdbServer _server;
    private readonly ServedDatabase _served;
    private readonly ClientProtocol _protocol;
    private readonly LinkedList<ParkedRequest> _unsent = new();
    private readonly Dictionary<JsonValue, ParkedRequest> _sent = [];
    private JsonRpcSession? _session;
    private string _remote = "";
    private int _remoteCount;
    private DatabaseSchema? _newSchema;
    private bool _wasMonitoring;
    private long? _lostMs;

    public RelaySource(OvsdbServer server, ServedDatabase served)
    {
        _server = server;
        _served = served;
        _protocol = new ClientProtocol(served.Name, ComposeMonitorRequests)
        {
            IsLeaderOnly = false,
            Sending = message => _session?.Send(message),
            Reconnecting = Reconnect,
            Updated = OnUpdate,
            Replied = OnReply,
            Restarted = OnRestarted,
            Locked = () => s_log.Warn($"{served.Name}: Unexpected LOCKED event."),
        };
        s_log.Dbg($"added database: {served.Name}");
    }

    /// <summary>Whether the copy follows its source, or did so a moment ago.</summary>
    public bool IsConnected => _protocol.MaySendTransaction
        || (_lostMs is { } lostMs && _server.Loop.Clock.NowMs - lostMs < GraceMs);

    /// <summary>True once the first attempt to connect led to contents, or to nothing.</summary>
    public bool IsSettled => _protocol.IsMonitoring || _session?.LastReason is not null;

    private Database Database => _served.Database;

    /// <summary>Follows <paramref name="remote"/>, one or several with commas between, from now on.</summary>
    public void SetRemote(string remote, RemoteOptions options)
    {
        if (remote != _remote)
        {
            _remote = remote;
            _session?.Dispose();
            var remotes = Remotes.Parse(remote, out var cluster);
            _protocol.Cluster = cluster;
            _remoteCount = remotes.Count;
            _session = new JsonRpcSession(_server.Loop, remotes, Replica.DefaultPort, retry: true, shuffle: true)
            {
                MessageReceived = _protocol.Receive,
                Connected = () => _protocol.OnConnected(_session!.Name),
                Disconnected = _ => _protocol.OnDisconnected(),
            };
            _protocol.OnDisconnected();
            _session.Start();
            s_log.Dbg($"{_served.Name}: relay source set to '{remote}'");
        }

        _session!.SetMaxBackoff(options.MaxBackoffMs);
        _session.SetProbeInterval(options.ProbeIntervalMs);
    }

    public void SetProbeInterval(long intervalMs) => _session?.SetProbeInterval(intervalMs);

    public void Forward(ParkedRequest request)
    {
        s_created.Increment();
        _unsent.AddLast(request);
        SendUnsent();
    }

    public void Forget(ParkedRequest request)
    {
        if (!_unsent.Remove(request))
        {
            foreach (var (id, sent) in _sent)
            {
                if (sent == request)
                {
                    _sent.Remove(id);
                    _protocol.ForgetTransaction(id);
                    break;
                }
            }
        }
    }

    public void Dispose()
    {
        s_log.Dbg($"removed database: {_served.Name}");
        _session?.Dispose();
        _session = null;
    }

    private JsonObject ComposeMonitorRequests(JsonValue schemaJson)
    {
        var requests = new JsonObject();
        if (DatabaseSchema.Parse(schemaJson, out var schema) is { } error)
        {
            s_log.Warn($"{_served.Name}: Failed to parse db schema: {error.ToText()}");
            return requests;
        }

        foreach (var table in schema!.Tables)
        {
            requests[table.Name] = new JsonArray(new JsonObject());
        }

        if (!Database.HasSchema || !schema.IsEquivalentTo(Database.Schema))
        {
            s_log.Dbg($"database {_served.Name} schema changed.");
            _newSchema = schema;
        }

        return requests;
    }

    private void OnUpdate(UpdateEvent update)
    {
        if (update.IsReply && _newSchema is { } schema)
        {
            _newSchema = null;
            TakeSchema(schema);
        }

        if (Apply(update) is { } error)
        {
            s_log.Warn(s_limit, error.ToText());
            if (error.Tag == ForeignChanges.Inconsistent)
            {
                _protocol.FlagInconsistency();
            }
            else
            {
                _protocol.ForceReconnect();
            }

            return;
        }

        if (!_wasMonitoring && _protocol.IsMonitoring)
        {
            _wasMonitoring = true;
            _server.NoteDatabaseChange();
        }

        SendUnsent();
    }

    private void TakeSchema(DatabaseSchema schema)
    {
        if (!Database.HasSchema || schema.Version != Database.Schema.Version)
        {
            _server.Disconnect(isForced: false, Database.HasSchema
                ? $"database {_served.Name} schema changed"
                : $"database {_served.Name} connected to storage");
        }

        Database.ReplaceWith(new Database(schema, new Storage.UnbackedStorage()));
        _server.NoteDatabaseChange();
    }

    private OvsdbError? Apply(UpdateEvent update)
    {
        var error = RowUpdate.Parse(update.Updates, update.Version, out var tables);
        if (error is not null)
        {
            return error;
        }

        if (update.IsSnapshot)
        {
            Database.StartHistory();
        }

        var transaction = new Transactions.Transaction(Database);
        error = update.IsSnapshot
            ? ForeignChanges.Replace(transaction, tables)
            : ForeignChanges.Apply(transaction, tables);
        if (error is not null)
        {
            transaction.Abort();
            return error;
        }

        transaction.Id = _protocol.LastTransaction;
        if (transaction.Id.IsZero)
        {
            // This source has no identifiers to tell, so ours would mean nothing.
            Database.StopHistory();
        }

        return TransactionEngine.Commit(transaction, isDurable: false);
    }

    private void SendUnsent()
    {
        while (_unsent.First is { } first && _protocol.MaySendTransaction)
        {
            if (_protocol.SendTransaction(first.Value.Parameters) is not { } id)
            {
                return;
            }

            s_sentCount.Increment();
            _unsent.RemoveFirst();
            _sent.Add(id, first.Value);
        }
    }

    private void OnReply(JsonRpcMessage reply)
    {
        if (_sent.Remove(reply.Id!, out var request))
        {
            s_completed.Increment();
            request.Session.Answer(request, reply.Type == JsonRpcType.Error
                ? JsonRpcMessage.ErrorReply(reply.Error!, request.Id)
                : JsonRpcMessage.Reply(reply.Result!, request.Id));
        }
    }

    /// <summary>A connection began or ended.</summary>
    private void OnRestarted()
    {
        if (_wasMonitoring)
        {
            _wasMonitoring = false;
            _lostMs = _server.Loop.Clock.NowMs;
        }

        var lost = new List<ParkedRequest>(_sent.Values);
        _sent.Clear();
        foreach (var request in lost)
        {
            s_cancelled.Increment();
            request.Session.Answer(request, JsonRpcMessage.ErrorReply("canceled", request.Id));
        }
    }

    private void Reconnect(bool atOnce)
    {
        if (_session is { } session)
        {
            if (atOnce)
            {
                session.Reconnect.FreeTries = _remoteCount;
            }

            session.ForceReconnect();
        }
    }
}
