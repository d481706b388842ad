using System;
using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Tools.Tables;

namespace Ovs.Tools.OvsdbTool;

/// <summary>The options of `ovsdb-tool` and its `--help`.</summary>
internal sealed class ToolOptions
{
    /// <summary>How often -m was given: how much `show-log` tells.</summary>
    public int Verbosity { get; private set; }

    /// <summary>The record or time whose state `show-log` prints; null prints the log.</summary>
    public string? At { get; private set; }

    /// <summary>How `show-log --at` prints tables.</summary>
    public TableStyle Style { get; } = new() { Format = TableFormat.Table };

    public IReadOnlyList<OptionRow> Rows()
    {
        var rows = new List<OptionRow>
        {
            new("more", 'm', () => Verbosity++),
            new("at", OptionArgument.Required, value => At = value),
        };

        // Of the logging options, this program has the levels only.
        foreach (var row in LoggingOptions.Rows())
        {
            if (row.Long == "verbose")
            {
                rows.Add(row);
            }
        }

        rows.AddRange(Style.Rows());
        rows.Add(new("help", 'h', PrintHelp));
        rows.Add(new("option", 'o', () => Leave(OptionListing.Text(rows))));
        rows.Add(new("version", 'V', () => Leave(ProgramVersion.Line + "\n")));
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
        {ProgramExit.ProgramName}: Open vSwitch database management utility
        usage: {ProgramExit.ProgramName} [OPTIONS] COMMAND [ARG...]
          create [DB [SCHEMA]]    create DB with the given SCHEMA
          compact [DB [DST]]      compact DB in-place (or to DST)
          convert [DB [SCHEMA [DST]]]   convert DB to SCHEMA (to DST)
          needs-conversion [DB [SCHEMA]]  test whether DB is not of SCHEMA
          db-name [DB]            report name of schema used by DB
          db-version [DB]         report version of schema used by DB
          db-cksum [DB]           report checksum of schema used by DB
          db-cid DB               report cluster ID of clustered DB
          db-sid DB               report server ID of clustered DB
          db-local-address DB     report local address of clustered DB
          db-is-clustered DB      test whether DB is clustered
          db-is-standalone DB     test whether DB is standalone
          schema-name [SCHEMA]    report SCHEMA's name
          schema-version [SCHEMA] report SCHEMA's schema version
          schema-cksum [SCHEMA]   report SCHEMA's checksum
          compare-versions A OP B  compare OVSDB schema version numbers
          query [DB] TRNS         execute read-only transaction on DB
          transact [DB] TRNS      execute read/write transaction on DB
          [-m]... show-log [DB]   print DB's log entries
          --at=N show-log [DB]    print DB's tables as of log record N
          --at=TIME show-log [DB]  print DB's tables as of TIME
        The default DB is {ToolFiles.DefaultDatabase}.
        The default SCHEMA is {ToolFiles.DefaultSchema}.

        """
        + LoggingOptions.Help()
        + Style.Help()
        + """

        Other options:
          -m, --more                  increase show-log verbosity
          --at=N|TIME                 show-log prints tables as of record N or
                                      as of TIME, "YYYY-MM-DD[ HH:MM[:SS[.SSS]]]"
                                      in UTC, instead of the log
          -h, --help                  display this help message
          -V, --version               display version information

        """;
}
