using System;
using System.Diagnostics;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Control;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Process;
using Ovs.Runtime.Streams;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>The program `ovsdb-server` (ovsdb-server(1)).</summary>
public static class OvsdbServerProgram
{
    private const long RelayGraceMs = 250;

    private static readonly LogModule s_log = LogModule.Define("ovsdb_server");

    public static int Run(string name, string[] arguments)
    {
        var options = new ServerOptions();
        SavedConfiguration.Prepare();
        using var process = DaemonProgram.Start(name, arguments, options.Rows(), ServerOptions.Help);
        var configuration = options.ToConfiguration(process.Operands);
        var saved = SavedConfiguration.Take();
        using var daemon = new ServerDaemon(process.Loop, new TlsFiles(options.Tls))
        {
            ConfigurationPath = options.ConfigurationPath,
            Save = saved.Write,
        };
        if (options.Tls.PeerCaCertificate is { } peerAuthority)
        {
            TlsSettings.AddPeerAuthority(peerAuthority);
        }

        var isGood = options.ConfigurationPath is null
            ? daemon.Configure(saved.Read() ?? configuration)
            : daemon.Reload();
        if (!isGood)
        {
            ProgramExit.Fatal("server configuration failed");
        }

        using var child = options.RunCommand is { } command ? StartChild(command, process) : null;

        // Who starts a chain of relays finds each ready for the next, when its source is.
        process.Loop.RunUntil(() => daemon.Databases.AreRelaysSettled, process.Loop.Clock.NowMs + RelayGraceMs);
        process.Complete();
        if (child is null)
        {
            // With --run this is more like a tool, which does not introduce itself.
            s_log.Info(ProgramVersion.Line);
        }

        RegisterCommands(process, daemon);
        daemon.Start();
        var status = process.Run();
        return child is { HasExited: true } ? ChildStatus(child, options.RunCommand!) : status;
    }

    private static void RegisterCommands(DaemonProgram process, ServerDaemon daemon)
    {
        process.Commands.Register("exit", "", 0, 0, request =>
        {
            request.Reply("");
            process.Loop.Stop();
        });
        foreach (var row in (ServerCommands.Row[])[.. ServerCommands.Rows, .. ReplicationCommands.Rows])
        {
            process.Commands.Register(row.Name, row.Usage, row.MinArguments, row.MaxArguments, request =>
            {
                var reply = row.Run(daemon, request.Arguments);
                if (reply.IsFailure)
                {
                    request.ReplyError(reply.Text ?? "");
                }
                else
                {
                    request.Reply(reply.Text ?? "");
                }
            });
        }

        if (!Transactions.TransactionRecord.WritesDiffs)
        {
            process.Commands.Register("ovsdb/file/column-diff-enable", "", 0, 0, request =>
            {
                Transactions.TransactionRecord.WritesDiffs = true;
                request.Reply("");
            });
        }

        process.Memory.Add(usage => MemoryUse.Count(daemon.Server, usage));
    }

    private static System.Diagnostics.Process StartChild(string command, DaemonProgram process)
    {
        var child = new System.Diagnostics.Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", command]),
            EnableRaisingEvents = true,
        };
        child.Exited += (_, _) => process.Loop.Stop();
        child.Start();
        return child;
    }

    private static int ChildStatus(System.Diagnostics.Process child, string command)
    {
        if (child.ExitCode != 0)
        {
            ProgramExit.Complain($"{command}: child exited, exit status {child.ExitCode}");
        }

        return child.ExitCode == 0 ? 0 : 1;
    }
}
