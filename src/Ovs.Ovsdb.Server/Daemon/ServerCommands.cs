using System;
using System.Collections.Generic;
using System.Text;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>What a control command answers; a failure makes `ovs-appctl` fail.</summary>
internal readonly record struct CommandReply(string? Text, bool IsFailure)
{
    public static readonly CommandReply Done;

    public static implicit operator CommandReply(string text) => new(text, IsFailure: false);

    public static CommandReply Failure(string text) => new(text, IsFailure: true);
}

/// <summary>The control commands of `ovsdb-server` (ovsdb-server(1), "RUNTIME MANAGEMENT COMMANDS").</summary>
internal static class ServerCommands
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_server");
    private static bool s_saidMemoryTrimming;

    public static readonly Row[] Rows =
    [
        new("ovsdb-server/compact", "", 0, 1, Compact),
        new("ovsdb-server/memory-trim-on-compaction", "on|off", 1, 1, SetMemoryTrimming),
        new("ovsdb-server/reconnect", "", 0, 0, Reconnect),
        new("ovsdb-server/reload", "", 0, 0, Reload),
        new("ovsdb-server/add-remote", "REMOTE", 1, 1, AddRemote),
        new("ovsdb-server/remove-remote", "REMOTE", 1, 1, RemoveRemote),
        new("ovsdb-server/list-remotes", "", 0, 0, ListRemotes),
        new("ovsdb-server/add-db", "DB", 1, 1, AddDatabase),
        new("ovsdb-server/remove-db", "DB", 1, 1, RemoveDatabase),
        new("ovsdb-server/list-dbs", "", 0, 0, ListDatabases),
        new("ovsdb-server/tlog-set", "DB:TABLE on|off", 2, 2, SetTableLogging),
        new("ovsdb-server/tlog-list", "", 0, 0, ListTableLogging),
        new("ovsdb-server/get-db-storage-status", "DB", 1, 1, StorageStatus),
        new("ovsdb-server/perf-counters-show", "", 0, 0, static (_, _) =>
            "performance counter is not supported on this platform\n"),
        new("ovsdb-server/perf-counters-clear", "", 0, 0, static (_, _) => CommandReply.Done),
        new("ovsdb-server/metrics", "", 0, 0, static (daemon, _) => MetricsText.Compose(daemon.Server)),
        new("ovsdb-server/disable-monitor-cond", "", 0, 0, DisableConditionalMonitors),
    ];

    public delegate CommandReply Body(ServerDaemon daemon, IReadOnlyList<string> arguments);

    private static CommandReply Compact(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (arguments.Count > 0 && arguments[0].StartsWith('_'))
        {
            return CommandReply.Failure("cannot compact built-in databases");
        }

        var count = 0;
        var errors = new StringBuilder();
        foreach (var database in new List<ServedDatabase>(daemon.Server.Databases))
        {
            if (database.IsInternal || (arguments.Count > 0 && arguments[0] != database.Name))
            {
                continue;
            }

            count++;
            s_log.Info($"compacting {database.Name} database by user request");
            if (daemon.Compact(database) is { } error)
            {
                errors.Append(error.ToText()).Append('\n');
            }
        }

        return count == 0 ? CommandReply.Failure("no database by that name")
            : errors.Length > 0 ? CommandReply.Failure(errors.ToString())
            : CommandReply.Done;
    }

    private static CommandReply SetMemoryTrimming(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (arguments[0] is not ("on" or "off"))
        {
            return CommandReply.Failure("invalid argument");
        }

        var isOn = arguments[0] == "on";
        if (!s_saidMemoryTrimming || isOn != daemon.TrimsMemory)
        {
            s_saidMemoryTrimming = true;
            s_log.Info($"memory trimming after compaction {(isOn ? "enabled" : "disabled")}.");
        }

        daemon.TrimsMemory = isOn;
        return CommandReply.Done;
    }

    private static CommandReply Reconnect(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        daemon.Server.Disconnect(isForced: true, "user ran ovsdb-server/reconnect");
        return CommandReply.Done;
    }

    private static CommandReply Reload(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (daemon.ConfigurationPath is null)
        {
            return CommandReply.Failure("Configuration file was not specified on command line");
        }

        return daemon.Reload()
            ? CommandReply.Done
            : CommandReply.Failure("Configuration failed.  See the log file for details.");
    }

    private static CommandReply AddRemote(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (RefuseIfFromFile(daemon) is { } refusal)
        {
            return refusal;
        }

        if (daemon.CheckRemote(arguments[0]) is { } error)
        {
            return CommandReply.Failure(error);
        }

        daemon.AddRemote(arguments[0]);
        return CommandReply.Done;
    }

    private static CommandReply RemoveRemote(ServerDaemon daemon, IReadOnlyList<string> arguments) =>
        RefuseIfFromFile(daemon)
            ?? (daemon.RemoveRemote(arguments[0]) ? CommandReply.Done : CommandReply.Failure("no such remote"));

    private static CommandReply ListRemotes(ServerDaemon daemon, IReadOnlyList<string> arguments) =>
        Lines(daemon.Configuration.Remotes.Keys);

    private static CommandReply AddDatabase(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (RefuseIfFromFile(daemon) is { } refusal)
        {
            return refusal;
        }

        return daemon.AddDatabase(arguments[0]) is { } error ? CommandReply.Failure(error.ToText()) : CommandReply.Done;
    }

    private static CommandReply RemoveDatabase(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (RefuseIfFromFile(daemon) is { } refusal)
        {
            return refusal;
        }

        if (!daemon.Server.TryGetDatabase(arguments[0], out var database))
        {
            return CommandReply.Failure("Failed to find the database.");
        }

        if (database.IsInternal)
        {
            return CommandReply.Failure("Cannot remove reserved database.");
        }

        daemon.RemoveDatabase(database, $"removing {database.Name} database by user request");
        return CommandReply.Done;
    }

    private static CommandReply ListDatabases(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        var names = new List<string>();
        foreach (var database in daemon.Server.Databases)
        {
            names.Add(database.Name);
        }

        return Lines(names);
    }

    private static CommandReply SetTableLogging(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        bool? isOn = arguments[1].ToLowerInvariant() switch
        {
            "on" => true,
            "off" => false,
            _ => null,
        };
        if (isOn is null)
        {
            return CommandReply.Failure("invalid command argument");
        }

        var parts = arguments[0].Split(':', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 2)
        {
            return CommandReply.Failure("invalid DB:TABLE argument");
        }

        if (!daemon.Server.TryGetDatabase(parts[0], out var database))
        {
            return CommandReply.Failure("no such database");
        }

        if (!database.Database.TryGetTable(parts[1], out var table))
        {
            return CommandReply.Failure("no such table");
        }

        table.IsLogged = isOn.Value;
        return CommandReply.Done;
    }

    private static CommandReply ListTableLogging(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        var text = new StringBuilder("database        table                       logging\n");
        text.Append("--------        -----                       -------\n");
        foreach (var database in Sorted(daemon.Server.Databases, static database => database.Name))
        {
            text.Append($"{database.Name,-16} \n");
            foreach (var table in Sorted(database.Database.Tables, static table => table.Name))
            {
                text.Append($"                {table.Name,-27} {(table.IsLogged ? "ON" : "OFF")}\n");
            }
        }

        return text.ToString();
    }

    private static CommandReply StorageStatus(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        if (!daemon.Server.TryGetDatabase(arguments[0], out var database))
        {
            return CommandReply.Failure("Failed to find the database.");
        }

        var error = database.Database.Storage.Error;
        return error is null ? "status: ok" : $"status: {error.ToText()}";
    }

    private static CommandReply DisableConditionalMonitors(ServerDaemon daemon, IReadOnlyList<string> arguments)
    {
        daemon.Server.DisableConditionalMonitors();
        return CommandReply.Done;
    }

    public static CommandReply? RefuseIfFromFile(ServerDaemon daemon) => daemon.ConfigurationPath is null
        ? (CommandReply?)null
        : CommandReply.Failure($"Update the {daemon.ConfigurationPath} and use ovsdb-server/reload instead");

    private static string Lines(IEnumerable<string> names)
    {
        var text = new StringBuilder();
        foreach (var name in Sorted(names, static name => name))
        {
            text.Append(name).Append('\n');
        }

        return text.ToString();
    }

    public static List<T> Sorted<T>(IEnumerable<T> items, Func<T, string> nameOf)
    {
        var sorted = new List<T>(items);
        sorted.Sort((left, right) => string.CompareOrdinal(nameOf(left), nameOf(right)));
        return sorted;
    }

    /// <param name="Usage">The arguments as `list-commands` shows them.</param>
    public sealed record Row(string Name, string Usage, int MinArguments, int MaxArguments, Body Run);
}
