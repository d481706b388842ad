using System;
using System.Text;

namespace Ovs.Runtime.Logging;

/// <summary>strftime(3) in the C locale, with '#' marks for fractions of a second: "###" is milliseconds.</summary>
internal static class Strftime
{
    private static readonly string[] s_days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
    private static readonly string[] s_months =
    [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ];

    public static string Text(string format, long wallMs, bool utc)
    {
        var text = new StringBuilder();
        Append(text, format, wallMs, utc);
        return text.ToString();
    }

    public static void Append(StringBuilder text, string format, long wallMs, bool utc)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(wallMs);
        time = utc ? time : time.ToLocalTime();
        var fractionDivisor = 100;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] == '#')
            {
                text.Append((char)('0' + (fractionDivisor > 0 ? time.Millisecond / fractionDivisor % 10 : 0)));
                fractionDivisor /= 10;
            }
            else if (format[i] == '%' && i + 1 < format.Length)
            {
                Convert(text, format[++i], time);
            }
            else
            {
                text.Append(format[i]);
            }
        }
    }

    private static void Convert(StringBuilder text, char conversion, DateTimeOffset time)
    {
        _ = conversion switch
        {
            'Y' => text.Append(time.Year),
            'y' => text.Append($"{time.Year % 100:D2}"),
            'C' => text.Append($"{time.Year / 100:D2}"),
            'm' => text.Append($"{time.Month:D2}"),
            'd' => text.Append($"{time.Day:D2}"),
            'e' => text.Append($"{time.Day,2}"),
            'H' => text.Append($"{time.Hour:D2}"),
            'I' => text.Append($"{(time.Hour + 11) % 12 + 1:D2}"),
            'M' => text.Append($"{time.Minute:D2}"),
            'S' => text.Append($"{time.Second:D2}"),
            'p' => text.Append(time.Hour < 12 ? "AM" : "PM"),
            'j' => text.Append($"{time.DayOfYear:D3}"),
            'a' => text.Append(s_days[(int)time.DayOfWeek].AsSpan(0, 3)),
            'A' => text.Append(s_days[(int)time.DayOfWeek]),
            'b' or 'h' => text.Append(s_months[time.Month - 1].AsSpan(0, 3)),
            'B' => text.Append(s_months[time.Month - 1]),
            'F' => text.Append($"{time.Year}-{time.Month:D2}-{time.Day:D2}"),
            'D' => text.Append($"{time.Month:D2}/{time.Day:D2}/{time.Year % 100:D2}"),
            'T' => text.Append($"{time.Hour:D2}:{time.Minute:D2}:{time.Second:D2}"),
            'R' => text.Append($"{time.Hour:D2}:{time.Minute:D2}"),
            's' => text.Append(time.ToUnixTimeSeconds()),
            'z' => text.Append($"{(time.Offset < TimeSpan.Zero ? '-' : '+')}{time.Offset:hhmm}"),
            'Z' => text.Append(time.Offset == TimeSpan.Zero ? "UTC" : $"{time.Offset:hhmm}"),
            'n' => text.Append('\n'),
            't' => text.Append('\t'),
            'u' => text.Append(time.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)time.DayOfWeek),
            'w' => text.Append((int)time.DayOfWeek),
            '%' => text.Append('%'),
            _ => text.Append('%').Append(conversion),
        };
    }
}
