using System.Globalization;
using Ovs.Runtime.CommandLine;
using Ovs.Runtime.Json;

namespace Ovs.Tools.OvsdbTool;

/// <summary>A moment in a database's history: after a record, told by its number, or a point in time.</summary>
internal readonly record struct LogMoment(long? Number, long DateMs)
{
    /// <summary>A number of decimal digits, else a time as <see cref="RecordDate"/> reads it; anything else ends the
    /// program.</summary>
    public static LogMoment Parse(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new LogMoment(number, 0);
        }

        if (!RecordDate.TryParse(text, out var dateMs))
        {
            ProgramExit.Fatal($"{text}: not a record number or a time in format \"YYYY-MM-DD HH:MM:SS\"");
        }

        return new LogMoment(null, dateMs);
    }

    /// <summary>Whether a transaction was made later. One that does not say when was made when the one before it was.</summary>
    public bool IsBefore(JsonObject record) =>
        Number is null && RecordDate.Of(record) is { } dateMs && dateMs > DateMs;
}
