using System.Collections.Generic;
using Ovs.Ovsdb.Client;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Process;
using Ovs.Runtime.Time;
using Ovs.Tools.Tables;

namespace Ovs.Tools.DbCtl;

/// <summary>
/// The frame of the tools that configure something by a database (`ovs-vsctl`, `vtep-ctl`).
/// </summary>
/// <remarks>
/// <para>A command line is a list of <see cref="CtlCommandRow"/>s with arguments. Each first says what it will read, so
/// that only that is monitored. When the contents have come, all of them run in one transaction; when the database
/// moved meanwhile, or a command waits for something, the transaction is dropped and all run again on the next
/// contents. Output is kept back until the transaction has succeeded.</para>
/// <para>Everything happens on the calling thread. A derived tool adds its commands, its context and what follows a
/// commit.</para>
/// </remarks>
internal abstract class CtlTool
{
    private readonly LogModule _log;
    private readonly CtlCommandRow[] _rows;

    protected CtlTool(CtlDatabase database, LogModule log, CtlCommandRow[] rows)
    {
        Database = database;
        _log = log;
        _rows = [.. DbCommands.Rows, .. rows];
    }

    protected CtlDatabase Database { get; }

    protected CtlOptions Options { get; } = new();

    protected IReadOnlyList<CtlCommandRow> Rows => _rows;

    /// <summary>Connects again after failures; otherwise the first one ends the tool.</summary>
    protected virtual bool Retries => false;

    /// <summary>The tool's own options.</summary>
    protected abstract IReadOnlyList<OptionRow> OptionRows();

    /// <summary>Chooses what commands do not ask for, and how to connect.</summary>
    protected abstract void Prepare(Replica replica);

    /// <summary>A context for preparing, when there is no transaction, or for running.</summary>
    protected abstract CtlContext MakeContext(Replica replica, Transaction? transaction, string commandLine);

    /// <summary>What is left to do when the output is printed; gives the exit status.</summary>
    protected abstract int Complete(EventLoop loop, CtlContext context);

    public int Run(string[] arguments)
    {
        LogSystem.SetLevels(LogDestination.Console, LogLevel.Warn);
        LogSystem.Require("reconnect:warn");
        var rows = new List<OptionRow>(OptionRows());
        rows.AddRange(Options.CommandRows(_rows));
        var words = OptionParser.ParseOrExit(ProgramExit.ProgramName, arguments, rows, stopAtOperand: true);
        if (new CtlCommandParser(_rows).Parse(words, Options.FirstCommand, out var commands) is { } error)
        {
            CtlFailure.Exit(error);
        }

        var commandLine = EscapedArguments.Join([ProgramExit.CalledAs, .. arguments]);
        var mayWrite = commands.Exists(static command => command.Row.Access == CtlAccess.ReadWrite);
        _log.Log(mayWrite ? LogLevel.Info : LogLevel.Dbg, $"Called as {commandLine}");
        using var loop = new EventLoop(new Clock());
        ToolTimeout.Start(loop, Options.TimeoutSeconds);
        Options.Tls.Apply();
        using var replica = new Replica(Database.Model, loop) { IsChangeAware = false };
        Prepare(replica);
        PrepareCommands(replica, commands, commandLine);
        replica.SetRemote(Options.Remote, Retries);
        var status = RunUntilDone(loop, replica, commands, commandLine);
        StandardOutput.Flush();
        return status;
    }

    /// <summary>The sections of `--help` about options that all these tools have, from the tables' on.</summary>
    /// <param name="noSyslogColumn">Where the text on --no-syslog begins.</param>
    protected string CommonHelp(int noSyslogColumn, bool withBootstrap)
    {
        const string options =
            """

            Active database connection methods:
              tcp:HOST:PORT           PORT at remote HOST
              ssl:HOST:PORT           SSL/TLS PORT at remote HOST
              unix:FILE               Unix domain socket named FILE
            Passive database connection methods:
              ptcp:PORT[:IP]          listen to TCP PORT on IP
              pssl:PORT[:IP]          listen for SSL/TLS on PORT on IP
              punix:FILE              listen on Unix domain socket FILE
            PKI configuration (required to use SSL/TLS):
              -p, --private-key=FILE  file with private key
              -c, --certificate=FILE  file with certificate for private key
              -C, --ca-cert=FILE      file with peer CA certificate

            """;
        const string moreOptions =
            """
            SSL/TLS options:
              --ssl-protocols=PROTOS    range of SSL/TLS protocols to enable
              --ssl-ciphers=CIPHERS     list of SSL/TLS ciphers to enable
                                        with TLSv1.2
              --ssl-ciphersuites=SUITES list of SSL/TLS ciphersuites to
                                        enable with TLSv1.3 and later
              --ssl-server-name=NAME    server name for TLS Server Name
                                        Indication (SNI)

            Other options:
              -h, --help                  display this help message
              -V, --version               display version information

            """;
        var noSyslog = "  --no-syslog".PadRight(noSyslogColumn) + $"equivalent to --verbose={_log.Name}:syslog:warn\n";
        var bootstrap = withBootstrap
            ? "  --bootstrap-ca-cert=FILE  file with peer CA certificate to read or create\n"
            : "";
        return Options.TableStyle.Help() + LoggingOptions.Help() + noSyslog + options + bootstrap + moreOptions;
    }

    /// <summary>Prints a text and ends, as `--help` does.</summary>
    protected static void Leave(string text)
    {
        StandardOutput.Write(text);
        ProgramExit.With(0);
    }

    protected void LeaveWithVersion() => Leave($"{ProgramVersion.Line}\nDB Schema {Database.Schema.Version}\n");

    private void PrepareCommands(Replica replica, List<CtlCommand> commands, string commandLine)
    {
        var context = MakeContext(replica, null, commandLine);
        foreach (var command in commands)
        {
            context.Begin(command, isLast: false);
            if (command.Row.Prepare?.Invoke(context) is { } error)
            {
                CtlFailure.Exit(error);
            }
        }
    }

    private int RunUntilDone(EventLoop loop, Replica replica, List<CtlCommand> commands, string commandLine)
    {
        // It makes no sense to try twice on the same contents: they are why the first time failed.
        var tried = 0L;
        while (true)
        {
            loop.RunUntil(() => replica.Sequence != tried || !replica.IsAlive);
            if (!replica.IsAlive)
            {
                CtlFailure.Exit($"{Options.Remote}: database connection failed ({replica.LastReason?.Text})");
            }

            tried = replica.Sequence;
            if (TryOnce(loop, replica, commands, commandLine) is { } status)
            {
                return status;
            }
        }
    }

    /// <summary>Gives the exit status, or null when it must be tried again.</summary>
    private int? TryOnce(EventLoop loop, Replica replica, List<CtlCommand> commands, string commandLine)
    {
        var transaction = replica.BeginTransaction();
        transaction.IsDryRun = Options.IsDryRun;
        var context = MakeContext(replica, transaction, commandLine);
        foreach (var command in commands)
        {
            command.ForgetOutput();
        }

        if (!RunCommands(context, commands))
        {
            transaction.Abort();
            return null;
        }

        if (RowSymbol.CheckAll(context.Symbols, _log) is { } symbolError)
        {
            CtlFailure.Exit(symbolError);
        }

        switch (transaction.CommitAndWait(loop))
        {
            case TransactionStatus.Unchanged or TransactionStatus.Success:
                break;
            case TransactionStatus.TryAgain:
                return null;
            case TransactionStatus.NotLocked:
                CtlFailure.Exit("database not locked");
                break;
            default:
                CtlFailure.Exit($"transaction error: {transaction.ErrorText}");
                break;
        }

        Print(context, commands, new TablePrinter(Options.TableStyle, loop.Clock));
        return Complete(loop, context);
    }

    /// <summary>Gives false when a command waits for something.</summary>
    private static bool RunCommands(CtlContext context, List<CtlCommand> commands)
    {
        for (var i = 0; i < commands.Count; i++)
        {
            context.Begin(commands[i], isLast: i == commands.Count - 1);
            if (commands[i].Row.Run?.Invoke(context) is { } error)
            {
                CtlFailure.Exit(error);
            }

            if (context.ExitStatus is { } status)
            {
                ProgramExit.With(status);
            }

            if (context.MustTryAgain)
            {
                return false;
            }
        }

        return true;
    }

    private void Print(CtlContext context, List<CtlCommand> commands, TablePrinter printer)
    {
        foreach (var command in commands)
        {
            if (command.Row.Finish is { } finish)
            {
                context.Begin(command, isLast: false);
                finish(context);
            }

            if (command.Table is not null)
            {
                StandardOutput.Write(printer.Format(command.Table));
            }
            else if (Options.IsOneLine)
            {
                StandardOutput.Write(OneLine(command.Output.ToString()));
            }
            else
            {
                StandardOutput.Write(command.Output.ToString());
            }
        }
    }

    /// <summary>Line ends as "\n" and backslashes doubled, but for the last line's end.</summary>
    private static string OneLine(string output)
    {
        var text = output.EndsWith('\n') ? output[..^1] : output;
        return text.Replace("\\", "\\\\").Replace("\n", "\\n") + "\n";
    }
}
