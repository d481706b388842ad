using System;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Tests.Time;

public sealed class ClockTests
{
    [Fact]
    public void Stopping_and_warping_move_monotonic_time_only()
    {
        var real = new FixedTime();
        var clock = new Clock(real);
        clock.Stop();
        var startMs = clock.NowMs;
        real.Seconds += 5;
        clock.Warp(60_000);

        Assert.Equal(startMs + 60_000, clock.NowMs);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(5).ToUnixTimeMilliseconds(), clock.WallMs);
    }

    private sealed class FixedTime : TimeProvider
    {
        public int Seconds { get; set; }

        public override long GetTimestamp() => Seconds * TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddSeconds(Seconds);
    }
}
