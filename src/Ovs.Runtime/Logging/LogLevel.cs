using System;

namespace Ovs.Runtime.Logging;

/// <summary>How grave a message is; as a destination's setting, the least grave that it takes.</summary>
public enum LogLevel : byte
{
    Off,
    Emer,
    Err,
    Warn,
    Info,
    Dbg,
}

/// <summary>Where messages go.</summary>
public enum LogDestination
{
    Syslog,
    Console,
    File,
}

/// <summary>The names of levels and destinations, as log lines and `-v` spell them.</summary>
public static class LogNames
{
    private static readonly string[] s_levels = ["OFF", "EMER", "ERR", "WARN", "INFO", "DBG"];
    private static readonly string[] s_destinations = ["SYSLOG", "CONSOLE", "FILE"];

    public static string Of(LogLevel level) => s_levels[(int)level];

    public static string Of(LogDestination destination) => s_destinations[(int)destination];

    public static bool TryLevel(string word, out LogLevel level)
    {
        var index = Array.FindIndex(s_levels, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
        level = (LogLevel)Math.Max(index, 0);
        return index >= 0;
    }

    public static bool TryDestination(string word, out LogDestination destination)
    {
        var index = Array.FindIndex(s_destinations, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
        destination = (LogDestination)Math.Max(index, 0);
        return index >= 0;
    }
}
