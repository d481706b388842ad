using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Control;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Logging;
using Ovs.Tools.Databases;

namespace Ovs.Tools.OvsdbClient;

/// <summary>`monitor`, `monitor-cond` and `monitor-cond-since`: prints a table's rows and then what changes.</summary>
internal sealed class MonitorCommand
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_client");

    private readonly ClientContext _context;
    private readonly int _version;
    private readonly List<MonitoredTable> _tables = [];
    private bool _isExiting;

    private MonitorCommand(ClientContext context, int version)
    {
        _context = context;
        _version = version;
    }

    public static void Monitor(ClientContext context, IReadOnlyList<string> arguments) =>
        new MonitorCommand(context, 1).Run(arguments, null, Uuid.Zero);

    public static void MonitorCond(ClientContext context, IReadOnlyList<string> arguments) =>
        RunConditional(context, 2, arguments, 0, Uuid.Zero);

    public static void MonitorCondSince(ClientContext context, IReadOnlyList<string> arguments)
    {
        var hasLastId = Uuid.TryParse(arguments[0], out var lastId);
        RunConditional(context, 3, arguments, hasLastId ? 1 : 0, lastId);
    }

    private static void RunConditional(
        ClientContext context, int version, IReadOnlyList<string> arguments, int start, Uuid lastId)
    {
        if (arguments.Count < start + 2)
        {
            s_log.Fatal("invalid syntax for 'monitor-cond-since' (use --help for help)");
        }

        var name = arguments[start + 1];
        if (!context.FetchSchema().TryGetTable(name, out var table))
        {
            ProgramExit.Fatal($"{context.Database} does not have a table named \"{name}\"");
        }

        var condition = FatalErrors.ParseJson(arguments[start]);
        FatalErrors.Check(ConditionSyntax.Check(table!, condition));
        var rest = new List<string>(arguments);
        rest.RemoveRange(0, start + 1);
        new MonitorCommand(context, version).Run(rest, condition, lastId);
    }

    private void Run(IReadOnlyList<string> arguments, JsonValue? condition, Uuid lastId)
    {
        using var background = Background.Begin(_context, keepsErrors: true);
        if (background.Control is { } control)
        {
            RegisterCommands(control.Commands);
        }

        var requests = ComposeRequests(arguments, condition);
        TransactCommands.SendChangeAware(_context);
        var parameters = new JsonArray(_context.Database, JsonValue.Null, requests);
        if (_version == 3)
        {
            parameters.Add(lastId.ToString());
        }

        var method = _version switch { 1 => "monitor", 2 => "monitor_cond", _ => "monitor_cond_since" };
        var request = JsonRpcMessage.Request(method, parameters);
        var printer = new MonitorPrinter(_context, _tables);
        _context.Server.MessageReceived = message =>
        {
            if (message.Type == JsonRpcType.Reply && request.Id!.Equals(message.Id))
            {
                printer.PrintReply(message.Result!, _version);
                background.Complete();
            }
            else if (message.Type == JsonRpcType.Notify)
            {
                PrintUpdate(printer, message);
            }

            StandardOutput.Flush();
        };
        _context.Server.Send(request);
        _context.Server.Serve(() => _isExiting);
    }

    private void PrintUpdate(MonitorPrinter printer, JsonRpcMessage message)
    {
        var parameters = message.Params!;
        var isOurs = parameters.Count > 0 && parameters[0].Kind == JsonKind.Null;
        switch (message.Method)
        {
            case "update" when isOurs && parameters.Count == 2:
                printer.PrintUpdates(parameters[1], isInitial: false);
                break;
            case "update2" when _version == 2 && isOurs && parameters.Count == 2:
                printer.PrintUpdates2(parameters[1]);
                break;
            case "update3" when _version == 3 && isOurs && parameters.Count == 3:
                StandardOutput.Write($"\nlast_id: {(parameters[1] as JsonString)?.Value}");
                printer.PrintUpdates2(parameters[2]);
                break;
            case "monitor_canceled":
                ProgramExit.Fatal($"{_context.Server.Name}: {_context.Database} database was removed");
                break;
            default:
                break;
        }
    }

    private void RegisterCommands(ControlCommands commands)
    {
        commands.Register("exit", "", 0, 0, request =>
        {
            _isExiting = true;
            request.Reply("");
        });
        commands.Register("ovsdb-client/block", "", 0, 0, request =>
        {
            request.Reply(_context.Server.IsPaused ? "already blocking" : "");
            _context.Server.IsPaused = true;
        });
        commands.Register("ovsdb-client/unblock", "", 0, 0, request =>
        {
            request.Reply(_context.Server.IsPaused ? "" : "already unblocked");
            _context.Server.IsPaused = false;
        });
        commands.Register("ovsdb-client/cond_change", "TABLE COND", 2, 2, ChangeCondition);
    }

    private void ChangeCondition(ControlRequest request)
    {
        var (table, text) = (request.Arguments[0], request.Arguments[1]);
        if (!JsonParser.TryParse(text, out var condition, out var error))
        {
            condition = error;
        }

        var change = new JsonObject((table, new JsonArray(new JsonObject(("where", condition)))));
        _context.Server.Send(JsonRpcMessage.Request(
            "monitor_cond_change", new JsonArray(JsonValue.Null, JsonValue.Null, change)));
        s_log.Dbg($"cond change {table} {text}");
        request.Reply("condition changed");
    }

    private JsonObject ComposeRequests(IReadOnlyList<string> arguments, JsonValue? condition)
    {
        var schema = _context.FetchSchema();
        var requests = new JsonObject();
        if (arguments[0] != "ALL")
        {
            if (!schema.TryGetTable(arguments[0], out var table))
            {
                ProgramExit.Fatal(
                    $"{_context.Server.Name}: {_context.Database} does not have a table named \"{arguments[0]}\"");
            }

            AddTable(requests, table!, arguments, condition);
            return requests;
        }

        if (condition is not null)
        {
            ProgramExit.Fatal("ALL tables are not allowed with condition");
        }

        var tables = new List<TableSchema>(schema.Tables);
        tables.Sort((a, b) => Utf8Text.Compare(a.Name, b.Name));
        tables.ForEach(table => AddTable(requests, table, arguments, null));
        return requests;
    }

    /// <summary>Each argument behind the table is a request of its own; the condition belongs to the first.</summary>
    private void AddTable(
        JsonObject requests, TableSchema table, IReadOnlyList<string> arguments, JsonValue? condition)
    {
        var monitored = new MonitoredTable(table);
        var list = new JsonArray();
        for (var i = 1; i < Math.Max(arguments.Count, 2); i++)
        {
            var request = ComposeRequest(monitored, i < arguments.Count ? arguments[i] : "");
            if (i == 1 && condition is not null)
            {
                request["where"] = condition;
            }

            list.Add(request);
        }

        requests[table.Name] = list;
        _tables.Add(monitored);
    }

    private JsonObject ComposeRequest(MonitoredTable monitored, string text)
    {
        var names = new JsonArray();
        var excluded = new HashSet<string>();
        foreach (var word in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is "!initial" or "!insert" or "!delete" or "!modify")
            {
                excluded.Add(word[1..]);
            }
            else if (monitored.Table.TryGetColumn(word, out var column))
            {
                AddColumn(monitored, column, names);
            }
            else
            {
                ProgramExit.Fatal($"{_context.Server.Name}: table \"{monitored.Table.Name}\" in {_context.Database} "
                    + $"does not have a column named \"{word}\"");
            }
        }

        if (names.Count == 0)
        {
            AddAllColumns(monitored, names);
        }

        var request = new JsonObject(("columns", names));
        if (excluded.Count > 0)
        {
            var select = new JsonObject();
            foreach (var kind in (ReadOnlySpan<string>)["initial", "insert", "delete", "modify"])
            {
                select[kind] = !excluded.Contains(kind);
            }

            request["select"] = select;
        }

        return request;
    }

    private void AddAllColumns(MonitoredTable monitored, JsonArray names)
    {
        var columns = new List<ColumnSchema>();
        foreach (var column in monitored.Table.Columns)
        {
            if (!column.IsImplicit)
            {
                columns.Add(column);
            }
        }

        columns.Sort((a, b) => Utf8Text.Compare(a.Name, b.Name));
        columns.Add(monitored.Table.VersionColumn);
        columns.ForEach(column => AddColumn(monitored, column, names));
    }

    private void AddColumn(MonitoredTable monitored, ColumnSchema column, JsonArray names)
    {
        if (monitored.Columns.Contains(column))
        {
            ProgramExit.Fatal($"{_context.Server.Name}: column \"{column.Name}\" mentioned multiple times");
        }

        monitored.Columns.Add(column);
        names.Add(column.Name);
    }
}
