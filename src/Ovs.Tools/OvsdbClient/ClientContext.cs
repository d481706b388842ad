using System;
using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.Loop;
using Ovs.Tools.Databases;
using Ovs.Tools.Tables;

namespace Ovs.Tools.OvsdbClient;

/// <summary>What a running command has: the loop, the options, and the server and database once they are chosen.</summary>
internal sealed class ClientContext : IDisposable
{
    private readonly TablePrinter _printer;

    public ClientContext(EventLoop loop, ClientOptions options)
    {
        Loop = loop;
        Options = options;
        _printer = new TablePrinter(options.Style, loop.Clock);
    }

    public EventLoop Loop { get; }

    public ClientOptions Options { get; }

    public ServerConnection Server
    {
        get => field ?? throw new InvalidOperationException("no server is chosen");
        set;
    }

    public string Database { get; set; } = "";

    public void Print(Table table) => StandardOutput.Write(_printer.Format(table));

    public void PrintJson(JsonValue json) => StandardOutput.WriteLine(JsonWriter.ToText(json, Options.Style.Json));

    /// <summary>The schema of the database, as the server has it.</summary>
    public DatabaseSchema FetchSchema()
    {
        var json = Server.Transact("get_schema", new JsonArray(Database));
        FatalErrors.Check(DatabaseSchema.Parse(json, out var schema));
        return schema!;
    }

    /// <summary>The databases of the server, by name.</summary>
    public List<string> FetchDatabases()
    {
        if (Server.Transact("list_dbs", new JsonArray()) is not JsonArray list)
        {
            ProgramExit.Fatal("list_dbs response is not array");
            return [];
        }

        var names = new List<string>(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is not JsonString name)
            {
                ProgramExit.Fatal($"list_dbs response {i} is not string");
                return [];
            }

            names.Add(name.Value);
        }

        names.Sort(Utf8Text.Compare);
        return names;
    }

    public void Dispose() => Server.Dispose();
}
