using System;
using System.Threading;

namespace Ovs.Runtime.Time;

/// <summary>
/// Monotonic and wall time of a process, in milliseconds. Tests stop and warp the monotonic one (`time/stop`, `time/warp`);
/// the wall time of log lines and database records goes its own way, as in the original.
/// Safe to read from any thread; stopping and warping belong to the main loop.
/// </summary>
public sealed class Clock
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _provider;
    private long _warpMs;
    private long _stoppedAtMs = -1;

    public Clock()
        : this(TimeProvider.System)
    {
    }

    public Clock(TimeProvider provider) => _provider = provider;

    /// <summary>Raised after <see cref="Warp"/> or <see cref="Stop"/>, so that sleepers look at the time again.</summary>
    public event Action? Changed;

    public bool IsStopped
    {
        get
        {
            lock (_lock)
            {
                return _stoppedAtMs >= 0;
            }
        }
    }

    /// <summary>Milliseconds that never go back, from an arbitrary start.</summary>
    public long NowMs
    {
        get
        {
            lock (_lock)
            {
                return _stoppedAtMs >= 0 ? _stoppedAtMs : RealMs() + _warpMs;
            }
        }
    }

    /// <summary>Milliseconds since 1970-01-01 UTC, stopped or warped by nothing.</summary>
    public long WallMs => _provider.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Freezes monotonic time; only <see cref="Warp"/> moves it from here on.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (_stoppedAtMs < 0)
            {
                _stoppedAtMs = RealMs() + _warpMs;
            }
        }

        Changed?.Invoke();
    }

    /// <summary>Moves monotonic time forward by <paramref name="ms"/> at once, stopped or not.</summary>
    public void Warp(long ms)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ms);
        lock (_lock)
        {
            if (_stoppedAtMs >= 0)
            {
                _stoppedAtMs += ms;
            }
            else
            {
                _warpMs += ms;
            }
        }

        Changed?.Invoke();
    }

    private long RealMs() => (long)_provider.GetElapsedTime(0).TotalMilliseconds;
}
