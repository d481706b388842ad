using System.Collections.Generic;
using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Runtime.CommandLine;

namespace Ovs.Tools.OvsdbTool;

/// <summary>Commands that tell whether a database is clustered, and which server of which cluster its file belongs to.</summary>
internal static class ClusterCommands
{
    private const int NoStatus = 2;

    public static void ClusterId(ToolOptions options, IReadOnlyList<string> arguments)
    {
        var header = ReadHeader(arguments[0]);
        if (header.ClusterId == Uuid.Zero)
        {
            StandardError.WriteLine($"{arguments[0]}: cluster ID not yet known");
            ProgramExit.With(NoStatus);
        }

        StandardOutput.WriteLine(header.ClusterId.ToString());
    }

    public static void ServerId(ToolOptions options, IReadOnlyList<string> arguments) =>
        StandardOutput.WriteLine(ReadHeader(arguments[0]).ServerId.ToString());

    public static void LocalAddress(ToolOptions options, IReadOnlyList<string> arguments) =>
        StandardOutput.WriteLine(ReadHeader(arguments[0]).LocalAddress);

    public static void IsClustered(ToolOptions options, IReadOnlyList<string> arguments) =>
        Tell(arguments[0], LogRecord.ClusterMagic);

    public static void IsStandalone(ToolOptions options, IReadOnlyList<string> arguments) =>
        Tell(arguments[0], LogRecord.StandaloneMagic);

    /// <summary>Tells by the exit status whether the file is of the kind.</summary>
    private static void Tell(string path, string magic)
    {
        using var log = ToolFiles.OpenLog(path);
        if (log.Magic != magic)
        {
            ProgramExit.With(NoStatus);
        }
    }

    private static ClusterHeader ReadHeader(string path)
    {
        using var log = ToolFiles.OpenLog(path);
        if (log.Magic != LogRecord.ClusterMagic)
        {
            ProgramExit.Fatal($"{path}: not a clustered database");
        }

        return ClusterHeader.Parse(ToolFiles.ReadFirstRecord(log));
    }
}
