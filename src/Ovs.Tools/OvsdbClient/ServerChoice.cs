using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Ovsdb.Data;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.JsonRpc;
using Ovs.Runtime.Process;

namespace Ovs.Tools.OvsdbClient;

/// <summary>Chooses the server and the database when the command line names them, and when it does not.</summary>
internal static class ServerChoice
{
    private const string UsualDatabase = "Open_vSwitch";

    public static string DefaultRemote => $"unix:{OvsDirectories.RunDir}/db.sock";

    /// <summary>
    /// Connects; gives how many arguments it took. A first argument like "method:..." is the server when more than
    /// <paramref name="minArguments"/> are there; then the database may follow, unless the context has it.
    /// </summary>
    public static int Open(
        ClientContext context, int minArguments, bool isDatabaseNeeded, IReadOnlyList<string> arguments)
    {
        var taken = 0;
        var cluster = Uuid.Zero;
        List<string> remotes = [DefaultRemote];
        if (arguments.Count > minArguments && IsRemote(arguments[0]))
        {
            remotes = Remotes.Parse(arguments[taken++], out cluster);
        }

        if (remotes.Count == 1)
        {
            context.Server = ServerConnection.Open(context.Loop, remotes[0], context.Options.Style.Json);
            if (isDatabaseNeeded && context.Database.Length == 0)
            {
                var candidate = arguments.Count - taken > minArguments ? arguments[taken] : null;
                taken += ChooseDatabase(context, candidate) ? 1 : 0;
            }

            return taken;
        }

        if (isDatabaseNeeded && context.Database.Length == 0)
        {
            // A default would depend on which server happens to answer.
            if (arguments.Count - taken <= minArguments)
            {
                ProgramExit.Fatal("database name is required with multiple remotes");
            }

            context.Database = arguments[taken++];
        }

        OpenOneOf(context, remotes, cluster);
        return taken;
    }

    private static bool IsRemote(string argument) =>
        argument.Length > 0 && char.IsAsciiLetter(argument[0]) && argument.Contains(':');

    /// <summary>The named database, the usual one, or the only one; true when it was named.</summary>
    private static bool ChooseDatabase(ClientContext context, string? candidate)
    {
        var names = context.FetchDatabases();
        if (candidate is not null && names.Contains(candidate))
        {
            context.Database = candidate;
            return true;
        }

        if (names.Contains(UsualDatabase))
        {
            context.Database = UsualDatabase;
            return false;
        }

        var own = names.FindAll(name => !name.StartsWith('_'));
        if (own.Count != 1)
        {
            ProgramExit.Fatal("could not find a default database, please specify a database name");
        }

        context.Database = own[0];
        return false;
    }

    /// <summary>Tries the remotes in turn until one has the database in a state that will do.</summary>
    private static void OpenOneOf(ClientContext context, List<string> remotes, Uuid cluster)
    {
        var isChosen = false;
        JsonRpcMessage? request = null;
        using var session = new JsonRpcSession(context.Loop, remotes, Replica.DefaultPort, retry: false);
        session.Connected = () =>
        {
            if (context.Database.Length == 0)
            {
                isChosen = true;
                return;
            }

            request = DatabaseInfo.Request(context.Database);
            session.Send(request);
        };
        session.MessageReceived = message =>
        {
            if (request?.Id is { } id && id.Equals(message.Id))
            {
                isChosen = message.Type == JsonRpcType.Reply && DatabaseInfo.IsAcceptable(
                    DatabaseInfo.Find(message.Result!, session.Name, context.Database, cluster),
                    context.Options.IsLeaderOnly);
                if (!isChosen)
                {
                    session.ForceReconnect();
                }
            }
        };
        session.Start();
        context.Loop.RunUntil(() => isChosen || !session.IsAlive);
        if (!isChosen)
        {
            ProgramExit.Fatal("no servers were available");
        }

        context.Server = ServerConnection.Open(context.Loop, session.Name, context.Options.Style.Json);
    }
}
