using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Runtime.Json;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>How a database is to be served, as a configuration file says it (ovsdb(7), "Configuration File").</summary>
internal sealed record DatabaseConfiguration
{
    public const string Standalone = "standalone";
    public const string Clustered = "clustered";
    public const string ActiveBackup = "active-backup";
    public const string Relay = "relay";

    public const int DefaultReplicationProbeMs = 60_000;

    private static readonly LogModule s_log = LogModule.Define("ovsdb_server");

    /// <summary>One of the words above; null leaves it to the file.</summary>
    public string? Model { get; init; }

    /// <summary>The server that a backup or relay gets its data from.</summary>
    public string? Source { get; init; }

    public RemoteOptions? SourceOptions { get; init; }

    /// <summary>Tables that a backup does not take over, "DB:TABLE" with commas between.</summary>
    public string? ExcludedTables { get; init; }

    /// <summary>Whether an active-backup database is the backup now.</summary>
    public bool IsBackup { get; init; }

    /// <summary>How the connection to a source behaves unless said otherwise. A backup probes its source rarely.</summary>
    public static RemoteOptions DefaultSourceOptions(string source, string model) => RemoteOptions.DefaultFor(source) with
    {
        ProbeIntervalMs = model == Relay ? RemoteOptions.DefaultProbeIntervalMs : DefaultReplicationProbeMs,
    };

    /// <summary>A database that a command line names: a file, or `relay:NAME:REMOTE`.</summary>
    /// <param name="name">What the database is known by: the name of the file or of the relay.</param>
    public static DatabaseConfiguration OfOperand(string operand, ServerConfiguration server, out string name)
    {
        name = operand;
        var parts = operand.Split(':', 3);
        if (parts is [Relay, _, { Length: > 0 } source])
        {
            name = parts[1];
            return new DatabaseConfiguration
            {
                Model = Relay,
                Source = source,
                SourceOptions = DefaultSourceOptions(source, Relay),
            };
        }

        return server.SyncFrom is null ? new DatabaseConfiguration() : new DatabaseConfiguration
        {
            Model = ActiveBackup,
            Source = server.SyncFrom,
            SourceOptions = DefaultSourceOptions(server.SyncFrom, ActiveBackup),
            ExcludedTables = server.SyncExcludedTables,
            IsBackup = server.IsBackup,
        };
    }

    /// <summary>Reads one member of "databases"; null when it is wrong, which the log was told.</summary>
    public static DatabaseConfiguration? Parse(string name, JsonValue json)
    {
        if (json.Kind == JsonKind.Null)
        {
            return new DatabaseConfiguration();
        }

        var members = new MemberReader(json, $"database {name}");
        var configuration = new DatabaseConfiguration
        {
            Model = TakeModel(members),
        };
        if (configuration.Model == ActiveBackup)
        {
            configuration = configuration with
            {
                IsBackup = members.TakeBoolean("backup") ?? false,
                ExcludedTables = TakeExcludedTables(members),
            };
        }

        if (configuration.Model is ActiveBackup or Relay)
        {
            configuration = TakeSource(members, configuration);
        }

        if (members.Finish() is { } error)
        {
            s_log.Warn(error.ToText());
            return null;
        }

        return configuration;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        if (Model is not null)
        {
            json["service-model"] = Model;
        }

        if (Source is not null)
        {
            json["source"] = new JsonObject((Source, SourceOptions!.ToJson(withAccess: false)));
        }

        if (Model == ActiveBackup)
        {
            if (ExcludedTables is not null)
            {
                var tables = new JsonArray();
                foreach (var table in Replication.ExcludedTables.Split(ExcludedTables))
                {
                    tables.Add(table);
                }

                json["exclude-tables"] = tables;
            }

            json["backup"] = IsBackup;
        }

        return json;
    }

    private static string? TakeModel(MemberReader members)
    {
        var model = members.TakeText("service-model", MemberKinds.String | MemberKinds.Optional);
        if (model is null or Standalone or Clustered or ActiveBackup or Relay)
        {
            return model;
        }

        s_log.Warn($"Unrecognized database service model: '{model}'");
        members.Fail($"'{model}' is not a valid service model");
        return null;
    }

    private static string? TakeExcludedTables(MemberReader members)
    {
        if (members.Take("exclude-tables", MemberKinds.Array | MemberKinds.Optional) is not JsonArray tables)
        {
            return null;
        }

        var names = new List<string>();
        foreach (var table in tables.Items)
        {
            if (table is not JsonString name)
            {
                members.Fail("'exclude-tables' must contain strings");
                break;
            }

            names.Add(name.Value);
        }

        names.Sort(string.CompareOrdinal);
        return string.Join(',', names);
    }

    private static DatabaseConfiguration TakeSource(MemberReader members, DatabaseConfiguration configuration)
    {
        // An active database has no need to know whose backup it might become.
        var isOptional = configuration is { Model: ActiveBackup, IsBackup: false };
        var kinds = MemberKinds.Object | (isOptional ? MemberKinds.Optional : MemberKinds.None);
        if (members.Take("source", kinds) is not JsonObject source)
        {
            return configuration;
        }

        if (source.Count != 1)
        {
            members.Fail("'source' should be an object with exactly one element");
            return configuration;
        }

        foreach (var (name, value) in source.Members)
        {
            var options = DefaultSourceOptions(name, configuration.Model!);
            if (value is JsonObject json)
            {
                options = options.With(json, withAccess: false, out var error);
                if (error is not null)
                {
                    s_log.Warn(error.ToText());
                }
            }
            else if (value.Kind != JsonKind.Null)
            {
                members.Fail("JSON-RPC options is not a JSON object or null");
            }

            configuration = configuration with { Source = name, SourceOptions = options };
        }

        return configuration;
    }
}
