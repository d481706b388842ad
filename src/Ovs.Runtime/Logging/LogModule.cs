using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Ovs.Runtime.Logging;

/// <summary>
/// A source of log messages with a name and a level per destination. Classes keep theirs in a static field; messages are
/// interpolated strings that cost a comparison when nobody wants them.
/// </summary>
public sealed class LogModule
{
    private static readonly Lock s_lock = new();
    private static readonly Dictionary<string, LogModule> s_modules = new(StringComparer.OrdinalIgnoreCase);

    private readonly LogLevel[] _levels = [LogLevel.Info, LogLevel.Info, LogLevel.Info];

    // The least grave level that any destination takes: what a message is compared with first.
    private volatile LogLevel _level = LogLevel.Info;

    private LogModule(string name) => Name = name;

    public string Name { get; }

    /// <summary>False lets every message through, for tests and for looking closely.</summary>
    public bool HonorsRateLimits { get; set; } = true;

    /// <summary>The module of that name; several places may share one.</summary>
    public static LogModule Define(string name)
    {
        lock (s_lock)
        {
            if (!s_modules.TryGetValue(name, out var module))
            {
                module = new LogModule(name);
                LogSettings.Apply(module);
                s_modules.Add(name, module);
            }

            return module;
        }
    }

    /// <summary>The module that a user names: one of ours, or one of the original's that scripts may set.</summary>
    public static LogModule? Find(string name)
    {
        lock (s_lock)
        {
            if (s_modules.TryGetValue(name, out var module))
            {
                return module;
            }
        }

        return LogModuleNames.Find(name) is { } known ? Define(known) : null;
    }

    /// <summary>All modules that a user may name, by name.</summary>
    public static IReadOnlyList<LogModule> All()
    {
        foreach (var name in LogModuleNames.All)
        {
            Define(name);
        }

        var modules = Defined();
        modules.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return modules;
    }

    /// <summary>The modules that exist so far.</summary>
    internal static List<LogModule> Defined()
    {
        lock (s_lock)
        {
            return [.. s_modules.Values];
        }
    }

    public bool IsEnabled(LogLevel level) => level <= _level;

    public LogLevel Level(LogDestination destination) => _levels[(int)destination];

    public void Emer(string text) => Log(LogLevel.Emer, text);

    public void Emer([InterpolatedStringHandlerArgument("")] LogText<LogLevels.Emer> text) => Write(ref text);

    public void Err(string text) => Log(LogLevel.Err, text);

    public void Err([InterpolatedStringHandlerArgument("")] LogText<LogLevels.Err> text) => Write(ref text);

    public void Err(LogRateLimit limit, string text) => Log(LogLevel.Err, limit, text);

    public void Err(
        LogRateLimit limit, [InterpolatedStringHandlerArgument("", nameof(limit))] LogText<LogLevels.Err> text) =>
        Write(ref text);

    public void Warn(string text) => Log(LogLevel.Warn, text);

    public void Warn([InterpolatedStringHandlerArgument("")] LogText<LogLevels.Warn> text) => Write(ref text);

    public void Warn(LogRateLimit limit, string text) => Log(LogLevel.Warn, limit, text);

    public void Warn(
        LogRateLimit limit, [InterpolatedStringHandlerArgument("", nameof(limit))] LogText<LogLevels.Warn> text) =>
        Write(ref text);

    public void Info(string text) => Log(LogLevel.Info, text);

    public void Info([InterpolatedStringHandlerArgument("")] LogText<LogLevels.Info> text) => Write(ref text);

    public void Info(LogRateLimit limit, string text) => Log(LogLevel.Info, limit, text);

    public void Info(
        LogRateLimit limit, [InterpolatedStringHandlerArgument("", nameof(limit))] LogText<LogLevels.Info> text) =>
        Write(ref text);

    public void Dbg(string text) => Log(LogLevel.Dbg, text);

    public void Dbg([InterpolatedStringHandlerArgument("")] LogText<LogLevels.Dbg> text) => Write(ref text);

    public void Dbg(LogRateLimit limit, string text) => Log(LogLevel.Dbg, limit, text);

    public void Dbg(
        LogRateLimit limit, [InterpolatedStringHandlerArgument("", nameof(limit))] LogText<LogLevels.Dbg> text) =>
        Write(ref text);

    /// <summary>A message whose level is decided at run time.</summary>
    public void Log(LogLevel level, string text)
    {
        if (IsEnabled(level))
        {
            LogSystem.Write(this, level, text);
        }
    }

    public void Log(LogLevel level, LogRateLimit limit, string text)
    {
        if (IsEnabled(level) && limit.Admits(this, level))
        {
            LogSystem.Write(this, level, text);
        }
    }

    /// <summary>Logs <paramref name="message"/> as an emergency, prints it as "PROGRAM: message" and ends with status 1: the
    /// original's VLOG_FATAL. Files that must not stay are unlinked.</summary>
    [DoesNotReturn]
    public void Fatal(string message)
    {
        LogSystem.SetLevels(LogDestination.Console, LogLevel.Off);
        Emer(message);
        Process.FilesToUnlink.UnlinkAll();
        CommandLine.ProgramExit.Fatal(message);
    }

    /// <summary>True when a message of this level would go nowhere, or over its limit; counts as a message otherwise.</summary>
    internal bool Drops(LogLevel level, LogRateLimit limit) => !IsEnabled(level) || !limit.Admits(this, level);

    internal void SetLevel(LogDestination destination, LogLevel level)
    {
        lock (s_lock)
        {
            _levels[(int)destination] = level;
            var least = LogLevel.Off;
            foreach (var one in _levels)
            {
                least = one > least ? one : least;
            }

            _level = least;
        }
    }

    private void Write<TLevel>(ref LogText<TLevel> text)
        where TLevel : struct, ILogLevel
    {
        if (text.IsWanted)
        {
            LogSystem.Write(this, TLevel.Level, text.ToText());
        }
    }
}
