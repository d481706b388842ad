using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;

namespace Ovs.Ovsdb.Server.Sessions;

/// <summary>
/// Serves databases to clients by JSON-RPC (RFC 7047 section 4): what databases and remotes there are, and what is done once
/// in each turn of the loop.
/// </summary>
/// <remarks>
/// <para>A request is answered inside the call that received it, unless it waits for something. What a commit sets off is
/// done at the end of the turn: parked requests are tried again, remotes that a database names are opened and closed,
/// the _Server database is brought up to date, and each client whose connection can take it hears what changed.</para>
/// <para>A client that does not read is not served: nothing is read from it while something waits to be sent to it, and its
/// monitors gather at most one change per row. So a client costs the size of the database at most, for each of its
/// monitors, and one reply.</para>
/// <para>Everything happens on the loop's thread.</para>
/// </remarks>
internal sealed class OvsdbServer : IDisposable
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_jsonrpc_server");
    private static readonly LogRateLimit s_limit = new(1, 5);

    private readonly Dictionary<string, ServedDatabase> _databases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Remote> _remotes = new(StringComparer.Ordinal);
    private readonly List<ParkedRequest> _retried = [];
    private HashSet<ServedDatabase> _committed = [];
    private HashSet<ServedDatabase> _spareCommitted = [];
    private readonly List<ClientSession> _paused = [];
    private readonly HashSet<ClientSession> _watchers = [];
    private bool _areUpdatesDue;
    private bool _areDatabasesNew;
    private bool _isEndingTurn;

    public OvsdbServer(EventLoop loop)
    {
        Loop = loop;
        loop.TurnEnding += OnTurnEnding;
    }

    /// <summary>Raised at the end of a turn in which something was committed: in these databases.</summary>
    public event Action<IReadOnlySet<ServedDatabase>>? Committed;

    /// <summary>Raised at the end of a turn in which databases came or went, or something about them is new that clients can
    /// ask for.</summary>
    public event Action? DatabasesChanged;

    public EventLoop Loop { get; }

    /// <summary>Names this run of the server to clients ("get_server_id").</summary>
    public Uuid Id { get; } = Uuid.NewRandom();

    public LockTable Locks { get; } = new();

    public ServerCounters Counters { get; } = new();

    /// <summary>False makes the server one that does not know conditional monitors (`ovsdb-server/disable-monitor-cond`).</summary>
    public bool AllowsConditionalMonitors { get; private set; } = true;

    public IReadOnlyCollection<ServedDatabase> Databases => _databases.Values;

    public IReadOnlyCollection<Remote> Remotes => _remotes.Values;

    public bool TryGetDatabase(string name, [NotNullWhen(true)] out ServedDatabase? database) =>
        _databases.TryGetValue(name, out database);

    /// <summary>Begins to serve a database whose name no other has. Clients that do not follow the list are disconnected.</summary>
    public void Add(ServedDatabase database)
    {
        Disconnect(isForced: false, $"adding {database.Name} database");
        _databases.Add(database.Name, database);
        database.Database.Committed += _ => OnCommitted(database);
        database.Database.Replacing += () => DropUses(database);
        NoteDatabaseChange();
    }

    /// <summary>Ends serving a database and closes it.</summary>
    /// <param name="reason">For the log and for clients; null says nothing.</param>
    public void Remove(ServedDatabase database, string? reason)
    {
        foreach (var session in Sessions())
        {
            session.DropUsesOf(database, "closing JSON-RPC session");
        }

        Disconnect(isForced: false, reason);
        _databases.Remove(database.Name);
        _committed.Remove(database);
        database.Monitors.Dispose();
        database.Database.Dispose();
        NoteDatabaseChange();
    }

    /// <summary>Opens and closes remotes so that they are those in <paramref name="wanted"/>.</summary>
    public void SetRemotes(IReadOnlyDictionary<string, RemoteOptions> wanted)
    {
        foreach (var remote in new List<Remote>(_remotes.Values))
        {
            var isWanted = wanted.TryGetValue(remote.Name, out var options);
            if (!isWanted)
            {
                s_log.Info($"{remote.Name}: remote deconfigured");
            }

            if (!isWanted || !remote.CanTake(options!))
            {
                remote.Dispose();
                _remotes.Remove(remote.Name);
            }
        }

        foreach (var (name, options) in wanted)
        {
            if (_remotes.TryGetValue(name, out var remote))
            {
                remote.Options = options;
                continue;
            }

            var error = Remote.Open(this, name, options, out remote);
            if (error.IsError)
            {
                s_log.Err(s_limit, $"{name}: listen failed: {error.Text}");
            }
            else
            {
                _remotes.Add(name, remote!);
            }
        }
    }

    /// <summary>What is known of the connections of a remote; null when it is not open.</summary>
    public RemoteStatus? StatusOf(string remote) => _remotes.TryGetValue(remote, out var open) ? open.Status() : null;

    /// <summary>Breaks connections; clients make new ones. Those that follow the list of databases stay unless forced.</summary>
    public void Disconnect(bool isForced, string? reason)
    {
        foreach (var session in Sessions())
        {
            if (isForced || !session.IsChangeAware)
            {
                session.Disconnect(reason);
            }
        }
    }

    public void DisableConditionalMonitors()
    {
        AllowsConditionalMonitors = false;
        Disconnect(isForced: true, "user ran ovsdb-server/disable-monitor-cond");
    }

    /// <summary>Tells everyone concerned that a database has another schema.</summary>
    public void OnConverted(ServedDatabase database)
    {
        OnCommitted(database);
        NoteDatabaseChange();
        Disconnect(isForced: false, $"committed {database.Name} database schema conversion");
    }

    /// <summary>Runs a transaction of the server's own and tells the log when that fails.</summary>
    public static void Commit(Transaction transaction, string what)
    {
        if (TransactionEngine.Commit(transaction, isDurable: false) is { } error)
        {
            s_log.Err(s_limit, $"Failed to update {what}: {error.ToText()}");
        }
    }

    public List<ClientSession> Sessions()
    {
        var sessions = new List<ClientSession>();
        foreach (var remote in _remotes.Values)
        {
            sessions.AddRange(remote.Sessions);
        }

        return sessions;
    }

    /// <summary>Has <paramref name="session"/> send updates at the end of turns, or no more.</summary>
    public void Watch(ClientSession session, bool isWatching)
    {
        if (isWatching)
        {
            _watchers.Add(session);
        }
        else
        {
            _watchers.Remove(session);
        }
    }

    /// <summary>Reads from <paramref name="session"/> again when all that waits for it has been sent.</summary>
    public void ResumeLater(ClientSession session) => _paused.Add(session);

    public void Dispose()
    {
        Loop.TurnEnding -= OnTurnEnding;
        foreach (var remote in _remotes.Values)
        {
            remote.Dispose();
        }

        _remotes.Clear();
        foreach (var database in _databases.Values)
        {
            database.Monitors.Dispose();
            database.Database.Dispose();
        }

        _databases.Clear();
    }

    /// <summary>Has the end of the turn tell of databases: they are others, or have another schema or state.</summary>
    public void NoteDatabaseChange()
    {
        _areDatabasesNew = true;
        NoteChange();
    }

    private void NoteChange()
    {
        if (!_areUpdatesDue)
        {
            _areUpdatesDue = true;
            if (_isEndingTurn)
            {
                // What the end of this turn has begun, the end of the next one finishes.
                Loop.Post(static () => { });
            }
        }
    }

    /// <summary>Tells of earlier commits of this turn before another request is carried out: a client that changes a row and,
    /// having read the reply, changes it back expects others to see both.</summary>
    public void SendDueUpdates()
    {
        if (_areUpdatesDue)
        {
            SendUpdates();
        }
    }

    private void OnCommitted(ServedDatabase database)
    {
        _committed.Add(database);
        NoteChange();
    }

    private void DropUses(ServedDatabase database)
    {
        foreach (var session in Sessions())
        {
            session.DropUsesOf(database, "database schema is changing");
        }
    }

    private void OnTurnEnding()
    {
        _isEndingTurn = true;
        if (_areUpdatesDue)
        {
            _areUpdatesDue = false;
            RunCommitted();
            if (_areDatabasesNew)
            {
                _areDatabasesNew = false;
                DatabasesChanged?.Invoke();
            }

            SendUpdates();
        }

        for (var i = _paused.Count - 1; i >= 0; i--)
        {
            if (_paused[i].TryResume())
            {
                _paused.RemoveAt(i);
            }
        }

        _isEndingTurn = false;
    }

    private void SendUpdates()
    {
        foreach (var session in _watchers)
        {
            session.SendUpdates();
        }
    }

    private void RunCommitted()
    {
        if (_committed.Count == 0)
        {
            return;
        }

        // What parked requests commit makes the turn go round once more, for others that wait for just that.
        var committed = _committed;
        _committed = _spareCommitted;
        foreach (var database in committed)
        {
            _retried.AddRange(database.Parked);
        }

        foreach (var request in _retried)
        {
            if (request is { IsOver: false, IsForwarded: false })
            {
                request.Session.Retry(request);
            }
        }

        _retried.Clear();
        Committed?.Invoke(committed);
        committed.Clear();
        _spareCommitted = committed;
    }
}
