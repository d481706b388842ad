using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Client;

/// <summary>
/// What a client knows of a server's own database "_Server" (ovsdb-server(5)): which databases it serves, how, and
/// whether it is the right server of a cluster to talk to.
/// </summary>
internal sealed class ServerDatabase
{
    public const string Name = "_Server";

    private const string Table = "Database";

    private static readonly LogModule s_log = LogModule.Define("ovsdb_cs");
    private static readonly LogRateLimit s_missingLimit = new(5, 5);

    private static readonly (string Name, ColumnType Type)[] s_columns =
    [
        ("name", Optional(AtomicType.String)),
        ("model", Optional(AtomicType.String)),
        ("connected", Optional(AtomicType.Boolean)),
        ("leader", Optional(AtomicType.Boolean)),
        ("schema", Optional(AtomicType.String)),
        ("cid", Optional(AtomicType.Uuid)),
        ("index", Optional(AtomicType.Integer)),
    ];

    private readonly Dictionary<Uuid, Dictionary<string, Datum>> _rows = [];

    /// <summary>The least log index that is not a step back.</summary>
    public long MinIndex { get; set; }

    public static JsonObject ComposeMonitorRequests(JsonValue schema)
    {
        var requests = new JsonObject();
        var tables = ServerSchema.Parse(schema);
        if (tables is null || !tables.TryGetValue(Table, out var columns))
        {
            s_log.Warn($"{Name} database lacks {Table} table (database needs upgrade?)");
            return requests;
        }

        var monitored = new JsonArray();
        foreach (var (column, _) in s_columns)
        {
            if (columns.Contains(column))
            {
                monitored.Add(column);
            }
            else
            {
                s_log.Warn($"{Table} table in {Name} database lacks {column} column (database needs upgrade?)");
            }
        }

        requests[Table] = new JsonArray(new JsonObject(("columns", monitored)));
        return requests;
    }

    public OvsdbError? Apply(JsonValue updates, int version, bool clear)
    {
        var error = RowUpdate.Parse(updates, version, out var tables);
        if (error is not null)
        {
            return error;
        }

        if (clear)
        {
            _rows.Clear();
        }

        foreach (var (table, rows) in tables)
        {
            foreach (var row in rows)
            {
                if (table != Table)
                {
                    continue;
                }

                if (row.Kind == RowUpdateKind.Delete)
                {
                    _rows.Remove(row.Uuid);
                }
                else
                {
                    Update(row);
                }
            }
        }

        return null;
    }

    /// <summary>Whether <paramref name="database"/> can be monitored here; says why not in the log.</summary>
    /// <param name="cluster">The cluster that is wanted, or zero for any.</param>
    public bool IsUsable(string server, string database, Uuid cluster, bool leaderOnly)
    {
        if (Find(database, cluster) is not { } row)
        {
            s_log.Info(s_missingLimit, $"{server}: server does not have {database} database");
            return false;
        }

        var hasSchema = Get(row, "schema") is not null;
        var isConnected = Get(row, "connected")?.Boolean ?? false;
        switch (Get(row, "model")?.Text)
        {
            case "clustered":
                return IsClusterMemberUsable(server, row, hasSchema, isConnected, leaderOnly);
            case "relay":
                if (!hasSchema)
                {
                    s_log.Info($"{server}: relay database server has not yet connected to the relay source; "
                        + "trying another server");
                }
                else if (!isConnected)
                {
                    s_log.Info($"{server}: relay database server is disconnected from the relay source; "
                        + "trying another server");
                }
                else if (leaderOnly)
                {
                    s_log.Info($"{server}: relay database server cannot be a leader; trying another server");
                }

                return hasSchema && isConnected && !leaderOnly;
            default:
                if (!hasSchema)
                {
                    s_log.Info($"{server}: missing database schema");
                }

                return hasSchema;
        }
    }

    /// <summary>The text of the database's schema.</summary>
    public string? SchemaOf(string database, Uuid cluster) =>
        Find(database, cluster) is { } row ? Get(row, "schema")?.Text : null;

    private static ColumnType Optional(AtomicType type) => new(BaseType.Plain(type), null, 0, 1);

    private static Atom? Get(Dictionary<string, Datum> row, string column) =>
        row.TryGetValue(column, out var datum) && datum.Count == 1 ? datum.Key(0) : null;

    private bool IsClusterMemberUsable(
        string server, Dictionary<string, Datum> row, bool hasSchema, bool isConnected, bool leaderOnly)
    {
        var index = Get(row, "index")?.Integer ?? 0;
        if (!hasSchema)
        {
            s_log.Info($"{server}: clustered database server has not yet joined cluster; trying another server");
        }
        else if (!isConnected)
        {
            s_log.Info($"{server}: clustered database server is disconnected from cluster; trying another server");
        }
        else if (leaderOnly && Get(row, "leader")?.Boolean != true)
        {
            s_log.Info($"{server}: clustered database server is not cluster leader; trying another server");
        }
        else if (index < MinIndex)
        {
            s_log.Warn($"{server}: clustered database server has stale data; trying another server");
        }
        else
        {
            MinIndex = index;
            return true;
        }

        return false;
    }

    private Dictionary<string, Datum>? Find(string database, Uuid cluster)
    {
        foreach (var row in _rows.Values)
        {
            if (cluster.IsZero ? Get(row, "name")?.Text == database : Get(row, "cid")?.Uuid == cluster)
            {
                return row;
            }
        }

        return null;
    }

    private void Update(RowUpdate update)
    {
        if (!_rows.TryGetValue(update.Uuid, out var row))
        {
            row = [];
            _rows.Add(update.Uuid, row);
        }

        foreach (var (column, type) in s_columns)
        {
            // A value that cannot be read is as good as none: the column is optional here.
            if (update.Columns!.TryGet(column, out var json)
                && Datum.Parse(json, type.WithoutSizeLimits, null, out var datum) is null)
            {
                row[column] = datum;
            }
        }
    }
}
