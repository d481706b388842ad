using System;
using System.Collections.Generic;
using System.IO;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Replay;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>
/// The running `ovsdb-server`: keeps databases and remotes as the configuration says, compacts files when they have grown,
/// and tells databases how their remotes do.
/// </summary>
internal sealed class ServerDaemon : IDisposable
{
    private const long StatusIntervalMs = 2500;
    private const long SlowCompactionMs = 1000;

    private static readonly LogModule s_log = LogModule.Define("ovsdb_server");
    private static readonly LogModule s_databaseLog = LogModule.Define("ovsdb");

    private readonly EventLoop _loop;
    private readonly DatabaseRemotes _databaseRemotes;
    private readonly ServerTable _serverTable;
    private readonly TlsFiles _tlsFiles;
    private string? _lastRemotesError;
    private string? _lastTlsError;
    private LoopTimer? _statusTimer;

    public ServerDaemon(EventLoop loop, TlsFiles tlsFiles)
    {
        _loop = loop;
        _tlsFiles = tlsFiles;
        Server = new OvsdbServer(loop);
        _databaseRemotes = new DatabaseRemotes(Server);
        _serverTable = new ServerTable(Server);
        Databases = new DatabaseSet(Server);
        Databases.Closing += _serverTable.Forget;
        Databases.ReplicationFailed += OnReplicationFailed;
        Server.Committed += OnCommitted;
        Server.DatabasesChanged += OnChanged;
    }

    public OvsdbServer Server { get; }

    public DatabaseSet Databases { get; }

    /// <summary>What is to be served; by control commands and reloading it changes.</summary>
    public ServerConfiguration Configuration { get; private set; } = new();

    /// <summary>A file that says what is to be served, so that control commands may not; null when there is none.</summary>
    public string? ConfigurationPath { get; init; }

    /// <summary>Called when control commands changed the configuration; it is saved then, to survive a crash.</summary>
    public Action<ServerConfiguration>? Save { get; init; }

    /// <summary>Whether memory is given back to the system after a compaction.</summary>
    public bool TrimsMemory { get; set; } = true;

    /// <summary>Begins the work that is done from time to time.</summary>
    public void Start() => OnStatusTimer();

    /// <summary>Serves what <paramref name="configuration"/> says instead of what was served; false when some of it cannot
    /// be, which the log was told.</summary>
    public bool Configure(ServerConfiguration configuration)
    {
        Configuration = configuration;
        var isGood = Databases.Configure(configuration.Databases);
        if (!isGood)
        {
            s_log.Warn("failed to configure databases");
        }

        if (ConfigureRemotes() is { } remotesError)
        {
            s_log.Warn($"failed to configure remotes: {remotesError}");
            isGood = false;
        }
        else if (_tlsFiles.Apply(_databaseRemotes) is { } tlsError)
        {
            s_log.Warn($"failed to configure SSL/TLS: {tlsError}");
            isGood = false;
        }

        return isGood;
    }

    /// <summary>Reads the configuration file again.</summary>
    public bool Reload()
    {
        if (!File.Exists(ConfigurationPath))
        {
            s_log.Err($"failed to open configuration file '{ConfigurationPath}': {Native.Errno.ENOENT.Text}");
            return false;
        }

        s_log.Info($"loading configuration from '{ConfigurationPath}'");
        if (ServerConfiguration.Parse(ConfigurationPath) is not { } configuration)
        {
            s_log.Warn($"failed to load configuration from {ConfigurationPath}");
            return false;
        }

        return Configure(configuration);
    }

    public void AddRemote(string name)
    {
        Configuration.Remotes.TryAdd(name, RemoteOptions.DefaultFor(name));
        OnConfigurationChanged();
    }

    /// <summary>What keeps <paramref name="name"/> from being a remote, or null.</summary>
    public string? CheckRemote(string name) =>
        DatabaseRemotes.IsDatabaseName(name) ? _databaseRemotes.Check(name) : null;

    public bool RemoveRemote(string name)
    {
        var isKnown = Configuration.Remotes.Remove(name);
        if (isKnown)
        {
            OnConfigurationChanged();
        }

        return isKnown;
    }

    /// <summary>Serves a file or a relay, as an operand of the command line would, for a control command.</summary>
    public OvsdbError? AddDatabase(string operand)
    {
        var configuration = DatabaseConfiguration.OfOperand(operand, Configuration, out var name);
        var error = Databases.Open(name, configuration);
        if (error is null)
        {
            OnConfigurationChanged();
        }

        return error;
    }

    public void RemoveDatabase(ServedDatabase database, string reason)
    {
        Databases.Close(database, reason);
        OnConfigurationChanged();
    }

    /// <summary>Saves the configuration that control commands changed, and puts it into effect.</summary>
    public void OnConfigurationChanged()
    {
        Configuration.Databases.Clear();
        foreach (var (name, database) in Databases.Configurations)
        {
            Configuration.Databases[name] = database;
        }

        Save?.Invoke(Configuration);
        OnChanged();
    }

    /// <summary>Writes a database's file anew, as short as it can be.</summary>
    public OvsdbError? Compact(ServedDatabase database)
    {
        var startMs = _loop.Clock.NowMs;
        var error = DatabaseFile.Compact(database.Database, "compacting database online", startMs);
        if (error is null && TrimsMemory)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        var tookMs = _loop.Clock.NowMs - startMs;
        s_databaseLog.Log(
            tookMs > SlowCompactionMs ? LogLevel.Info : LogLevel.Dbg,
            $"{database.Name}: Database compaction took {tookMs}ms (init: 0ms, write: {tookMs}ms, thread: 0ms)");
        return error;
    }

    public void Dispose()
    {
        _statusTimer?.Dispose();
        Server.Committed -= OnCommitted;
        Server.DatabasesChanged -= OnChanged;
        Databases.Dispose();
        Server.Dispose();
    }

    /// <summary>Databases that control commands and options made backups are so together: one that fails ends it for all.</summary>
    private void OnReplicationFailed()
    {
        if (ConfigurationPath is null && Configuration.IsBackup)
        {
            Configuration.IsBackup = false;
            Databases.ChangeAll(database => database with { IsBackup = false });
        }
    }

    private void OnChanged()
    {
        Reconfigure();
        _serverTable.Update();
    }

    /// <summary>A commit matters here only when a remote or a file is named in a database.</summary>
    private void OnCommitted(IReadOnlySet<ServedDatabase> databases)
    {
        var isUsed = false;
        foreach (var database in databases)
        {
            isUsed |= _tlsFiles.Uses(database.Name);
            foreach (var name in Configuration.Remotes.Keys)
            {
                isUsed |= DatabaseRemotes.IsIn(name, database.Name);
            }
        }

        if (isUsed)
        {
            Reconfigure();
        }
    }

    private void Reconfigure()
    {
        ReportIfNew(ConfigureRemotes(), ref _lastRemotesError);
        ReportIfNew(_tlsFiles.Apply(_databaseRemotes), ref _lastTlsError);
    }

    private string? ConfigureRemotes()
    {
        var resolved = new Dictionary<string, RemoteOptions>(StringComparer.Ordinal);
        var errors = "";
        foreach (var (name, options) in Configuration.Remotes)
        {
            if (!DatabaseRemotes.IsDatabaseName(name))
            {
                resolved.TryAdd(name, options);
            }
            else if (_databaseRemotes.Resolve(name, resolved) is { } error)
            {
                errors += error + "\n";
            }
        }

        Server.SetRemotes(resolved);
        return errors.Length == 0 ? null : errors;
    }

    private static void ReportIfNew(string? error, ref string? last)
    {
        if (error is not null && error != last)
        {
            s_log.Warn(error);
        }

        last = error;
    }

    private void OnStatusTimer()
    {
        var isFirst = _statusTimer is null;
        _statusTimer = _loop.After(StatusIntervalMs, OnStatusTimer);

        // A listener that could not be opened may be possible now, and a certificate may have been renewed.
        OnChanged();

        // What time brings about would not come at the same moment in a replay.
        if (isFirst || !ReplayJournal.IsActive)
        {
            _databaseRemotes.UpdateStatus(Configuration.Remotes.Keys);
        }

        foreach (var database in new List<ServedDatabase>(Server.Databases))
        {
            if (database.Database.Storage.IsSnapshotDue(_loop.Clock.NowMs) && Compact(database) is { } error)
            {
                s_log.Info(error.ToText());
            }
        }
    }
}
