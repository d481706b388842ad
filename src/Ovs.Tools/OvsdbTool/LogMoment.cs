using System.Globalization;
using Ovs.Runtime.Json;

namespace Ovs.Tools.OvsdbTool;

/// <summary>A moment in a database's history: after a record, told by its number, or a point in time.</summary>
internal readonly record struct LogMoment(long? Number, long DateMs)
{
    /// <summary>Reads a number in decimal digits, or a time as <see cref="RecordDate"/> reads it.</summary>
    public static bool TryParse(string text, out LogMoment moment)
    {
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        var dateMs = 0L;
        var isTime = !isNumber && RecordDate.TryParse(text, out dateMs);
        moment = new LogMoment(isNumber ? number : null, dateMs);
        return isNumber || isTime;
    }

    /// <summary>Whether the record with this number was made later. One that does not say when it was made was made when the
    /// one before it was.</summary>
    public bool IsBefore(long number, JsonObject record) => Number is { } last
        ? number > last
        : RecordDate.Of(record) is { } dateMs && dateMs > DateMs;
}
