using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Process;
using Ovs.Runtime.Replay;
using Ovs.Runtime.Streams;
using Ovs.Tools.Tables;

namespace Ovs.Tools.OvsdbClient;

/// <summary>The options of `ovsdb-client` and its `--help`.</summary>
internal sealed class ClientOptions
{
    public DaemonOptions Daemon { get; } = new();

    public TlsOptions Tls { get; } = new();

    public TableStyle Style { get; } = new() { Format = TableFormat.Table };

    /// <summary>`monitor` prints the time of each update.</summary>
    public bool HasTimestamp { get; private set; }

    /// <summary>`restore` does not mind another schema.</summary>
    public bool IsForced { get; private set; }

    /// <summary>Of a cluster, only the leader will do.</summary>
    public bool IsLeaderOnly { get; private set; } = true;

    /// <summary>Asks the server to treat us as aware of databases that go: when it can (null), always or never.</summary>
    public bool? IsChangeAware { get; private set; }

    /// <summary>0 is no limit.</summary>
    public uint TimeoutSeconds { get; private set; }

    public IReadOnlyList<OptionRow> Rows()
    {
        var rows = new List<OptionRow>
        {
            new("help", 'h', PrintHelp),
            new("version", 'V', () => Leave(ProgramVersion.Line + "\n")),
            new("timestamp", () => HasTimestamp = true),
            new("force", () => IsForced = true),
            new("timeout", 't', OptionArgument.Required, value => TimeoutSeconds = ToolTimeout.Parse(value!, "-t")),
            new("db-change-aware", () => IsChangeAware = true) { IsHidden = true },
            new("no-db-change-aware", () => IsChangeAware = false) { IsHidden = true },
            new("leader-only", () => IsLeaderOnly = true),
            new("no-leader-only", () => IsLeaderOnly = false),
        };
        rows.AddRange(LoggingOptions.Rows());
        rows.AddRange(Daemon.Rows());
        rows.AddRange(Tls.Rows(withBootstrap: true, withPeerCa: false));
        rows.AddRange(Style.Rows());
        rows.AddRange(ReplayOptions.Rows());
        return rows;
    }

    public void PrintHelp() => Leave(Help());

    private static void Leave(string text)
    {
        StandardOutput.Write(text);
        ProgramExit.With(0);
    }

    private string Help() =>
        $"""
        {ProgramExit.ProgramName}: Open vSwitch database JSON-RPC client
        usage: {ProgramExit.ProgramName} [OPTIONS] COMMAND [ARG...]

        Valid commands are:

          list-dbs [SERVER]
            list databases available on SERVER

          get-schema [SERVER] [DATABASE]
            retrieve schema for DATABASE from SERVER

          get-schema-version [SERVER] [DATABASE]
            retrieve schema for DATABASE from SERVER and report only its
            version number on stdout

          get-schema-cksum [SERVER] [DATABASE]
            retrieve schema for DATABASE from SERVER and report only its
            checksum on stdout

          list-tables [SERVER] [DATABASE]
            list tables for DATABASE on SERVER

          list-columns [SERVER] [DATABASE] [TABLE]
            list columns in TABLE (or all tables) in DATABASE on SERVER

          transact [SERVER] TRANSACTION
            run TRANSACTION (params for "transact" request) on SERVER
            and print the results as JSON on stdout

          query [SERVER] TRANSACTION
            run TRANSACTION (params for "transact" request) on SERVER,
            as read-only, and print the results as JSON on stdout

          monitor [SERVER] [DATABASE] TABLE [COLUMN,...]...
            monitor contents of COLUMNs in TABLE in DATABASE on SERVER.
            COLUMNs may include !initial, !insert, !delete, !modify
            to avoid seeing the specified kinds of changes.

          monitor-cond [SERVER] [DATABASE] CONDITION TABLE [COLUMN,...]...
            monitor contents that match CONDITION of COLUMNs in TABLE in
            DATABASE on SERVER.
            COLUMNs may include !initial, !insert, !delete, !modify
            to avoid seeing the specified kinds of changes.

          monitor-cond-since [SERVER] [DATABASE] [LASTID] CONDITION TABLE [COLUMN,...]...
            monitor contents that match CONDITION of COLUMNs in TABLE in
            DATABASE on SERVER, since change after LASTID.
            LASTID specifies transaction ID after which the monitoring
            starts, which works only for cluster mode. If ignored, it
            defaults to an all-zero uuid.
            Other arguments are the same as in monitor-cond.

          convert [SERVER] SCHEMA
            convert database on SERVER named in SCHEMA to SCHEMA.

          needs-conversion [SERVER] SCHEMA
            tests whether SCHEMA's db on SERVER needs conversion.

          monitor [SERVER] [DATABASE] ALL
            monitor all changes to all columns in all tables

          wait [SERVER] DATABASE STATE
            wait until DATABASE reaches STATE ("added" or "connected" or "removed")
            in DATBASE on SERVER.

          dump [SERVER] [DATABASE] [TABLE [COLUMN]...]
            dump contents of COLUMNs, TABLE (or all tables) in DATABASE
            on SERVER to stdout

          backup [SERVER] [DATABASE] > SNAPSHOT
            dump database contents in the form of a database file

          [--force] restore [SERVER] [DATABASE] < SNAPSHOT
            restore database contents from a database file

          lock [SERVER] LOCK
            create or wait for LOCK in SERVER

          steal [SERVER] LOCK
            steal LOCK from SERVER

          unlock [SERVER] LOCK
            unlock LOCK from SERVER

        The default SERVER is unix:{OvsDirectories.RunDir}/db.sock.
        The default DATABASE is Open_vSwitch.

        """
        + StreamHelp.Text("SERVER", isActive: true, isPassive: true, hasBootstrap: true)
        + Style.Help()
        + "  --timestamp                 timestamp \"monitor\" output"
        + DaemonOptions.Help()
        + LoggingOptions.Help()
        + ReplayOptions.Help()
        + """

        Other options:
          -t, --timeout=SECS          limits ovsdb-client runtime to
                                      approximately SECS seconds.
          -h, --help                  display this help message
          -V, --version               display version information

        """;
}
