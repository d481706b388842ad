using System.Collections.Generic;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Time;

namespace Ovs.Tools.OvsdbTool;

/// <summary>
/// `ovsdb-tool`: makes, converts, compacts, asks and explains database files without a server (ovsdb-tool(1)).
/// </summary>
/// <remarks>
/// Everything happens on files, synchronously. What changes a file holds its lock, as ovsdb-server does, and puts a whole
/// new file in the place of the old one or appends one record, so a crash leaves the old contents or the new ones. What
/// only reads takes no lock and may look at a file that is being served.
/// </remarks>
public static class OvsdbToolProgram
{
    private static readonly CommandRow<ToolOptions>[] s_commands =
    [
        new("create", "[db [schema]]", 0, 2, FileCommands.Create),
        new("compact", "[db [dst]]", 0, 2, FileCommands.Compact),
        new("convert", "[db [schema [dst]]]", 0, 3, FileCommands.Convert),
        new("needs-conversion", "", 0, 2, FileCommands.NeedsConversion),
        new("db-name", "[db]", 0, 1, SchemaCommands.DatabaseName),
        new("db-version", "[db]", 0, 1, SchemaCommands.DatabaseVersion),
        new("db-cksum", "[db]", 0, 1, SchemaCommands.DatabaseChecksum),
        new("db-cid", "db", 1, 1, ClusterCommands.ClusterId),
        new("db-sid", "db", 1, 1, ClusterCommands.ServerId),
        new("db-local-address", "db", 1, 1, ClusterCommands.LocalAddress),
        new("db-is-clustered", "db", 1, 1, ClusterCommands.IsClustered),
        new("db-is-standalone", "db", 1, 1, ClusterCommands.IsStandalone),
        new("schema-name", "[schema]", 0, 1, SchemaCommands.SchemaName),
        new("schema-version", "[schema]", 0, 1, SchemaCommands.SchemaVersion),
        new("schema-cksum", "[schema]", 0, 1, SchemaCommands.SchemaChecksum),
        new("query", "[db] trns", 1, 2, TransactCommands.Query),
        new("transact", "[db] trns", 1, 2, TransactCommands.Transact),
        new("show-log", "[db]", 0, 1, ShowLogCommand.Run),
        new("compare-versions", "a op b", 3, 3, SchemaCommands.CompareVersions),
        new("help", "", 0, int.MaxValue, static (options, _) => options.PrintHelp()),
        new("list-commands", "", 0, int.MaxValue, static (_, _) => ListCommands()),
    ];

    public static int Run(string programName, string[] arguments)
    {
        ProgramExit.ProgramName = programName;
        LogSystem.Clock = new Clock();
        var options = new ToolOptions();
        var operands = OptionParser.ParseOrExit(programName, arguments, options.Rows(), stopAtOperand: false);
        CommandTable.Run(options, s_commands, operands);
        StandardOutput.Flush();
        return 0;
    }

    private static void ListCommands() => StandardOutput.Write(CommandTable.Listing(s_commands));
}
