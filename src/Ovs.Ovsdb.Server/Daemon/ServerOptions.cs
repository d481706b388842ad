using System.Collections.Generic;
using Ovs.Ovsdb.Server.Replication;
using Ovs.Ovsdb.Server.Sessions;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Process;
using Ovs.Runtime.Replay;

namespace Ovs.Ovsdb.Server.Daemon;

/// <summary>The command line of `ovsdb-server`, but for what all daemons have.</summary>
internal sealed class ServerOptions
{
    private static readonly LogModule s_log = LogModule.Define("ovsdb_server");

    private readonly List<string> _remotes = [];
    private string? _syncFrom;
    private string? _syncExcludedTables;
    private bool _isActive;
    private bool _hasDefaultDatabase = true;

    public TlsOptions Tls { get; } = new();

    /// <summary>A shell command to serve while it runs; null to serve for ever.</summary>
    public string? RunCommand { get; private set; }

    /// <summary>Absolute path of the configuration file; null when the command line says it all.</summary>
    public string? ConfigurationPath { get; private set; }

    public IReadOnlyList<OptionRow> Rows()
    {
        var rows = new List<OptionRow>
        {
            new("remote", OptionArgument.Required, value => _remotes.Add(value!)),
            new("run", OptionArgument.Required, value => RunCommand = value),
            new("sync-from", OptionArgument.Required, value => _syncFrom = value),
            new("sync-exclude-tables", OptionArgument.Required, SetExcludedTables),
            new("active", () => _isActive = true),
            new("no-dbs", () => _hasDefaultDatabase = false),
            new("disable-file-column-diff", () => TransactionRecord.WritesDiffs = false),

            // Only clustered files have such records, and those are not written by this server.
            new("disable-file-no-data-conversion", () => { }),
            new("config-file", OptionArgument.Required, value =>
            {
                ConfigurationPath = OvsDirectories.In(OvsDirectories.DbDir, value!);
                _hasDefaultDatabase = false;
            }),
        };
        rows.AddRange(Tls.Rows(withBootstrap: true, withPeerCa: true));
        rows.AddRange(ReplayOptions.Rows());
        return rows;
    }

    /// <summary>What the command line says is to be served; wrong combinations end the program.</summary>
    public ServerConfiguration ToConfiguration(IReadOnlyList<string> operands)
    {
        if (ConfigurationPath is not null)
        {
            CheckAlone(operands);
        }

        var configuration = new ServerConfiguration
        {
            SyncFrom = _syncFrom,
            SyncExcludedTables = _syncExcludedTables,
            IsBackup = _syncFrom is not null && !_isActive,
        };
        foreach (var remote in _remotes)
        {
            configuration.Remotes.TryAdd(remote, RemoteOptions.DefaultFor(remote));
        }

        var names = new List<string>(operands);
        if (names.Count == 0 && _hasDefaultDatabase)
        {
            names.Add($"{OvsDirectories.DbDir}/conf.db");
        }

        foreach (var operand in names)
        {
            var database = DatabaseConfiguration.OfOperand(operand, configuration, out var name);
            if (!configuration.Databases.TryAdd(name, database))
            {
                s_log.Warn($"Duplicate database configuration: {operand}");
                configuration.Databases[name] = database;
            }
        }

        return configuration;
    }

    public static string Help() =>
        $"""
        {ProgramExit.ProgramName}: Open vSwitch database server
        usage: {ProgramExit.ProgramName} [OPTIONS] [DATABASE...]
        where each DATABASE is a database file in ovsdb format.
        The default DATABASE, if none is given, is
        {OvsDirectories.DbDir}/conf.db.

        JSON-RPC options (may be specified any number of times):
          --remote=REMOTE         connect or listen to REMOTE

        Active JSON-RPC connection methods:
          tcp:HOST:PORT           PORT at remote HOST
          ssl:HOST:PORT           SSL/TLS PORT at remote HOST
          unix:FILE               Unix domain socket named FILE
        Passive JSON-RPC connection methods:
          ptcp:PORT[:IP]          listen to TCP PORT on IP
          pssl:PORT[:IP]          listen for SSL/TLS on PORT on IP
          punix:FILE              listen on Unix domain socket FILE
        PKI configuration (required to use SSL/TLS):
          -p, --private-key=FILE  file with private key
          -c, --certificate=FILE  file with certificate for private key
          -C, --ca-cert=FILE      file with peer CA certificate
          --bootstrap-ca-cert=FILE  file with peer CA certificate to read or create
        SSL/TLS options:
          --ssl-protocols=PROTOS    range of SSL/TLS protocols to enable
          --ssl-ciphers=CIPHERS     list of SSL/TLS ciphers to enable
                                    with TLSv1.2
          --ssl-ciphersuites=SUITES list of SSL/TLS ciphersuites to
                                    enable with TLSv1.3 and later
          --ssl-server-name=NAME    server name for TLS Server Name
                                    Indication (SNI)

        Configuration file:
          --config-file PATH      Use configuration file as a source of
                                  database and JSON-RPC configuration.
                                  Mutually exclusive with the DATABASE,
                                  JSON-RPC and Syncing options.
                                  Assumes --no-dbs.

        """ + DaemonOptions.Help() + LoggingOptions.Help() +
        """

        Syncing options:
          --sync-from=SERVER      sync DATABASE from active SERVER and start in
                                  backup mode (except with --active)
          --sync-exclude-tables=DB:TABLE,...
                                  exclude the TABLE in DB from syncing
          --active                with --sync-from, start in active mode

        """ + ReplayOptions.Help() +
        """

        Other options:
          --run COMMAND           run COMMAND as subprocess then exit
          --unixctl=SOCKET        override default control socket name
          --no-dbs                do not add default database
          --disable-file-column-diff
                                  don't use column diff in database file
          -h, --help              display this help message
          -V, --version           display version information

        """;

    private void SetExcludedTables(string? tables)
    {
        if (ExcludedTables.Check(tables!) is { } error)
        {
            ProgramExit.Fatal(error);
        }

        _syncExcludedTables = tables;
    }

    private void CheckAlone(IReadOnlyList<string> operands)
    {
        if (_syncFrom is not null || _syncExcludedTables is not null || _isActive)
        {
            ProgramExit.Fatal("--config-file is mutually exclusive with --sync-from, --sync-exclude and --active");
        }

        if (_remotes.Count > 0)
        {
            ProgramExit.Fatal("--config-file is mutually exclusive with --remote");
        }

        if (operands.Count > 0)
        {
            ProgramExit.Fatal("Databases should be specified in a config file");
        }
    }
}
