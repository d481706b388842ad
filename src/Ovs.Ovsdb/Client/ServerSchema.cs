using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;
using Ovs.Runtime.Logging;

namespace Ovs.Ovsdb.Client;

/// <summary>
/// The tables and columns a server has, by name. A client asks no more of a foreign schema: types are checked value by
/// value, so that small differences between versions do no harm.
/// </summary>
internal static class ServerSchema
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_cs");

    /// <summary>Columns by table, or null when the schema makes no sense, which is logged.</summary>
    public static Dictionary<string, HashSet<string>>? Parse(JsonValue schema)
    {
        var members = new MemberReader(schema, "database schema");
        if (members.Take("tables", MemberKinds.Object) is not JsonObject tables)
        {
            return Fail(members.Error!);
        }

        var result = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var (table, tableJson) in tables.Members)
        {
            members = new MemberReader(tableJson, $"table schema for table {table}");
            if (members.Take("columns", MemberKinds.Object) is not JsonObject columns)
            {
                return Fail(members.Error!);
            }

            result.Add(table, new HashSet<string>(columns.Members.Keys, StringComparer.Ordinal));
        }

        return result;
    }

    private static Dictionary<string, HashSet<string>>? Fail(OvsdbError error)
    {
        s_log.Warn($"error parsing database schema: {error.ToText()}");
        return null;
    }
}
