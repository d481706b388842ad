using System;
using System.Threading;

namespace Ovs.Runtime.Logging;

/// <summary>
/// Lets so many messages a minute through, with bursts; the next one that passes tells how many were dropped. A token
/// bucket, shared by the places that hold it; any thread may use it.
/// </summary>
public sealed class LogRateLimit(int perMinute, int burst)
{
    // A message costs as many tokens as a minute has milliseconds, so that the rate is tokens per millisecond.
    private const long MessageTokens = 60 * 1000;

    private readonly Lock _lock = new();
    private readonly long _capacity = burst * MessageTokens;
    private long _tokens = burst * MessageTokens;
    private long _filledAtMs = long.MinValue;
    private int _dropped;
    private long _firstDroppedSeconds;
    private long _lastDroppedSeconds;

    internal bool Admits(LogModule module, LogLevel level)
    {
        if (!module.HonorsRateLimits)
        {
            return true;
        }

        int dropped;
        long sinceFirst;
        long sinceLast;
        lock (_lock)
        {
            var nowMs = LogSystem.Clock.NowMs;
            var nowSeconds = nowMs / 1000; // Differences are of whole seconds, as the original counts them.
            Fill(nowMs);
            if (_tokens < MessageTokens)
            {
                _firstDroppedSeconds = _dropped == 0 ? nowSeconds : _firstDroppedSeconds;
                _lastDroppedSeconds = nowSeconds;
                _dropped++;
                return false;
            }

            _tokens -= MessageTokens;
            dropped = _dropped;
            _dropped = 0;
            sinceFirst = nowSeconds - _firstDroppedSeconds;
            sinceLast = nowSeconds - _lastDroppedSeconds;
        }

        if (dropped > 0)
        {
            module.Log(
                level,
                $"Dropped {dropped} log messages in last {sinceFirst} seconds (most recently, {sinceLast} seconds ago) due to excessive rate");
        }

        return true;
    }

    private void Fill(long nowMs)
    {
        if (_filledAtMs != long.MinValue && nowMs > _filledAtMs)
        {
            _tokens = Math.Min(_capacity, _tokens + (Math.Min(nowMs - _filledAtMs, 1L << 32) * perMinute));
        }

        _filledAtMs = nowMs;
    }
}
