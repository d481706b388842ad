using System.Collections.Generic;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Tools.Databases;

namespace Ovs.Tools.OvsdbTool;

/// <summary>Commands that carry out the parameters of a "transact" request (RFC 7047 4.1.3) on a file.</summary>
internal static class TransactCommands
{
    /// <summary>Changes are made in memory; the file, opened for reading, takes none of them, and the results end with the
    /// error that says so.</summary>
    public static void Query(ToolOptions options, IReadOnlyList<string> arguments) =>
        Run(arguments, isWritable: false);

    public static void Transact(ToolOptions options, IReadOnlyList<string> arguments) =>
        Run(arguments, isWritable: true);

    private static void Run(IReadOnlyList<string> arguments, bool isWritable)
    {
        var path = arguments.Count > 1 ? arguments[0] : ToolFiles.DefaultDatabase;
        using var database = ToolFiles.ReadDatabase(path, isWritable);
        var request = FatalErrors.ParseJson(arguments[^1]);
        var results = TransactionEngine.ExecuteAndCommit(database, request, default);
        StandardOutput.WriteLine(JsonWriter.ToText(results, JsonStyle.Sorted));
    }
}
