using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.JsonRpc;
using Ovs.Tools.Databases;

namespace Ovs.Tools.OvsdbClient;

/// <summary>Commands that carry out the parameters of a "transact" request (RFC 7047 4.1.3).</summary>
internal static class TransactCommands
{
    public static void Transact(ClientContext context, IReadOnlyList<string> arguments) =>
        context.PrintJson(Run(context, arguments, FatalErrors.ParseJson(arguments[^1])));

    /// <summary>A transaction that changes nothing: an "abort" goes with it, and its own result is left out.</summary>
    public static void Query(ClientContext context, IReadOnlyList<string> arguments)
    {
        if (FatalErrors.ParseJson(arguments[^1]) is not JsonArray transaction)
        {
            ProgramExit.Fatal("not a valid OVSDB query");
            return;
        }

        transaction.Add(new JsonObject(("op", "abort")));
        var abortIndex = transaction.Count - 2;
        var result = Run(context, arguments, transaction);
        if (result is JsonArray results
            && results.Count == abortIndex + 1
            && results[abortIndex] is JsonObject last
            && last["error"] is JsonString { Value: "aborted" })
        {
            var shown = new JsonArray();
            for (var i = 0; i < abortIndex; i++)
            {
                shown.Add(results[i]);
            }

            result = shown;
        }

        context.PrintJson(result);
    }

    /// <summary>Asks to be told of databases that go, as the options want it.</summary>
    public static void SendChangeAware(ClientContext context)
    {
        if (context.Options.IsChangeAware == false)
        {
            return;
        }

        var request = JsonRpcMessage.Request("set_db_change_aware", new JsonArray(true));
        var reply = context.Server.Request(request, out var reason);
        if (reply is null)
        {
            ProgramExit.Fatal($"{context.Server.Name}: error setting db_change_aware ({reason.Text})");
        }

        if (reply.Type == JsonRpcType.Error && context.Options.IsChangeAware == true)
        {
            ProgramExit.Fatal($"{context.Server.Name}: set_db_change_aware failed ({reply.Error})");
        }
    }

    private static JsonValue Run(ClientContext context, IReadOnlyList<string> arguments, JsonValue json)
    {
        if (json is not JsonArray { Count: > 0 } transaction || transaction[0] is not JsonString database)
        {
            ProgramExit.Fatal("not a valid OVSDB query");
            return JsonValue.Null;
        }

        context.Database = database.Value;
        ServerChoice.Open(context, 1, isDatabaseNeeded: true, arguments);
        if (context.Options.IsChangeAware == true)
        {
            SendChangeAware(context);
        }

        using var background = Background.Begin(context, keepsErrors: true);
        background.Complete();
        return context.Server.Transact("transact", transaction);
    }
}
