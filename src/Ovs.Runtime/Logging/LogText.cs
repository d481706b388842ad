using System;
using System.Runtime.CompilerServices;

namespace Ovs.Runtime.Logging;

/// <summary>A level known at compile time.</summary>
public interface ILogLevel
{
    static abstract LogLevel Level { get; }
}

/// <summary>The levels as types, which pick the method of an interpolated message.</summary>
public static class LogLevels
{
    public readonly struct Emer : ILogLevel
    {
        public static LogLevel Level => LogLevel.Emer;
    }

    public readonly struct Err : ILogLevel
    {
        public static LogLevel Level => LogLevel.Err;
    }

    public readonly struct Warn : ILogLevel
    {
        public static LogLevel Level => LogLevel.Warn;
    }

    public readonly struct Info : ILogLevel
    {
        public static LogLevel Level => LogLevel.Info;
    }

    public readonly struct Dbg : ILogLevel
    {
        public static LogLevel Level => LogLevel.Dbg;
    }
}

/// <summary>The text of a message, put together only when some destination takes it.</summary>
[InterpolatedStringHandler]
public ref struct LogText<TLevel>
    where TLevel : struct, ILogLevel
{
    private DefaultInterpolatedStringHandler _text;

    public LogText(int literalLength, int formattedCount, LogModule module, out bool isWanted)
    {
        isWanted = module.IsEnabled(TLevel.Level);
        IsWanted = isWanted;
        _text = isWanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    public LogText(int literalLength, int formattedCount, LogModule module, LogRateLimit limit, out bool isWanted)
    {
        isWanted = module.IsEnabled(TLevel.Level) && limit.Admits(module, TLevel.Level);
        IsWanted = isWanted;
        _text = isWanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    internal bool IsWanted { get; }

    public void AppendLiteral(string value) => _text.AppendLiteral(value);

    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    public void AppendFormatted<T>(T value, int alignment) => _text.AppendFormatted(value, alignment);

    public void AppendFormatted<T>(T value, int alignment, string? format) =>
        _text.AppendFormatted(value, alignment, format);

    public void AppendFormatted(ReadOnlySpan<char> value) => _text.AppendFormatted(value);

    internal string ToText() => IsWanted ? _text.ToStringAndClear() : "";
}
