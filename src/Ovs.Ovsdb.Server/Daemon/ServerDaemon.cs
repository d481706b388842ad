using System;
using System.Collections.Generic;
using System.IO;
using Ovs.Native.Libc;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;

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
        Server.Changed += OnChanged;
    }

    public OvsdbServer Server { get; }

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
        var isGood = ConfigureDatabases();
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

    /// <summary>Opens a database file and serves it, for a control command.</summary>
    public OvsdbError? AddDatabase(string fileName)
    {
        var configuration = new DatabaseConfiguration();
        var error = Open(fileName, configuration);
        if (error is null)
        {
            Configuration.Databases[fileName] = configuration;
            OnConfigurationChanged();
        }

        return error;
    }

    public void RemoveDatabase(ServedDatabase database, string reason)
    {
        Configuration.Databases.Remove(database.FileName);
        Close(database, reason);
        OnConfigurationChanged();
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
        Server.Changed -= OnChanged;
        Server.Dispose();
    }

    private bool ConfigureDatabases()
    {
        var wanted = new Dictionary<string, DatabaseConfiguration>(Configuration.Databases);
        foreach (var database in new List<ServedDatabase>(Server.Databases))
        {
            if (database.IsInternal)
            {
                continue;
            }

            if (!wanted.Remove(database.FileName, out var configuration))
            {
                Close(database, $"database {database.Name} removed from configuration");
            }
            else if ((configuration.Model ?? database.Model) != database.Model)
            {
                wanted.Add(database.FileName, configuration);
                Close(database, $"service model changed for database {database.Name}");
            }
        }

        var isGood = true;
        foreach (var (fileName, configuration) in wanted)
        {
            if (Open(fileName, configuration) is { } error)
            {
                s_log.Warn($"failed to open database '{fileName}': {error.ToText()}");
                isGood = false;
            }
        }

        return isGood;
    }

    private OvsdbError? Open(string fileName, DatabaseConfiguration configuration)
    {
        if (configuration.Model is DatabaseConfiguration.Relay or DatabaseConfiguration.ActiveBackup)
        {
            return new OvsdbError("not supported", $"{fileName}: service model {configuration.Model} is not supported");
        }

        if (IsOpen(fileName))
        {
            // The lock would tell as well, but not so clearly.
            return new OvsdbError(null, $"{fileName}: already open");
        }

        var error = StandaloneStorage.Open(fileName, isWritable: true, _loop.Clock.NowMs, out var storage);
        if (error is not null)
        {
            return error;
        }

        if (configuration.Model is not (null or DatabaseConfiguration.Standalone))
        {
            storage!.Dispose();
            return new OvsdbError(null, $"{fileName}: database is {storage.Model} and not {configuration.Model}");
        }

        error = DatabaseFile.ReadSchema(storage!, out var schema);
        if (error is not null)
        {
            storage!.Dispose();
            return error;
        }

        var database = new Database(schema!, storage!);
        if (DatabaseFile.ReadTransactions(database, storage!) is { } readError)
        {
            // Probably the file lost its end to a power failure; what is before it counts.
            s_log.Err(readError.ToText());
        }

        error = database.Name.StartsWith('_')
            ? new OvsdbError(null, $"{database.Name}: names beginning with \"_\" are reserved")
            : Server.TryGetDatabase(database.Name, out _)
                ? new OvsdbError(null, $"{database.Name}: duplicate database name")
                : null;
        if (error is not null)
        {
            database.Dispose();
            return error;
        }

        Server.Add(new ServedDatabase(database, fileName, storage!.Model));
        return null;
    }

    private bool IsOpen(string fileName)
    {
        if (DiskFile.Status(fileName, followLinks: true, out var status).IsError)
        {
            return false;
        }

        foreach (var database in Server.Databases)
        {
            if (!database.IsInternal && !DiskFile.Status(database.FileName, followLinks: true, out var other).IsError
                && other.Identity == status.Identity)
            {
                return true;
            }
        }

        return false;
    }

    private void Close(ServedDatabase database, string reason)
    {
        _serverTable.Forget(database);
        Server.Remove(database, reason);
    }

    private void OnConfigurationChanged()
    {
        Save?.Invoke(Configuration);
        OnChanged();
    }

    private void OnChanged()
    {
        ReportIfNew(ConfigureRemotes(), ref _lastRemotesError);
        ReportIfNew(_tlsFiles.Apply(_databaseRemotes), ref _lastTlsError);
        _serverTable.Update();
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
        _statusTimer = _loop.After(StatusIntervalMs, OnStatusTimer);

        // A listener that could not be opened may be possible now, and a certificate may have been renewed.
        OnChanged();
        _databaseRemotes.UpdateStatus(Configuration.Remotes.Keys);
        foreach (var database in new List<ServedDatabase>(Server.Databases))
        {
            if (database.Database.Storage.IsSnapshotDue(_loop.Clock.NowMs) && Compact(database) is { } error)
            {
                s_log.Info(error.ToText());
            }
        }
    }
}
