using System.Collections.Generic;
using Ovs.Native.Libc;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.CommandLine;
using Ovs.Tools.Databases;

namespace Ovs.Tools.OvsdbTool;

/// <summary>Commands that make database files or write them anew.</summary>
internal static class FileCommands
{
    public static void Create(ToolOptions options, IReadOnlyList<string> arguments)
    {
        var path = ToolFiles.Choose(arguments, 0, ToolFiles.DefaultDatabase);
        var schema = ToolFiles.ReadSchema(ToolFiles.Choose(arguments, 1, ToolFiles.DefaultSchema));
        string[] magics = [LogRecord.StandaloneMagic];
        FatalErrors.Check(LogFile.Open(path, magics, LogOpenMode.CreateNew, null, out var log));
        using (log)
        {
            var error = log!.Append(schema.ToJson()) ?? log.Commit();
            if (error is not null)
            {
                // Half a database would be in the way of the next try.
                _ = DiskFile.Unlink(path);
                FatalErrors.Check(error);
            }
        }
    }

    public static void Compact(ToolOptions options, IReadOnlyList<string> arguments)
    {
        var source = ToolFiles.Choose(arguments, 0, ToolFiles.DefaultDatabase);
        using var rewrite = new FileRewrite(source, arguments.Count > 1 ? arguments[1] : null);
        using var database = ToolFiles.ReadDatabase(rewrite.Source, isWritable: false);
        rewrite.Write(database, $"compacted by ovsdb-tool {ProgramVersion.Number}");
    }

    public static void Convert(ToolOptions options, IReadOnlyList<string> arguments)
    {
        var source = ToolFiles.Choose(arguments, 0, ToolFiles.DefaultDatabase);
        var schema = ToolFiles.ReadSchema(ToolFiles.Choose(arguments, 1, ToolFiles.DefaultSchema));
        using var rewrite = new FileRewrite(source, arguments.Count > 2 ? arguments[2] : null);
        using var database = ToolFiles.ReadDatabase(rewrite.Source, isWritable: false);
        FatalErrors.Check(DatabaseConversion.Convert(database, schema, out var converted));
        using (converted)
        {
            rewrite.Write(converted!, $"converted by ovsdb-tool {ProgramVersion.Number}");
        }
    }

    public static void NeedsConversion(ToolOptions options, IReadOnlyList<string> arguments)
    {
        var inFile = ToolFiles.ReadStandaloneSchema(ToolFiles.Choose(arguments, 0, ToolFiles.DefaultDatabase));
        var wanted = ToolFiles.ReadSchema(ToolFiles.Choose(arguments, 1, ToolFiles.DefaultSchema));
        StandardOutput.WriteLine(inFile.IsEquivalentTo(wanted) ? "no" : "yes");
    }
}
