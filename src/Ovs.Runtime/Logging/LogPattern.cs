using System;
using System.Text;

namespace Ovs.Runtime.Logging;

/// <summary>One message on its way to a destination.</summary>
internal readonly record struct LogEntry(
    LogModule Module, LogLevel Level, string Text, long WallMs, long SinceStartMs, uint Number, string? ThreadName);

/// <summary>The layout of log lines: text with `%` conversions, as ovs-vswitchd(8) lists them under -vPATTERN.</summary>
internal static class LogPattern
{
    private const string DefaultTime = "%Y-%m-%d %H:%M:%S.###";

    /// <param name="facility">RFC 5424 facility times 8, for %B.</param>
    public static string Format(string pattern, in LogEntry entry, int facility)
    {
        var text = new StringBuilder(entry.Text.Length + 64);
        for (var i = 0; i < pattern.Length;)
        {
            if (pattern[i] != '%')
            {
                text.Append(pattern[i++]);
                continue;
            }

            i++;
            var isLeft = Skip(pattern, ref i, '-');
            var pad = Skip(pattern, ref i, '0') ? '0' : ' ';
            var width = 0;
            while (i < pattern.Length && char.IsAsciiDigit(pattern[i]))
            {
                width = Math.Min((width * 10) + (pattern[i++] - '0'), 1024);
            }

            if (i == pattern.Length)
            {
                break;
            }

            var start = text.Length;
            var conversion = pattern[i++];
            Convert(text, conversion, pattern, ref i, in entry, facility);
            var missing = width - (text.Length - start);
            if (missing > 0)
            {
                text.Insert(isLeft ? text.Length : start, new string(pad, missing));
            }
        }

        return text.ToString();
    }

    private static void Convert(
        StringBuilder text, char conversion, string pattern, ref int index, in LogEntry entry, int facility)
    {
        switch (conversion)
        {
            case 'A':
                text.Append(CommandLine.ProgramExit.ProgramName);
                break;
            case 'B':
                text.Append(facility + SyslogSender.Severity(entry.Level));
                break;
            case 'c':
                _ = Braces(pattern, ref index, "");
                text.Append(entry.Module.Name);
                break;
            case 'd':
                Strftime.Append(text, Braces(pattern, ref index, DefaultTime), entry.WallMs, utc: false);
                break;
            case 'D':
                Strftime.Append(text, Braces(pattern, ref index, DefaultTime), entry.WallMs, utc: true);
                break;
            case 'E':
                text.Append(Environment.MachineName);
                break;
            case 'm':
                text.Append(entry.Text.AsSpan().TrimEnd('\n'));
                break;
            case 'N':
                text.Append(entry.Number);
                break;
            case 'n':
                text.Append('\n');
                break;
            case 'p':
                text.Append(LogNames.Of(entry.Level));
                break;
            case 'P':
                text.Append(Environment.ProcessId);
                break;
            case 'r':
                text.Append(entry.SinceStartMs);
                break;
            case 't':
                text.Append(entry.ThreadName ?? "main");
                break;
            case 'T':
                text.Append(entry.ThreadName is null ? "" : $"({entry.ThreadName})");
                break;
            default:
                text.Append(conversion);
                break;
        }
    }

    private static bool Skip(string pattern, ref int index, char expected)
    {
        if (index < pattern.Length && pattern[index] == expected)
        {
            index++;
            return true;
        }

        return false;
    }

    private static string Braces(string pattern, ref int index, string otherwise)
    {
        if (index < pattern.Length && pattern[index] == '{')
        {
            var end = pattern.IndexOf('}', index);
            if (end > 0)
            {
                var inside = pattern[(index + 1)..end];
                index = end + 1;
                return inside;
            }
        }

        return otherwise;
    }
}
