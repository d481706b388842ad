using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Monitors;

/// <summary>The &lt;monitor-requests&gt; of a client: tables, columns, kinds of change, conditions.</summary>
internal sealed class MonitorRequest
{
    private MonitorRequest(MonitorConditions? conditions) => Conditions = conditions;

    public List<MonitorTable> Tables { get; } = [];

    /// <summary>Null when the method knows no conditions.</summary>
    public MonitorConditions? Conditions { get; }

    /// <summary>Reads &lt;monitor-requests&gt;, RFC 7047 4.1.5, or &lt;monitor-cond-requests&gt;, ovsdb-server(7) 4.1.12.</summary>
    public static OvsdbError? Parse(
        Database database, JsonValue json, MonitorVersion version, out MonitorRequest request)
    {
        request = new MonitorRequest(version == MonitorVersion.Full ? null : new MonitorConditions());
        if (json is not JsonObject tables)
        {
            return OvsdbError.Syntax(json, null, "monitor-requests must be object");
        }

        foreach (var (name, value) in tables.Members)
        {
            if (!database.TryGetTable(name, out var table))
            {
                return OvsdbError.Syntax(null, null, $"no table named {name}");
            }

            if (request.ParseTable(table, value) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>Reads &lt;monitor-cond-update-requests&gt;, ovsdb-server(7) 4.1.13: conditions for some tables of a monitor. One
    /// that has no conditions does not look at them, as in the original.</summary>
    public static OvsdbError? ParseConditionChange(
        Monitor monitor, JsonValue json, out MonitorConditions conditions)
    {
        conditions = new MonitorConditions();
        if (json is not JsonObject tables)
        {
            return OvsdbError.Syntax(null, null, "monitor-cond-change-requests must be object");
        }

        foreach (var (name, value) in tables.Members)
        {
            if (!monitor.Database.TryGetTable(name, out var table))
            {
                return OvsdbError.Syntax(null, null, $"no table named {name}");
            }

            if (!monitor.Group.TryGetTable(table, out _))
            {
                return OvsdbError.Syntax(null, null, $"no table named {name} in monitor session");
            }

            if (value is not JsonArray requests)
            {
                return OvsdbError.Syntax(null, null, $"table {name} no monitor-cond-change JSON array");
            }

            foreach (var request in requests.Items)
            {
                if (ParseConditionChange(table, request, monitor.IsConditional, conditions) is { } error)
                {
                    return error;
                }
            }
        }

        return null;
    }

    private static OvsdbError? ParseConditionChange(
        Table table, JsonValue json, bool isConditional, MonitorConditions conditions)
    {
        var members = new MemberReader(json, $"table {table.Name}");
        var columns = members.Take("columns", MemberKinds.Array | MemberKinds.Optional);
        var where = members.Take("where", MemberKinds.Array | MemberKinds.Optional) as JsonArray;
        if (members.Finish() is { } formError)
        {
            return formError;
        }

        if (columns is not null)
        {
            return OvsdbError.Syntax(json, null, "changing columns is unsupported");
        }

        if (!isConditional)
        {
            return null;
        }

        var error = Condition.Parse(table.Schema, where ?? new JsonArray(), null, out var condition);
        conditions[table] = condition;
        return error;
    }

    private OvsdbError? ParseTable(Table table, JsonValue json)
    {
        var monitored = new MonitorTable(table);
        Tables.Add(monitored);
        if (json is not JsonArray requests)
        {
            // One request without an array around it is older than the RFC.
            return ParseRequest(monitored, json);
        }

        foreach (var request in requests.Items)
        {
            if (ParseRequest(monitored, request) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private OvsdbError? ParseRequest(MonitorTable monitored, JsonValue json)
    {
        var schema = monitored.Table.Schema;
        var members = new MemberReader(json, $"table {schema.Name}");
        var where = Conditions is null ? null : members.Take("where", MemberKinds.Array | MemberKinds.Optional) as JsonArray;
        var columns = members.Take("columns", MemberKinds.Array | MemberKinds.Optional) as JsonArray;
        var select = members.Take("select", MemberKinds.Object | MemberKinds.Optional);
        var error = members.Finish();
        var kinds = ChangeKinds.All;
        if (error is null && select is not null)
        {
            error = ParseSelect(schema, select, out kinds);
        }

        if (error is not null)
        {
            return error;
        }

        monitored.AddKinds(kinds);
        error = columns is null ? AddAllColumns(monitored, kinds) : AddColumns(monitored, columns, kinds);
        if (error is null && Conditions is not null)
        {
            error = Condition.Parse(schema, where ?? new JsonArray(), null, out var condition);
            Conditions[monitored.Table] = condition;
        }

        return error;
    }

    private static OvsdbError? ParseSelect(TableSchema schema, JsonValue select, out ChangeKinds kinds)
    {
        var members = new MemberReader(select, $"table {schema.Name} select");
        kinds = Take("initial", ChangeKinds.Initial) | Take("insert", ChangeKinds.Insert)
            | Take("delete", ChangeKinds.Delete) | Take("modify", ChangeKinds.Modify);
        return members.Finish();

        ChangeKinds Take(string name, ChangeKinds kind) =>
            members.TakeBoolean(name, MemberKinds.Boolean | MemberKinds.Optional) ?? true ? kind : ChangeKinds.None;
    }

    private static OvsdbError? AddColumns(MonitorTable monitored, JsonArray columns, ChangeKinds kinds)
    {
        foreach (var item in columns.Items)
        {
            if (item is not JsonString name)
            {
                return OvsdbError.Syntax(columns, null, "array of column names expected");
            }

            if (!monitored.Table.Schema.TryGetColumn(name.Value, out var column))
            {
                return OvsdbError.Syntax(columns, null, $"{name.Value} is not a valid column name");
            }

            if (!monitored.TryAdd(column, kinds, isTold: true))
            {
                return OvsdbError.Syntax(columns, null, $"column {column.Name} mentioned more than once");
            }
        }

        return null;
    }

    private static OvsdbError? AddAllColumns(MonitorTable monitored, ChangeKinds kinds)
    {
        foreach (var column in monitored.Table.Schema.Columns)
        {
            if (column.Index != Table.UuidColumn && !monitored.TryAdd(column, kinds, isTold: true))
            {
                return OvsdbError.Syntax(null, null, $"column {column.Name} mentioned more than once");
            }
        }

        return null;
    }
}
