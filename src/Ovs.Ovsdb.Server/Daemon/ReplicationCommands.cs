using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Ovs.Ovsdb.Server.Replication;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>The control commands about active-backup databases and relays (ovsdb-server(1), "RUNTIME MANAGEMENT COMMANDS").</summary>
internal static class ReplicationCommands
{
    public static readonly ServerCommands.Row[] Rows =
    [
        new("ovsdb-server/set-active-ovsdb-server", "", 1, 1, SetActiveServer),
        new("ovsdb-server/get-active-ovsdb-server", "", 0, 0, static (daemon, _) => daemon.Configuration.SyncFrom ?? ""),
        new("ovsdb-server/connect-active-ovsdb-server", "", 0, 0, Connect),
        new("ovsdb-server/disconnect-active-ovsdb-server", "", 0, 0, Disconnect),
        new("ovsdb-server/set-active-ovsdb-server-probe-interval", "", 1, 1, SetActiveServerProbeInterval),
        new("ovsdb-server/set-relay-source-probe-interval", "", 1, 1, SetRelaySourceProbeInterval),
        new("ovsdb-server/set-sync-exclude-tables", "", 0, 1, SetExcludedTables),
        new("ovsdb-server/get-sync-exclude-tables", "", 0, 0, static (daemon, _) => daemon.Configuration.SyncExcludedTables ?? ""),
        new("ovsdb-server/sync-status", "", 0, 0, ShowStatus),
    ];

    /// <summary>The change takes effect by the next `connect-active-ovsdb-server`.</summary>
    private static CommandReply SetActiveServer(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (ServerCommands.RefuseIfFromFile(daemon) is { } refusal)
        {
            return refusal;
        }

        daemon.Configuration.SyncFrom = arguments[0];
        daemon.Databases.SetSource(arguments[0]);
        daemon.OnConfigurationChanged();
        return CommandReply.Done;
    }

    private static CommandReply Connect(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (ServerCommands.RefuseIfFromFile(daemon) is { } refusal)
        {
            return refusal;
        }

        var configuration = daemon.Configuration;
        if (configuration.SyncFrom is not { } source)
        {
            return "Unable to connect: active server is not specified.\n";
        }

        configuration.IsBackup = true;
        daemon.Databases.ChangeAll(database => database.Model switch
        {
            DatabaseConfiguration.Standalone => database with
            {
                Model = DatabaseConfiguration.ActiveBackup,
                Source = source,
                SourceOptions = DatabaseConfiguration.DefaultSourceOptions(source, DatabaseConfiguration.ActiveBackup) with
                {
                    ProbeIntervalMs = configuration.ReplicationProbeMs,
                },
                ExcludedTables = configuration.SyncExcludedTables,
                IsBackup = true,
            },
            DatabaseConfiguration.ActiveBackup => database with { IsBackup = true },
            _ => database,
        });
        daemon.OnConfigurationChanged();
        return CommandReply.Done;
    }

    private static CommandReply Disconnect(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (ServerCommands.RefuseIfFromFile(daemon) is { } refusal)
        {
            return refusal;
        }

        daemon.Configuration.IsBackup = false;
        daemon.Databases.ChangeAll(static database => database with { IsBackup = false });
        daemon.OnConfigurationChanged();
        return CommandReply.Done;
    }

    private static CommandReply SetActiveServerProbeInterval(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (ServerCommands.RefuseIfFromFile(daemon) is { } refusal)
        {
            return refusal;
        }

        if (!TryParseInterval(arguments[0], out var intervalMs))
        {
            return s_badInterval;
        }

        daemon.Configuration.ReplicationProbeMs = intervalMs;
        SetProbeInterval(daemon, DatabaseConfiguration.ActiveBackup, intervalMs);
        return CommandReply.Done;
    }

    private static CommandReply SetRelaySourceProbeInterval(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (ServerCommands.RefuseIfFromFile(daemon) is { } refusal)
        {
            return refusal;
        }

        if (!TryParseInterval(arguments[0], out var intervalMs))
        {
            return s_badInterval;
        }

        SetProbeInterval(daemon, DatabaseConfiguration.Relay, intervalMs);
        return CommandReply.Done;
    }

    private static readonly CommandReply s_badInterval =
        CommandReply.Failure("Invalid probe interval, integer value expected");

    private static void SetProbeInterval(ServerDaemon daemon, string model, int intervalMs)
    {
        daemon.Databases.ChangeAll(database => database.Model == model
            ? database with { SourceOptions = database.SourceOptions! with { ProbeIntervalMs = intervalMs } }
            : database);
        daemon.OnConfigurationChanged();
    }

    private static bool TryParseInterval(string text, out int intervalMs) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out intervalMs);

    private static CommandReply SetExcludedTables(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (ServerCommands.RefuseIfFromFile(daemon) is { } refusal)
        {
            return refusal;
        }

        var tables = arguments.Count > 0 ? arguments[0] : null;
        if (tables is not null && ExcludedTables.Check(tables) is { } error)
        {
            // The original does not call it a failure.
            return error;
        }

        daemon.Configuration.SyncExcludedTables = tables;
        daemon.Databases.ChangeAll(database => database.Model == DatabaseConfiguration.ActiveBackup
            ? database with { ExcludedTables = tables }
            : database);
        daemon.OnConfigurationChanged();
        return CommandReply.Done;
    }

    private static CommandReply ShowStatus(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        var text = new StringBuilder();
        var all = ServerCommands.Sorted(daemon.Server.Databases, static database => database.Name);
        for (var i = 0; i < all.Count; i++)
        {
            if (daemon.Databases.ConfigurationOf(all[i]) is not { Model: DatabaseConfiguration.ActiveBackup } configuration)
            {
                continue;
            }

            text.Append($"database: {all[i].Name}\nstate: {(configuration.IsBackup ? "backup" : "active")}\n");
            text.Append(daemon.Databases.ReplicationStatus(all[i]));
            if (i + 1 < all.Count)
            {
                text.Append('\n');
            }
        }

        return text.Length > 0 ? text.ToString() : "state: active\n";
    }
}
