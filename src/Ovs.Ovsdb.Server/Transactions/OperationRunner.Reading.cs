using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

// The operations that look at rows: RFC 7047 5.2.2 and 5.2.6.
internal sealed partial class OperationRunner
{
    private OvsdbError? Select(MemberReader members, JsonObject result)
    {
        var table = TakeTable(members);
        var where = members.Take("where", MemberKinds.Array) as JsonArray;
        var columnsJson = members.Take("columns", MemberKinds.Array | MemberKinds.Optional);
        var sortJson = members.Take("sort", MemberKinds.Array | MemberKinds.Optional);
        if (members.Error is { } formError)
        {
            return formError;
        }

        var columns = new ColumnSet();
        var sort = new ColumnSet();
        var error = ParseWhere(table!, where!, out var condition)
            ?? ColumnSet.Parse(columnsJson, table!.Schema, out columns)
            ?? ColumnSet.Parse(sortJson, table.Schema, out sort);
        if (error is not null)
        {
            return error;
        }

        var rows = FindDistinct(table!, condition, columns);
        if (sortJson is not null)
        {
            rows.Sort(new RowOrder(sort));
        }

        var rowsJson = new JsonArray();
        foreach (var fields in rows)
        {
            rowsJson.Add(RowJson(fields, columns));
        }

        result["rows"] = rowsJson;
        return null;
    }

    private List<Datum[]> FindDistinct(Table table, Condition condition, ColumnSet columns)
    {
        var distinct = columns.Contains(table.Schema.UuidColumn) ? null : new RowSet(columns);
        var rows = new List<Datum[]>();
        foreach (var row in Find(table, condition))
        {
            if (distinct is null || distinct.Add(row.Fields))
            {
                rows.Add(row.Fields);
            }
        }

        return rows;
    }

    private static JsonObject RowJson(Datum[] fields, ColumnSet columns)
    {
        var json = new JsonObject();
        foreach (var column in columns.Columns)
        {
            json[column.Name] = fields[column.Index].ToJson(column.Type);
        }

        return json;
    }

    private OvsdbError? Wait(MemberReader members)
    {
        var timeout = members.Take("timeout", MemberKinds.Integer | MemberKinds.Optional) as JsonInteger;
        var where = members.Take("where", MemberKinds.Array) as JsonArray;
        var columnsJson = members.Take("columns", MemberKinds.Array | MemberKinds.Optional);
        var until = members.Take("until", MemberKinds.String) as JsonString;
        var rowsJson = members.Take("rows", MemberKinds.Array) as JsonArray;
        var table = TakeTable(members);
        if (members.Error is { } formError)
        {
            return formError;
        }

        var columns = new ColumnSet();
        var error = ParseWhere(table!, where!, out var condition)
            ?? ColumnSet.Parse(columnsJson, table!.Schema, out columns)
            ?? NoteTimeout(timeout);
        if (error is not null)
        {
            return error;
        }

        if (until!.Value is not ("==" or "!="))
        {
            return OvsdbError.Syntax(until, null, "\"until\" must be \"==\" or \"!=\"");
        }

        error = ParseExpected(table!, rowsJson!, columns, out var expected);
        if (error is not null || AreEqual(table!, condition, columns, expected) == (until.Value == "=="))
        {
            return error;
        }

        if (timeout is not null && context.ElapsedMs >= timeout.Value)
        {
            return new OvsdbError("timed out", context.ElapsedMs == 0
                ? "\"where\" clause test failed"
                : $"\"wait\" timed out after {context.ElapsedMs} ms");
        }

        _isWaiting = true;
        return new OvsdbError("not supported", "triggers not supported");
    }

    /// <summary>The shortest of a request's timeouts says when it is looked at again.</summary>
    private OvsdbError? NoteTimeout(JsonInteger? timeout)
    {
        if (timeout is { Value: < 0 })
        {
            return OvsdbError.Syntax(timeout, null, "timeout must be nonnegative");
        }

        if (timeout is not null && timeout.Value < _timeoutMs)
        {
            _timeoutMs = timeout.Value;
        }

        return null;
    }

    private OvsdbError? ParseExpected(Table table, JsonArray rows, ColumnSet columns, out RowSet expected)
    {
        expected = new RowSet(columns);
        foreach (var json in rows.Items)
        {
            if (ParseRow(json, table, out var fields) is { } error)
            {
                return error;
            }

            expected.Add(fields);
        }

        return null;
    }

    private bool AreEqual(Table table, Condition condition, ColumnSet columns, RowSet expected)
    {
        var actual = new RowSet(columns);
        foreach (var row in Find(table, condition))
        {
            if (!expected.Contains(row.Fields))
            {
                return false;
            }

            actual.Add(row.Fields);
        }

        return actual.Count == expected.Count;
    }

    private sealed class RowOrder(ColumnSet columns) : IComparer<Datum[]>
    {
        public int Compare(Datum[]? left, Datum[]? right)
        {
            foreach (var column in columns.Columns)
            {
                var order = left![column.Index].CompareTo(right![column.Index]);
                if (order != 0)
                {
                    return order;
                }
            }

            return 0;
        }
    }
}
