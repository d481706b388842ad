using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Runtime.Json;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>
/// What the server is to listen to and to serve: from the command line, changed by control commands, or from a file
/// (ovsdb(7), "Configuration File"). The same JSON is what outlives a crash under `--monitor`.
/// </summary>
internal sealed class ServerConfiguration
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_server");

    public Dictionary<string, RemoteOptions> Remotes { get; } = new(StringComparer.Ordinal);

    /// <summary>By file name; by database name for a relay.</summary>
    public Dictionary<string, DatabaseConfiguration> Databases { get; } = new(StringComparer.Ordinal);

    /// <summary>The server that databases given by control commands replicate, if any.</summary>
    public string? SyncFrom { get; set; }

    public string? SyncExcludedTables { get; set; }

    public bool IsBackup { get; set; }

    /// <summary>For databases that become backups by a control command; not kept over a crash, as in the original.</summary>
    public int ReplicationProbeMs { get; set; } = DatabaseConfiguration.DefaultReplicationProbeMs;

    public JsonObject ToJson()
    {
        var remotes = new JsonObject();
        foreach (var (name, options) in Remotes)
        {
            remotes[name] = options.ToJson(withAccess: true);
        }

        var databases = new JsonObject();
        foreach (var (name, database) in Databases)
        {
            databases[name] = database.ToJson();
        }

        var json = new JsonObject(("remotes", remotes), ("databases", databases));
        if (SyncFrom is not null)
        {
            json["sync_from"] = SyncFrom;
        }

        if (SyncExcludedTables is not null)
        {
            json["sync_exclude"] = SyncExcludedTables;
        }

        json["is_backup"] = IsBackup;
        return json;
    }

    /// <summary>Reads a configuration; null when it is wrong, which the log was told.</summary>
    public static ServerConfiguration? Parse(string path)
    {
        if (!JsonParser.TryParseFile(path, out var json, out var error))
        {
            s_log.Warn($"config: reading JSON failed ({error})");
            return null;
        }

        if (json is not JsonObject members)
        {
            s_log.Warn("configuration in a file must be a JSON object");
            return null;
        }

        var configuration = new ServerConfiguration
        {
            SyncFrom = (members["sync_from"] as JsonString)?.Value,
            SyncExcludedTables = (members["sync_exclude"] as JsonString)?.Value,
            IsBackup = members["is_backup"]?.Kind == JsonKind.True,
        };
        if (!configuration.ParseRemotes(members["remotes"] ?? JsonValue.Null))
        {
            s_log.Warn("config: failed to parse 'remotes'");
            return null;
        }

        if (!configuration.ParseDatabases(members["databases"] ?? JsonValue.Null))
        {
            s_log.Warn("config: failed to parse 'databases'");
            return null;
        }

        return configuration;
    }

    private bool ParseRemotes(JsonValue json)
    {
        if (json is not JsonObject remotes)
        {
            if (json.Kind != JsonKind.Null)
            {
                s_log.Warn("config: 'remotes' is not a JSON object");
            }

            return json.Kind == JsonKind.Null;
        }

        foreach (var (name, value) in remotes.Members)
        {
            var options = RemoteOptions.DefaultFor(name);
            if (value is JsonObject members)
            {
                options = options.With(members, withAccess: true, out var error);
                if (error is not null)
                {
                    s_log.Warn(error.ToText());
                }
            }
            else if (value.Kind != JsonKind.Null)
            {
                s_log.Warn($"{name}: JSON-RPC options are not a JSON object or null");
                return false;
            }

            Remotes[name] = options;
        }

        return true;
    }

    private bool ParseDatabases(JsonValue json)
    {
        if (json is not JsonObject databases)
        {
            if (json.Kind != JsonKind.Null)
            {
                s_log.Warn("config: 'databases' is not a JSON object or null");
            }

            return json.Kind == JsonKind.Null;
        }

        foreach (var (name, value) in databases.Members)
        {
            if (DatabaseConfiguration.Parse(name, value) is not { } database)
            {
                return false;
            }

            Databases[name] = database;
        }

        return true;
    }
}
