using System;
using System.Globalization;
using Ovs.Runtime.Json;

namespace Ovs.Tools.OvsdbTool;

/// <summary>When a transaction was made, as its record says: milliseconds since 1970.</summary>
internal static class RecordDate
{
    private static readonly string[] s_formats =
    [
        "yyyy-MM-dd HH:mm:ss.FFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd",
        "yyyy-MM-ddTHH:mm:ss.FFF", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss.FFFK", "yyyy-MM-ddTHH:mmK",
        "yyyy-MM-dd HH:mm:ss.FFFK", "yyyy-MM-dd HH:mmK",
    ];

    /// <summary>The date of a transaction record, or null when it has none that can be shown.</summary>
    public static long? Of(JsonObject record)
    {
        if (record["_date"] is not JsonInteger { Value: var date })
        {
            return null;
        }

        // Old servers wrote seconds, which will fit in 31 bits until 2038.
        if (date < int.MaxValue)
        {
            date = Math.Max(date, long.MinValue / 1000) * 1000;
        }

        return date >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && date <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? date
            : null;
    }

    /// <summary>In UTC, to the millisecond; <see cref="TryParse"/> reads it back.</summary>
    public static string Format(long dateMs) => DateTimeOffset.FromUnixTimeMilliseconds(dateMs)
        .ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Reads a date, or a date and a time, of ISO 8601 or as shown; without a zone it is UTC.</summary>
    public static bool TryParse(string text, out long dateMs)
    {
        var isDate = DateTimeOffset.TryParseExact(
            text,
            s_formats,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var date);
        dateMs = isDate ? date.ToUnixTimeMilliseconds() : 0;
        return isDate;
    }
}
