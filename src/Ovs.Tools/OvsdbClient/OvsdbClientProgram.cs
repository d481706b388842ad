using System;
using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Process;
using Ovs.Runtime.Time;

namespace Ovs.Tools.OvsdbClient;

/// <summary>What a command needs before it can run.</summary>
internal enum Need
{
    /// <summary>Nothing, or it finds its server by itself.</summary>
    Nothing,
    Server,
    Database,
}

/// <summary>A command of ovsdb-client.</summary>
/// <param name="MinArguments">Without the server and the database, which may be left out.</param>
/// <param name="MayDetach">The command goes to the background when asked to.</param>
internal sealed record ClientCommand(
    string Name,
    Need Need,
    int MinArguments,
    int MaxArguments,
    Action<ClientContext, IReadOnlyList<string>> Run,
    bool MayDetach = false);

/// <summary>
/// `ovsdb-client`: asks a database server, changes, watches, saves and restores its databases (ovsdb-client(1)).
/// </summary>
/// <remarks>
/// One table of commands; each command's class speaks to the server through <see cref="ServerConnection"/>, which waits
/// for replies on the event loop. Errors end the program where they happen, with the original's message.
/// </remarks>
public static class OvsdbClientProgram
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_client");

    private static readonly ClientCommand[] s_commands =
    [
        new("list-dbs", Need.Server, 0, 0, SchemaCommands.ListDatabases),
        new("get-schema", Need.Database, 0, 0, SchemaCommands.GetSchema),
        new("get-schema-version", Need.Database, 0, 0, SchemaCommands.GetVersion),
        new("get-schema-cksum", Need.Database, 0, 0, SchemaCommands.GetChecksum),
        new("list-tables", Need.Database, 0, 0, SchemaCommands.ListTables),
        new("list-columns", Need.Database, 0, 1, SchemaCommands.ListColumns),
        new("transact", Need.Nothing, 1, 2, TransactCommands.Transact, MayDetach: true),
        new("query", Need.Nothing, 1, 2, TransactCommands.Query, MayDetach: true),
        new("monitor", Need.Database, 1, int.MaxValue, MonitorCommand.Monitor, MayDetach: true),
        new("monitor-cond", Need.Database, 2, 3, MonitorCommand.MonitorCond, MayDetach: true),
        new("monitor-cond-since", Need.Database, 2, 4, MonitorCommand.MonitorCondSince, MayDetach: true),
        new("wait", Need.Nothing, 2, 3, WaitCommand.Run),
        new("convert", Need.Nothing, 1, 2, ConvertCommands.Convert),
        new("needs-conversion", Need.Nothing, 1, 2, ConvertCommands.NeedsConversion),
        new("dump", Need.Database, 0, int.MaxValue, DumpCommand.Run),
        new("backup", Need.Database, 0, 0, BackupCommands.Backup),
        new("restore", Need.Database, 0, 0, BackupCommands.Restore),
        new("lock", Need.Server, 1, 1, LockCommand.Lock, MayDetach: true),
        new("steal", Need.Server, 1, 1, LockCommand.Steal, MayDetach: true),
        new("unlock", Need.Server, 1, 1, LockCommand.Unlock, MayDetach: true),
        new("help", Need.Nothing, 0, int.MaxValue, static (context, _) => context.Options.PrintHelp()),
    ];

    public static int Run(string programName, string[] arguments)
    {
        ProgramExit.ProgramName = programName;
        var options = new ClientOptions();
        var rows = options.Rows();
        if (Find(FirstOperand(arguments, rows)) is { MayDetach: true })
        {
            Daemonizer.Launch(arguments, rows);
        }

        var operands = OptionParser.ParseOrExit(programName, arguments, rows, stopAtOperand: false);
        if (options.Daemon.User is { } user)
        {
            UserSwitch.Become(user);
        }

        if (options.Tls.IsConfigured)
        {
            options.Tls.Apply();
        }

        using var loop = new EventLoop(new Clock());
        LogSystem.Clock = loop.Clock;
        ToolTimeout.Start(loop, options.TimeoutSeconds);
        if (operands.Count == 0)
        {
            ProgramExit.Fatal("missing command name; use --help for help");
        }

        if (Find(operands[0]) is not { } command)
        {
            s_log.Fatal($"unknown command '{operands[0]}'; use --help for help");
            return 1;
        }

        Run(command, new ClientContext(loop, options), operands.GetRange(1, operands.Count - 1));
        StandardOutput.Flush();
        return 0;
    }

    private static void Run(ClientCommand command, ClientContext context, List<string> arguments)
    {
        if (command.Need != Need.Nothing)
        {
            var isDatabaseNeeded = command.Need == Need.Database;
            var taken = ServerChoice.Open(context, command.MinArguments, isDatabaseNeeded, arguments);
            arguments.RemoveRange(0, taken);
        }

        if (arguments.Count < command.MinArguments || arguments.Count > command.MaxArguments)
        {
            s_log.Fatal($"invalid syntax for '{command.Name}' (use --help for help)");
        }

        command.Run(context, arguments);
        context.Dispose();
    }

    private static ClientCommand? Find(string? name) => Array.Find(s_commands, command => command.Name == name);

    /// <summary>The command, found before options are carried out; null when they are wrong.</summary>
    private static string? FirstOperand(string[] arguments, IReadOnlyList<OptionRow> rows)
    {
        var silent = new List<OptionRow>();
        foreach (var row in rows)
        {
            silent.Add(row with { Apply = _ => { } });
        }

        return OptionParser.TryParse(arguments, silent, stopAtOperand: false, out var operands, out _)
            && operands.Count > 0
            ? operands[0]
            : null;
    }
}
