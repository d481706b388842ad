using System;
using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;

namespace Ovs.Tools.OvsdbTool;

/// <summary>The options of `ovsdb-tool` and its `--help`.</summary>
internal sealed class ToolOptions
{
    /// <summary>How often -m was given: how much `show-log` tells.</summary>
    public int Verbosity { get; private set; }

    public IReadOnlyList<OptionRow> Rows()
    {
        var rows = new List<OptionRow>
        {
            new("more", 'm', () => Verbosity++),
        };

        // Of the logging options, this program has the levels only.
        foreach (var row in LoggingOptions.Rows())
        {
            if (row.Long == "verbose")
            {
                rows.Add(row);
            }
        }

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

    private static string Help() =>
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
        The default DB is {ToolFiles.DefaultDatabase}.
        The default SCHEMA is {ToolFiles.DefaultSchema}.

        """
        + LoggingOptions.Help()
        + """

        Other options:
          -m, --more                  increase show-log verbosity
          -h, --help                  display this help message
          -V, --version               display version information

        """;
}
