using System;
using System.Collections.Generic;
using System.Globalization;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>
/// What `db:DATABASE,TABLE,COLUMN` stands for on a command line (ovsdb-server(1)): remotes named in a database, as texts or
/// as rows of a table such as Manager, and files named there.
/// </summary>
internal sealed class DatabaseRemotes(OvsdbServer server)
{
    private const string Prefix = "db:";
    private const int MaxDscp = 63;

    private static readonly LogModule s_log = LogModule.Define("ovsdb_server");
    private static readonly LogRateLimit s_limit = new(1, 1);

    public static bool IsDatabaseName(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether <paramref name="name"/> stands for something in a database.</summary>
    public static bool IsIn(string name, string database) =>
        IsDatabaseName(name)
        && name.AsSpan(Prefix.Length).TrimStart(',').StartsWith(database, StringComparison.Ordinal)
        && name.AsSpan(Prefix.Length).TrimStart(',')[database.Length..] is [',', ..];

    /// <summary>Adds the remotes that <paramref name="name"/> stands for; gives what is wrong with it.</summary>
    public string? Resolve(string name, Dictionary<string, RemoteOptions> remotes)
    {
        if (FindColumn(name, out var column) is { } error)
        {
            return error;
        }

        var type = column.Schema.Type;
        foreach (var row in column.Table.Rows)
        {
            var datum = row.Fields[column.Schema.Index];
            for (var i = 0; i < datum.Count && !type.IsMap; i++)
            {
                if (type.Key.Type == AtomicType.String)
                {
                    var target = datum.Key(i).Text;
                    remotes.TryAdd(target, RemoteOptions.DefaultFor(target));
                }
                else if (column.Referenced is { } referenced && referenced.TryGetRow(datum.Key(i).Uuid, out var manager))
                {
                    AddManager(manager, remotes);
                }
            }
        }

        return null;
    }

    /// <summary>What is wrong with a name of the form `db:...`, or null.</summary>
    public string? Check(string name) => FindColumn(name, out _);

    /// <summary>The first text that is not empty in the column; null when there is none.</summary>
    /// <param name="error">What is wrong with the name.</param>
    public string? ResolveText(string name, out string? error)
    {
        error = FindColumn(name, out var column);
        if (error is not null)
        {
            return null;
        }

        if (column.Schema.Type.Key.Type != AtomicType.String || column.Schema.Type.IsMap)
        {
            error = $"\"{name}\": table \"{column.Table.Name}\" column \"{column.Schema.Name}\" is not string or set of strings";
            return null;
        }

        foreach (var row in column.Table.Rows)
        {
            var datum = row.Fields[column.Schema.Index];
            for (var i = 0; i < datum.Count; i++)
            {
                if (datum.Key(i).Text.Length > 0)
                {
                    return datum.Key(i).Text;
                }
            }
        }

        return null;
    }

    /// <summary>Writes into rows that name remotes how these are doing.</summary>
    public void UpdateStatus(IEnumerable<string> names)
    {
        var transactions = new Dictionary<Database, Transaction>();
        foreach (var name in names)
        {
            if (!IsDatabaseName(name) || FindColumn(name, out var column) is not null
                || column.Referenced is not { } referenced || column.Schema.Type.IsMap)
            {
                continue;
            }

            if (!transactions.TryGetValue(column.Database, out var transaction))
            {
                transactions.Add(column.Database, transaction = new Transaction(column.Database));
            }

            foreach (var row in column.Table.Rows)
            {
                var datum = row.Fields[column.Schema.Index];
                for (var i = 0; i < datum.Count; i++)
                {
                    if (referenced.TryGetRow(datum.Key(i).Uuid, out var manager))
                    {
                        UpdateStatus(manager, transaction);
                    }
                }
            }
        }

        foreach (var transaction in transactions.Values)
        {
            OvsdbServer.Commit(transaction, "remote status");
        }
    }

    private void UpdateStatus(Row manager, Transaction transaction)
    {
        if (ColumnAccess.ReadText(manager, "target") is not { } target)
        {
            return;
        }

        var status = server.StatusOf(target) ?? new RemoteStatus();
        var pairs = new List<KeyValuePair<string, string>>();
        Add("state", status.State);
        Add("sec_since_connect", status.SecondsSinceConnect?.ToString(CultureInfo.InvariantCulture));
        Add("sec_since_disconnect", status.SecondsSinceDisconnect?.ToString(CultureInfo.InvariantCulture));
        Add("last_error", status.LastError);
        Add("locks_held", status.LocksHeld);
        Add("locks_waiting", status.LocksWaiting);
        Add("locks_lost", status.LocksLost);
        Add("n_connections", status.ConnectionCount > 1 ? status.ConnectionCount.ToString(CultureInfo.InvariantCulture) : null);
        Add("bound_port", status.BoundPort > 0 ? status.BoundPort.ToString(CultureInfo.InvariantCulture) : null);
        var fields = (Datum[])manager.Fields.Clone();
        ColumnAccess.Write(manager.Table, fields, "is_connected", new Atom(status.IsConnected));
        ColumnAccess.WriteMap(manager.Table, fields, "status", pairs);
        transaction.Modify(manager, fields);

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                pairs.Add(new(key, value));
            }
        }
    }

    private static void AddManager(Row row, Dictionary<string, RemoteOptions> remotes)
    {
        if (ColumnAccess.ReadText(row, "target") is not { } target)
        {
            s_log.Info(s_limit, $"Table `{row.Table.Name}' has missing or invalid `target' column");
            return;
        }

        var options = remotes.GetValueOrDefault(target) ?? RemoteOptions.DefaultFor(target);
        var dscp = ColumnAccess.ReadText(row, "other_config", "dscp") is { } text
            && int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value)
            && value is >= 0 and <= MaxDscp
                ? value
                : RemoteOptions.DefaultDscp;
        remotes[target] = options with
        {
            MaxBackoffMs = ColumnAccess.ReadInteger(row, "max_backoff") ?? options.MaxBackoffMs,
            ProbeIntervalMs = ColumnAccess.ReadInteger(row, "inactivity_probe") ?? options.ProbeIntervalMs,
            IsReadOnly = ColumnAccess.ReadBoolean(row, "read_only") ?? options.IsReadOnly,
            Role = ColumnAccess.ReadText(row, "role"),
            Dscp = dscp,
        };
    }

    private string? FindColumn(string name, out ResolvedColumn column)
    {
        column = default;
        var parts = name[Prefix.Length..].Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 3)
        {
            return $"\"{name}\": invalid syntax";
        }

        if (!server.TryGetDatabase(parts[0], out var database))
        {
            return $"\"{name}\": no database named {parts[0]}";
        }

        if (!database.Database.TryGetTable(parts[1], out var table))
        {
            return $"\"{name}\": no table named {parts[1]}";
        }

        if (!table.Schema.TryGetColumn(parts[2], out var schema))
        {
            return $"\"{name}\": table \"{parts[1]}\" has no column \"{parts[2]}\"";
        }

        column = new ResolvedColumn(database.Database, table, schema, table.References[schema.Index].Key);
        return null;
    }

    private readonly record struct ResolvedColumn(Database Database, Table Table, ColumnSchema Schema, Table? Referenced);
}
