using System.Collections.Generic;
using System.Threading;
using Ovs.Native.Libc;
using Ovs.Runtime.Loop;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Tests.Loop;

public sealed class EventLoopTests
{
    [Fact]
    public void Timers_fire_in_order_of_their_time_on_a_stopped_clock()
    {
        var clock = new Clock();
        clock.Stop();
        using var loop = new EventLoop(clock);
        var fired = new List<string>();
        loop.After(200, () => fired.Add("late"));
        loop.After(100, () => fired.Add("early"));
        loop.After(100, () => fired.Add("early too"));
        loop.RunOnce(0);
        Assert.Empty(fired);
        clock.Warp(150);
        loop.RunOnce(0);
        Assert.Equal(["early", "early too"], fired);
        clock.Warp(50);
        loop.RunOnce(0);
        Assert.Equal(["early", "early too", "late"], fired);
    }

    [Fact]
    public void A_cancelled_timer_does_not_fire()
    {
        var clock = new Clock();
        clock.Stop();
        using var loop = new EventLoop(clock);
        var fired = false;
        loop.After(10, () => fired = true).Dispose();
        clock.Warp(20);
        loop.RunOnce(0);
        Assert.False(fired);
    }

    [Fact]
    public void A_timer_set_by_a_timer_waits_for_the_next_turn()
    {
        var clock = new Clock();
        clock.Stop();
        using var loop = new EventLoop(clock);
        var count = 0;
        void Again()
        {
            count++;
            loop.After(0, Again);
        }

        loop.After(0, Again);
        loop.RunOnce(0);
        Assert.Equal(1, count);
        loop.RunOnce(0);
        Assert.Equal(2, count);
    }

    [Fact]
    public void Posted_work_of_another_thread_wakes_the_loop()
    {
        using var loop = new EventLoop(new Clock());
        var loopThread = Thread.CurrentThread;
        Thread? ranOn = null;
        var poster = new Thread(() => loop.Post(() => ranOn = Thread.CurrentThread));
        poster.Start();
        Assert.True(loop.RunUntil(() => ranOn is not null, loop.Clock.NowMs + 10_000));
        poster.Join();
        Assert.Same(loopThread, ranOn);
    }

    [Fact]
    public void A_ready_descriptor_calls_its_handler_until_the_watch_is_disposed()
    {
        using var loop = new EventLoop(new Clock());
        using var signal = new EventFd();
        var calls = 0;
        FdWatch? watch = null;
        watch = loop.Watch(signal.Fd, IoEvents.Readable, _ =>
        {
            calls++;
            watch!.Dispose();
        });
        signal.Signal();
        loop.RunOnce(0);
        loop.RunOnce(0);
        Assert.Equal(1, calls);
    }

    [Fact]
    public void RunUntil_gives_false_at_its_deadline()
    {
        using var loop = new EventLoop(new Clock());
        Assert.False(loop.RunUntil(() => false, loop.Clock.NowMs + 1));
    }

    [Fact]
    public void Warping_a_running_clock_makes_timers_due()
    {
        using var loop = new EventLoop(new Clock());
        var fired = false;
        loop.After(1_000_000, () => fired = true);
        loop.Clock.Warp(1_000_000);
        loop.RunOnce(0);
        Assert.True(fired);
    }
}
