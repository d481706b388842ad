using System;
using System.Diagnostics;

namespace Ovs.Runtime.CommandLine;

/// <summary>Tells a person at a terminal how far a long operation has come: one line on standard error, from the second
/// second on, that goes away in the end. Where standard error is no terminal it says nothing.</summary>
public sealed class ProgressLine : IDisposable
{
    private const int FirstMs = 1000;
    private const int IntervalMs = 200;

    private readonly string _what;
    private readonly long _total;
    private readonly Action<string> _write;
    private readonly Func<long> _elapsedMs;
    private long _nextMs = FirstMs;
    private bool _isShown;

    internal ProgressLine(string what, long total, Action<string> write, Func<long> elapsedMs)
    {
        _what = what;
        _total = total;
        _write = write;
        _elapsedMs = elapsedMs;
    }

    /// <summary>Begins an operation of <paramref name="total"/> steps; null when nobody would see it.</summary>
    public static ProgressLine? Start(string what, long total)
    {
        if (!StandardError.IsTerminal || total <= 0)
        {
            return null;
        }

        var watch = Stopwatch.StartNew();
        return new ProgressLine(what, total, StandardError.Write, () => watch.ElapsedMilliseconds);
    }

    /// <summary>Says how many steps are done; cheap enough to be called after each.</summary>
    public void Report(long done)
    {
        if (_elapsedMs() is var now && now >= _nextMs)
        {
            _nextMs = now + IntervalMs;
            _isShown = true;
            _write($"\r\u001b[K{_what}: {Math.Clamp(done * 100 / _total, 0, 100)} %");
        }
    }

    public void Dispose()
    {
        if (_isShown)
        {
            _write("\r\u001b[K");
            _isShown = false;
        }
    }
}
