using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.Json;

namespace Ovs.Ovsdb.Server.Transactions;

/// <summary>Runs the operations of one request, one after the other, on one <see cref="Transaction"/>.</summary>
internal sealed partial class OperationRunner(Database database, ExecutionContext context)
{
    // In RFC 7047 5.2's order.
    private static readonly Operation[] s_operations =
    [
        new("insert", false, static (runner, members, result) => runner.Insert(members, result)),
        new("select", true, static (runner, members, result) => runner.Select(members, result)),
        new("update", false, static (runner, members, result) => runner.Update(members, result)),
        new("mutate", false, static (runner, members, result) => runner.Mutate(members, result)),
        new("delete", false, static (runner, members, result) => runner.Delete(members, result)),
        new("wait", true, static (runner, members, _) => runner.Wait(members)),
        new("commit", false, static (runner, members, _) => runner.Commit(members)),
        new("abort", true, static (_, _, _) => new OvsdbError("aborted", "aborted by request")),
        new("comment", true, static (runner, members, _) => runner.Comment(members)),
        new("assert", true, static (runner, members, _) => runner.Assert(members)),
    ];

    private readonly Transaction _transaction = new(database);
    private readonly RoleRules? _rules = RoleRules.For(database, context);
    private readonly List<Row> _found = [];
    private SymbolTable? _symbols;
    private JsonValue? _operation;
    private bool _isDurable;
    private bool _isChanging;
    private bool _isWaiting;
    private long _timeoutMs = long.MaxValue;

    private delegate OvsdbError? OperationBody(OperationRunner runner, MemberReader members, JsonObject result);

    public Execution Run(JsonArray parameters)
    {
        var results = new JsonArray();
        var count = parameters.Count - 1;
        OvsdbError? error = null;
        for (var i = 1; i <= count && error is null; i++)
        {
            error = Run(parameters[i], i, count, out var result);
            if (_isWaiting && context.MayWait)
            {
                _transaction.Abort();
                return new Execution(null, null, false, false, _timeoutMs);
            }

            results.Add(error?.ToJson() ?? result);
        }

        while (results.Count < count)
        {
            results.Add(JsonValue.Null);
        }

        if (error is not null)
        {
            _transaction.Abort();
        }

        return new Execution(error is null ? _transaction : null, results, _isDurable, _isChanging, _timeoutMs);
    }

    private OvsdbError? Run(JsonValue json, int number, int count, out JsonObject result)
    {
        result = new JsonObject();
        _operation = json;
        var members = new MemberReader(json, "ovsdb operation", number, count);
        var name = members.TakeText("op", MemberKinds.Id);
        var operation = Find(name);
        OvsdbError? error = null;
        if (operation is not null)
        {
            error = operation.Body(this, members, result);
        }
        else if (name is not null)
        {
            members.Fail($"No operation \"{name}\"");
        }

        // What is wrong with the form of the request goes before what is wrong with its meaning.
        if (members.Finish() is { } parseError)
        {
            _isWaiting = false;
            return parseError;
        }

        if (error is not null || operation!.IsHarmless)
        {
            return error;
        }

        if (context.IsReadOnly)
        {
            return new OvsdbError(
                "not allowed", $"{name} operation not allowed when database server is in read only mode");
        }

        _isChanging = true;
        return database.Name.StartsWith('_')
            ? new OvsdbError("not allowed", $"{name} operation not allowed on table in reserved database {database.Name}")
            : null;
    }

    // A request may use a name before the row it names is inserted.
    private SymbolTable Symbols => _symbols ??= new SymbolTable();

    /// <summary>The rows that meet a condition; good until the next call.</summary>
    private List<Row> Find(Table table, Condition condition)
    {
        Query.Find(table, condition, _found);
        return _found;
    }

    private static Operation? Find(string? name)
    {
        foreach (var operation in s_operations)
        {
            if (operation.Name == name)
            {
                return operation;
            }
        }

        return null;
    }

    private Table? TakeTable(MemberReader members)
    {
        if (members.TakeText("table", MemberKinds.Id) is not { } name)
        {
            return null;
        }

        if (!database.TryGetTable(name, out var table))
        {
            members.Fail($"No table named {name}.");
        }

        return table;
    }

    /// <summary>Reads a &lt;row&gt;: the values it names, and defaults for all others.</summary>
    private OvsdbError? ParseRow(JsonValue json, Table table, out Datum[] fields, List<ColumnSchema>? named = null)
    {
        fields = DefaultRow(table);
        if (json is not JsonObject members)
        {
            return OvsdbError.Syntax(json, null, "row must be JSON object");
        }

        foreach (var (name, value) in members.Members)
        {
            if (!table.Schema.TryGetColumn(name, out var column))
            {
                return OvsdbError.Syntax(json, "unknown column", $"No column {name} in table {table.Name}.");
            }

            if (Datum.Parse(value, column.Type, Symbols, out fields[column.Index]) is { } error)
            {
                return error;
            }

            named?.Add(column);
        }

        return null;
    }

    internal static Datum[] DefaultRow(Table table)
    {
        var columns = table.Schema.Columns;
        var fields = new Datum[columns.Count];
        for (var i = 0; i < fields.Length; i++)
        {
            fields[i] = columns[i].Type.Default;
        }

        return fields;
    }

    private OvsdbError? Commit(MemberReader members)
    {
        _isDurable |= members.TakeBoolean("durable") ?? false;
        return null;
    }

    private OvsdbError? Comment(MemberReader members)
    {
        if (members.TakeText("comment") is { } text)
        {
            _transaction.AddComment(text);
        }

        return null;
    }

    private OvsdbError? Assert(MemberReader members)
    {
        var name = members.TakeText("lock", MemberKinds.Id);
        return name is null || (context.OwnsLock is { } ownsLock && ownsLock(name))
            ? null
            : new OvsdbError("not owner", $"Asserted lock {name} not held.");
    }

    /// <param name="IsHarmless">It changes nothing by itself, so a read-only database allows it.</param>
    private sealed record Operation(string Name, bool IsHarmless, OperationBody Body);
}
