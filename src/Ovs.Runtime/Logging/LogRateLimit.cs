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
    private long _firstDroppedMs;
    private long _lastDroppedMs;

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
            Fill(nowMs);
            if (_tokens < MessageTokens)
            {
                _firstDroppedMs = _dropped == 0 ? nowMs : _firstDroppedMs;
                _lastDroppedMs = nowMs;
                _dropped++;
                return false;
            }

            _tokens -= MessageTokens;
            dropped = _dropped;
            _dropped = 0;
            sinceFirst = (nowMs - _firstDroppedMs) / 1000;
            sinceLast = (nowMs - _lastDroppedMs) / 1000;
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
