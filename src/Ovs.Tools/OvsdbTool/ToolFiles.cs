using System.Collections.Generic;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;
using Ovs.Runtime.Process;
using Ovs.Tools.Databases;

namespace Ovs.Tools.OvsdbTool;

/// <summary>The files that the commands read; what cannot be read ends the program.</summary>
internal static class ToolFiles
{
    /// <summary>Both kinds of database files.</summary>
    public static readonly string[] AnyMagic = [LogRecord.StandaloneMagic, LogRecord.ClusterMagic];

    public static string DefaultDatabase => $"{OvsDirectories.DbDir}/conf.db";

    public static string DefaultSchema => $"{OvsDirectories.PkgDataDir}/{SchemaFiles.VSwitch}";

    /// <summary>The argument at <paramref name="index"/>, or what stands for it when it is left out.</summary>
    public static string Choose(IReadOnlyList<string> arguments, int index, string absent) =>
        index < arguments.Count ? arguments[index] : absent;

    public static DatabaseSchema ReadSchema(string path)
    {
        FatalErrors.Check(DatabaseSchema.ReadFile(path, out var schema));
        return schema!;
    }

    /// <summary>The schema inside a standalone database.</summary>
    public static DatabaseSchema ReadStandaloneSchema(string path)
    {
        using var storage = OpenStandalone(path, isWritable: false);
        return ReadSchema(storage);
    }

    /// <summary>The whole of a standalone database. A transaction in it that cannot be applied ends the program: a tool that
    /// went on without it would lose it, and all after it, with the next write.</summary>
    public static Database ReadDatabase(string path, bool isWritable)
    {
        var storage = OpenStandalone(path, isWritable);
        var database = new Database(ReadSchema(storage), storage);
        FatalErrors.Check(DatabaseFile.ReadTransactions(database, storage));
        return database;
    }

    /// <summary>Opens a database file of either kind, to be read record by record.</summary>
    public static LogFile OpenLog(string path)
    {
        FatalErrors.Check(LogFile.Open(path, AnyMagic, LogOpenMode.ReadOnly, null, out var log));
        return log!;
    }

    /// <summary>The record that every database file begins with.</summary>
    public static JsonObject ReadFirstRecord(LogFile log)
    {
        FatalErrors.Check(log.Read(out var json));
        if (json is null)
        {
            ProgramExit.Fatal("unexpected end of file reading schema");
        }

        return json!;
    }

    private static StandaloneStorage OpenStandalone(string path, bool isWritable)
    {
        FatalErrors.Check(StandaloneStorage.Open(path, isWritable, 0, out var storage));
        return storage!;
    }

    private static DatabaseSchema ReadSchema(StandaloneStorage storage)
    {
        FatalErrors.Check(DatabaseFile.ReadSchema(storage, out var schema));
        return schema!;
    }
}
