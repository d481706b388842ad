using System;
using System.Collections.Generic;
using System.Globalization;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Runtime.CommandLine;
using Ovs.Tools.Databases;

namespace Ovs.Tools.OvsdbTool;

/// <summary>Commands that tell name, version and checksum of schemas, in files of their own or in databases.</summary>
internal static class SchemaCommands
{
    private const int FalseStatus = 2;

    public static void DatabaseName(ToolOptions options, IReadOnlyList<string> arguments)
    {
        using var log = ToolFiles.OpenLog(ToolFiles.Choose(arguments, 0, ToolFiles.DefaultDatabase));
        var first = ToolFiles.ReadFirstRecord(log);
        if (log.Magic == LogRecord.ClusterMagic)
        {
            StandardOutput.WriteLine(ClusterHeader.Parse(first).Name);
            return;
        }

        FatalErrors.Check(DatabaseSchema.Parse(first, out var schema));
        StandardOutput.WriteLine(schema!.Name);
    }

    public static void DatabaseVersion(ToolOptions options, IReadOnlyList<string> arguments) =>
        StandardOutput.WriteLine(OfDatabase(arguments).Version);

    public static void DatabaseChecksum(ToolOptions options, IReadOnlyList<string> arguments) =>
        StandardOutput.WriteLine(OfDatabase(arguments).Checksum);

    public static void SchemaName(ToolOptions options, IReadOnlyList<string> arguments) =>
        StandardOutput.WriteLine(OfFile(arguments).Name);

    public static void SchemaVersion(ToolOptions options, IReadOnlyList<string> arguments) =>
        StandardOutput.WriteLine(OfFile(arguments).Version);

    public static void SchemaChecksum(ToolOptions options, IReadOnlyList<string> arguments) =>
        StandardOutput.WriteLine(OfFile(arguments).Checksum);

    /// <summary>Tells by the exit status whether a relation between two schema versions holds.</summary>
    public static void CompareVersions(ToolOptions options, IReadOnlyList<string> arguments)
    {
        var order = ParseVersion(arguments[0]).CompareTo(ParseVersion(arguments[2]));
        bool? holds = arguments[1] switch
        {
            "<" => order < 0,
            "<=" => order <= 0,
            "==" => order == 0,
            ">=" => order >= 0,
            ">" => order > 0,
            "!=" => order != 0,
            _ => null,
        };
        if (holds is null)
        {
            ProgramExit.Fatal($"{arguments[1]}: not a relational operator");
        }

        ProgramExit.With(holds.Value ? 0 : FalseStatus);
    }

    private static DatabaseSchema OfDatabase(IReadOnlyList<string> arguments) =>
        ToolFiles.ReadStandaloneSchema(ToolFiles.Choose(arguments, 0, ToolFiles.DefaultDatabase));

    private static DatabaseSchema OfFile(IReadOnlyList<string> arguments) =>
        ToolFiles.ReadSchema(ToolFiles.Choose(arguments, 0, ToolFiles.DefaultSchema));

    private static (uint X, uint Y, uint Z) ParseVersion(string text)
    {
        if (!DatabaseSchema.IsVersion(text))
        {
            ProgramExit.Fatal($"{text}: not an OVSDB version number in format x.y.z");
        }

        var parts = Array.ConvertAll(text.Split('.'), part => uint.Parse(part, CultureInfo.InvariantCulture));
        return (parts[0], parts[1], parts[2]);
    }
}
