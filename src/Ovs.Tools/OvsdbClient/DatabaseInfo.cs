using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;

namespace Ovs.Tools.OvsdbClient;

/// <summary>What a server says of a database in its "_Server" database (ovsdb-server(5)).</summary>
internal static class DatabaseInfo
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_client");

    private static readonly ColumnType s_optionalUuid = new(BaseType.Plain(AtomicType.Uuid), null, 0, 1);

    public static JsonRpcMessage Request(string database) => JsonRpcMessage.Request("transact", Query(database));

    public static JsonArray Query(string database) => new(
        "_Server",
        new JsonObject(
            ("op", "select"),
            ("table", "Database"),
            ("where", new JsonArray(new JsonArray("name", "==", database)))));

    /// <summary>The row of the database, or null; of several with its name the one of the cluster, if that is given.</summary>
    public static JsonObject? Find(JsonValue result, string server, string database, Uuid cluster)
    {
        if (result is not JsonArray { Count: 1 } results || results[0] is not JsonObject select)
        {
            s_log.Warn($"{server}: unexpected reply to _Server request for {database}");
            return null;
        }

        if (select["rows"] is not JsonArray rows)
        {
            s_log.Warn($"{server}: missing \"rows\" member in  _Server reply for {database}");
            return null;
        }

        foreach (var item in rows.Items)
        {
            if (item is not JsonObject row)
            {
                s_log.Warn($"{server}: bad row in  _Server reply for {database}");
            }
            else if (Text(row, "name") == database && (cluster.IsZero || ClusterOf(row) == cluster))
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>True for a standalone database; of a cluster or relay, for a connected member, perhaps the leader.</summary>
    public static bool IsAcceptable(JsonObject? row, bool isLeaderOnly) =>
        row is not null
        && (Text(row, "model") == "standalone"
            || (row["connected"]?.Kind != JsonKind.False
                && !(isLeaderOnly && row["leader"]?.Kind == JsonKind.False)));

    public static bool IsClustered(JsonObject? row) => row is not null && Text(row, "model") == "clustered";

    private static string Text(JsonObject row, string column) => (row[column] as JsonString)?.Value ?? "";

    private static Uuid ClusterOf(JsonObject row) =>
        row["cid"] is { } json && Datum.Parse(json, s_optionalUuid, null, out var datum) is null && !datum.IsEmpty
            ? datum.Key(0).Uuid
            : Uuid.Zero;
}
