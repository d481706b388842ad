using System;
using System.Collections.Generic;
using Ovs.Native.Libc;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Relay;
using Ovs.Ovsdb.Server.Replication;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>The databases that are served, each with the configuration that it was opened with and what that asks for.</summary>
internal sealed class DatabaseSet(OvsdbServer server)
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_server");

    private readonly Dictionary<ServedDatabase, Entry> _entries = [];

    /// <summary>Called when a database is about to be closed.</summary>
    public event Action<ServedDatabase>? Closing;

    /// <summary>Called when a backup can follow its source no more and became active.</summary>
    public event Action? ReplicationFailed;

    /// <summary>Configurations by file name, or by database name for relays.</summary>
    public IEnumerable<(string Name, DatabaseConfiguration Configuration)> Configurations
    {
        get
        {
            foreach (var (served, entry) in _entries)
            {
                yield return (served.FileName, entry.Configuration);
            }
        }
    }

    /// <summary>True when each relay has its contents, or found that they are not to be had at once.</summary>
    public bool AreRelaysSettled
    {
        get
        {
            foreach (var entry in _entries.Values)
            {
                if (entry.Relay is { IsSettled: false })
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>Serves these databases and no others; false when some cannot be, which the log was told.</summary>
    public bool Configure(IReadOnlyDictionary<string, DatabaseConfiguration> configurations)
    {
        var wanted = new Dictionary<string, DatabaseConfiguration>(configurations);
        foreach (var (served, entry) in new List<KeyValuePair<ServedDatabase, Entry>>(_entries))
        {
            if (!wanted.TryGetValue(served.FileName, out var configuration))
            {
                Close(served, $"database {served.Name} removed from configuration");
            }
            else if (!CanBecome(entry.Configuration.Model!, configuration.Model))
            {
                Close(served, $"service model changed for database {served.Name}");
            }
            else
            {
                wanted.Remove(served.FileName);
                Change(entry, configuration with { Model = configuration.Model ?? entry.Configuration.Model });
            }
        }

        var isGood = true;
        foreach (var (name, configuration) in wanted)
        {
            if (Open(name, configuration) is { } error)
            {
                s_log.Warn($"failed to open database '{name}': {error.ToText()}");
                isGood = false;
            }
        }

        return isGood;
    }

    /// <summary>Opens a file, or begins a relay, and serves it.</summary>
    public OvsdbError? Open(string name, DatabaseConfiguration configuration)
    {
        var model = configuration.Model;
        Database? database = null;
        var error = model == DatabaseConfiguration.Relay ? null : OpenFile(name, ref model, out database);
        if (error is not null)
        {
            return error;
        }

        database ??= Database.WithoutSchema(name, new UnbackedStorage());
        error = database.Name.StartsWith('_')
            ? new OvsdbError(null, $"{database.Name}: names beginning with \"_\" are reserved")
            : server.TryGetDatabase(database.Name, out _)
                ? new OvsdbError(null, $"{database.Name}: duplicate database name")
                : null;
        if (error is not null)
        {
            database.Dispose();
            return error;
        }

        var served = new ServedDatabase(database, name, model!);
        server.Add(served);
        var entry = new Entry(served, configuration with { Model = model });
        _entries.Add(served, entry);
        Apply(entry);
        return null;
    }

    /// <summary>Ends serving a database.</summary>
    /// <param name="reason">For the log and for clients; null says nothing.</param>
    public void Close(ServedDatabase served, string? reason)
    {
        Closing?.Invoke(served);
        _entries.Remove(served, out var entry);
        server.Remove(served, reason);
        entry?.Relay?.Dispose();
        entry?.Replicator?.Dispose();
    }

    public DatabaseConfiguration? ConfigurationOf(ServedDatabase served) => _entries.GetValueOrDefault(served)?.Configuration;

    /// <summary>How a backup does; null when the database is none, or none now.</summary>
    public string? ReplicationStatus(ServedDatabase served) => _entries.GetValueOrDefault(served)?.Replicator?.StatusText();

    /// <summary>Changes the configuration of each database for which <paramref name="change"/> gives another.</summary>
    public void ChangeAll(Func<DatabaseConfiguration, DatabaseConfiguration> change)
    {
        foreach (var entry in new List<Entry>(_entries.Values))
        {
            var changed = change(entry.Configuration);
            if (changed != entry.Configuration)
            {
                Change(entry, changed);
            }
        }
    }

    /// <summary>Names another active server to active-backup databases; those that follow one go on until they are told to
    /// connect, or are changed otherwise.</summary>
    public void SetSource(string source)
    {
        foreach (var entry in _entries.Values)
        {
            if (entry.Configuration.Model == DatabaseConfiguration.ActiveBackup)
            {
                entry.Configuration = entry.Configuration with { Source = source };
            }
        }
    }

    public void Dispose()
    {
        foreach (var served in new List<ServedDatabase>(_entries.Keys))
        {
            Close(served, null);
        }
    }

    private static bool CanBecome(string model, string? wanted) => wanted switch
    {
        null => model is DatabaseConfiguration.Standalone or DatabaseConfiguration.Clustered,
        _ => model == wanted || (IsFileOfOneServer(model) && IsFileOfOneServer(wanted)),
    };

    private static bool IsFileOfOneServer(string model) =>
        model is DatabaseConfiguration.Standalone or DatabaseConfiguration.ActiveBackup;

    private void Change(Entry entry, DatabaseConfiguration configuration)
    {
        entry.Configuration = configuration;
        entry.Served.Model = configuration.Model!;
        Apply(entry);
    }

    /// <summary>Begins, changes or ends what the entry's configuration says is to be followed.</summary>
    private void Apply(Entry entry)
    {
        var configuration = entry.Configuration;
        if (configuration is { Model: DatabaseConfiguration.Relay })
        {
            if (entry.Relay is null)
            {
                entry.Relay = new RelaySource(server, entry.Served);
                entry.Served.Forwarder = entry.Relay;
            }

            entry.Relay.SetRemote(configuration.Source!, configuration.SourceOptions!);
            return;
        }

        var isBackup = configuration is { Model: DatabaseConfiguration.ActiveBackup, IsBackup: true };
        if (entry.Replicator is { } replicator
            && (!isBackup || replicator.Source != configuration.Source
                || replicator.ExcludedText != configuration.ExcludedTables))
        {
            replicator.Dispose();
            entry.Replicator = null;
        }

        if (isBackup && entry.Replicator is null)
        {
            entry.Replicator = new Replicator(
                server,
                entry.Served.Database,
                configuration.Source!,
                configuration.ExcludedTables,
                configuration.SourceOptions!)
            {
                Failed = () => OnReplicationFailed(entry),
            };
        }

        entry.Replicator?.SetOptions(configuration.SourceOptions!);
    }

    private void OnReplicationFailed(Entry entry)
    {
        // It is inside a call of the replicator, which is not to be disposed there.
        server.Loop.Post(() =>
        {
            if (_entries.ContainsKey(entry.Served))
            {
                Change(entry, entry.Configuration with { IsBackup = false });
                ReplicationFailed?.Invoke();
            }
        });
    }

    private OvsdbError? OpenFile(string name, ref string? model, out Database? database)
    {
        database = null;
        if (IsOpen(name))
        {
            // The lock would tell as well, but not so clearly.
            return new OvsdbError(null, $"{name}: already open");
        }

        var error = StandaloneStorage.Open(name, isWritable: true, server.Loop.Clock.NowMs, out var storage);
        if (error is not null)
        {
            return error;
        }

        if (model == DatabaseConfiguration.Clustered)
        {
            error = new OvsdbError(null, $"{name}: database is {storage!.Model} and not {model}");
        }

        model ??= DatabaseConfiguration.Standalone;
        DatabaseSchema? schema = null;
        error ??= DatabaseFile.ReadSchema(storage!, out schema);
        if (error is not null)
        {
            storage!.Dispose();
            return error;
        }

        database = new Database(schema!, storage!);
        if (DatabaseFile.ReadTransactions(database, storage!) is { } readError)
        {
            // Probably the file lost its end to a power failure; what is before it counts.
            s_log.Err(readError.ToText());
        }

        return null;
    }

    private bool IsOpen(string fileName)
    {
        if (DiskFile.Status(fileName, followLinks: true, out var status).IsError)
        {
            return false;
        }

        foreach (var (served, entry) in _entries)
        {
            if (entry.Relay is null
                && !DiskFile.Status(served.FileName, followLinks: true, out var other).IsError
                && other.Identity == status.Identity)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class Entry(ServedDatabase served, DatabaseConfiguration configuration)
    {
        public ServedDatabase Served => served;

        public DatabaseConfiguration Configuration { get; set; } = configuration;

        public RelaySource? Relay { get; set; }

        public Replicator? Replicator { get; set; }
    }
}
