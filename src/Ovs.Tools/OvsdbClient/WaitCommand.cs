using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;

namespace Ovs.Tools.OvsdbClient;

/// <summary>`wait`: until a server has a database, is connected to its cluster, or has it no more.</summary>
internal static class WaitCommand
{
    public static void Run(ClientContext context, IReadOnlyList<string> arguments)
    {
        var database = arguments[^2];
        var state = arguments[^1];
        if (state is not ("connected" or "added" or "removed"))
        {
            ProgramExit.Fatal($"{state}: unknown state");
        }

        var remote = arguments.Count > 2 ? arguments[0] : ServerChoice.DefaultRemote;
        JsonValue? awareId = null;
        JsonValue? waitId = null;
        var session = new JsonRpcSession(context.Loop, [remote], Replica.DefaultPort, retry: true);
        session.Connected = () =>
        {
            var aware = JsonRpcMessage.Request("set_db_change_aware", new JsonArray(true));
            var wait = JsonRpcMessage.Request("transact", new JsonArray("_Server", Operation(state, database)));
            awareId = aware.Id;
            waitId = wait.Id;
            session.Send(aware);
            session.Send(wait);
        };
        session.MessageReceived = message =>
        {
            if (awareId is not null && awareId.Equals(message.Id) && message.Type == JsonRpcType.Error)
            {
                ProgramExit.Fatal($"{session.Name}: set_db_change_aware failed ({message.Error})");
            }
            else if (waitId is not null && waitId.Equals(message.Id))
            {
                CheckResults(message);
                ProgramExit.With(0);
            }
        };
        session.Start();
        context.Loop.Run();
    }

    /// <summary>Ends the program when an operation failed.</summary>
    public static void CheckResults(JsonRpcMessage reply) => CheckResults(reply.Result ?? reply.Error!);

    public static void CheckResults(JsonValue result)
    {
        if (result is not JsonArray results)
        {
            ProgramExit.Fatal("result is not array");
            return;
        }

        foreach (var item in results.Items)
        {
            if (item is not JsonObject members)
            {
                ProgramExit.Fatal("result array element is not object");
            }
            else if (members["error"] is not null)
            {
                ProgramExit.Fatal($"server returned error reply: {JsonWriter.ToText(item, JsonStyle.Sorted)}");
            }
        }
    }

    private static JsonObject Operation(string state, string database)
    {
        var isConnection = state == "connected";
        var rows = state switch
        {
            "connected" => new JsonArray(new JsonObject(("connected", true))),
            "added" => new JsonArray(new JsonObject()),
            _ => new JsonArray(),
        };
        return new JsonObject(
            ("op", "wait"),
            ("table", "Database"),
            ("where", new JsonArray(new JsonArray("name", "==", database))),
            ("columns", isConnection ? new JsonArray("connected") : new JsonArray()),
            ("until", "=="),
            ("rows", rows));
    }
}
