using Ovs.Ovsdb.Data;
using Ovs.Ovsdb.Schema;
using Ovs.Ovsdb.Server.Storage;
using Ovs.Ovsdb.Server.Transactions;

namespace Ovs.Tools.OvsdbTool;

/// <summary>Databases as they were: the log's schema and its transactions up to a moment.</summary>
internal static class DatabaseHistory
{
    /// <summary>Reads a standalone log from its beginning; gives what is wrong with it, or null.</summary>
    public static string? Rewind(LogFile log, LogMoment moment, out Database? database)
    {
        database = null;
        if (log.Read(out var record) is { } readError)
        {
            return readError.ToText();
        }

        if (record is null)
        {
            return "unexpected end of file reading schema";
        }

        if (DatabaseSchema.Parse(record, out var schema) is { } schemaError)
        {
            return schemaError.ToText();
        }

        var past = new Database(schema!, new UnbackedStorage());
        for (var number = 1L; ; number++)
        {
            var error = log.Read(out record);
            if (error is null && record is null)
            {
                if (moment.Number >= number)
                {
                    return $"there is no record {moment.Number}: the last one is record {number - 1}";
                }

                database = past;
                return null;
            }

            if (record is not null && moment.IsBefore(number, record))
            {
                database = past;
                return null;
            }

            error ??= DatabaseFile.Apply(past, record!, isConverting: false)?.Wrap($"record {number}");
            if (error is not null)
            {
                return error.ToText();
            }
        }
    }
}
