using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Client;

/// <summary>What a server says happened to a row.</summary>
public enum RowUpdateKind
{
    Insert,

    /// <summary>The columns' new values.</summary>
    Update,

    /// <summary>The columns' differences.</summary>
    Modify,
    Delete,
}

/// <summary>
/// One row of a &lt;table-updates&gt; (RFC 7047 4.1.6) or &lt;table-updates2&gt; (ovsdb-server(7) 4.1.14).
/// </summary>
public readonly record struct RowUpdate(Uuid Uuid, RowUpdateKind Kind, JsonObject? Columns)
{
    /// <summary>Reads all rows of an update; <paramref name="version"/> is 1 for "update", else 2 or 3.</summary>
    public static OvsdbError? Parse(
        JsonValue json, int version, out List<(string Table, List<RowUpdate> Rows)> tables)
    {
        var suffix = version > 1 ? "2" : "";
        tables = [];
        if (json is not JsonObject updates)
        {
            return OvsdbError.Syntax(json, null, $"<table-updates{suffix}> is not an object");
        }

        foreach (var (table, tableJson) in updates.Members)
        {
            if (tableJson is not JsonObject rowsJson)
            {
                return OvsdbError.Syntax(
                    tableJson, null, $"<table-update{suffix}> for table \"{table}\" is not an object");
            }

            var rows = new List<RowUpdate>(rowsJson.Count);
            foreach (var (name, rowJson) in rowsJson.Members)
            {
                if (!Uuid.TryParse(name, out var uuid))
                {
                    return OvsdbError.Syntax(
                        tableJson,
                        null,
                        $"<table-update{suffix}> for table \"{table}\" contains bad UUID \"{name}\" as member name");
                }

                if (rowJson is not JsonObject row)
                {
                    return OvsdbError.Syntax(
                        rowJson,
                        null,
                        $"<table-update{suffix}> for table \"{table}\" contains <row-update{suffix}> "
                            + "that is not an object");
                }

                var error = version == 1 ? ParseRow(uuid, row, out var update) : ParseRow2(uuid, row, out update);
                if (error is not null)
                {
                    return error;
                }

                rows.Add(update);
            }

            tables.Add((table, rows));
        }

        return null;
    }

    /// <summary>"old" and "new", either or both.</summary>
    private static OvsdbError? ParseRow(Uuid uuid, JsonObject json, out RowUpdate update)
    {
        update = default;
        var before = json["old"];
        var after = json["new"];
        if (before is not null and not JsonObject)
        {
            return OvsdbError.Syntax(before, null, "\"old\" <row> is not object");
        }

        if (after is not null and not JsonObject)
        {
            return OvsdbError.Syntax(after, null, "\"new\" <row> is not object");
        }

        if ((before is null ? 0 : 1) + (after is null ? 0 : 1) != json.Count)
        {
            return OvsdbError.Syntax(json, null, "<row-update> contains unexpected member");
        }

        if (before is null && after is null)
        {
            return OvsdbError.Syntax(json, null, "<row-update> missing \"old\" and \"new\" members");
        }

        update = (before, after) switch
        {
            (_, null) => new(uuid, RowUpdateKind.Delete, null),
            (null, _) => new(uuid, RowUpdateKind.Insert, (JsonObject)after),
            _ => new(uuid, RowUpdateKind.Update, (JsonObject)after),
        };
        return null;
    }

    /// <summary>One of "initial", "insert", "modify" and "delete".</summary>
    private static OvsdbError? ParseRow2(Uuid uuid, JsonObject json, out RowUpdate update)
    {
        update = default;
        if (json.Count != 1)
        {
            return OvsdbError.Syntax(json, null, $"<row-update2> has {json.Count} members instead of expected 1");
        }

        foreach (var (name, value) in json.Members)
        {
            if (name == "delete")
            {
                update = new(uuid, RowUpdateKind.Delete, null);
                return value.Kind == JsonKind.Null
                    ? null
                    : OvsdbError.Syntax(json, null, "<row-update2> delete operation has unexpected value");
            }

            if (name is not ("initial" or "insert" or "modify"))
            {
                return OvsdbError.Syntax(json, null, $"<row-update2> has unknown member \"{name}\"");
            }

            if (value is not JsonObject columns)
            {
                return OvsdbError.Syntax(json, null, $"<row-update2> \"{name}\" operation has unexpected value");
            }

            update = new(uuid, name == "modify" ? RowUpdateKind.Modify : RowUpdateKind.Insert, columns);
        }

        return null;
    }
}
