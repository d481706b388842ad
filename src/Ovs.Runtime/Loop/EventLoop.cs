using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using Ovs.Native.Libc;
using Ovs.Runtime.Time;

namespace Ovs.Runtime.Loop;

/// <summary>
/// The one thread on which a process keeps its control state: descriptors, timers and posted work, in turns.
/// </summary>
/// <remarks>
/// Daemons call <see cref="Run"/>; tools call <see cref="RunUntil"/> and so share every protocol class with the daemons.
/// Everything but <see cref="Post"/> and <see cref="Stop"/> belongs to the thread that runs the loop. Handlers must not block.
/// A turn waits, then handles ready descriptors, due timers and posted work, in this order, and ends with
/// <see cref="TurnEnding"/>. A handler may dispose any watch or timer, its own included.
/// </remarks>
public sealed class EventLoop : IDisposable
{
    private const long WakeToken = 0;
    private const int ReadyBatch = 64;

    private readonly Epoll _epoll = new();
    private readonly EventFd _wake = new();
    private readonly Dictionary<long, FdWatch> _watches = [];
    private readonly PriorityQueue<LoopTimer, (long DueMs, long Order)> _timers = new();
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly EpollReady[] _ready = new EpollReady[ReadyBatch];
    private long _nextToken = 1;
    private long _nextOrder;
    private volatile bool _stopRequested;
    private volatile int _threadId;

    public EventLoop(Clock clock)
    {
        Clock = clock;
        Require(_epoll.Add(_wake.Fd, IoEvents.Readable, WakeToken));
        clock.Changed += _wake.Signal;
    }

    /// <summary>Raised at the end of each turn; work that depends on "something changed" looks here, once a turn.</summary>
    public event Action? TurnEnding;

    public Clock Clock { get; }

    public bool IsStopping => _stopRequested;

    /// <summary>Calls <paramref name="handler"/> whenever <paramref name="fd"/> is ready for <paramref name="interest"/>
    /// (errors and hang-ups always count). The caller keeps the descriptor and disposes the watch before closing it.</summary>
    public FdWatch Watch(int fd, IoEvents interest, Action<IoEvents> handler)
    {
        var watch = new FdWatch(this, fd, _nextToken++, interest, handler);
        Require(_epoll.Add(fd, interest, watch.Token));
        _watches.Add(watch.Token, watch);
        return watch;
    }

    /// <summary>Calls <paramref name="action"/> once, <paramref name="delayMs"/> from now.</summary>
    public LoopTimer After(long delayMs, Action action) => At(Clock.NowMs + Math.Max(0, delayMs), action);

    /// <summary>Calls <paramref name="action"/> once, when the clock reaches <paramref name="dueMs"/>.</summary>
    public LoopTimer At(long dueMs, Action action)
    {
        var timer = new LoopTimer(dueMs, action);
        _timers.Enqueue(timer, (dueMs, _nextOrder++));
        return timer;
    }

    /// <summary>Runs <paramref name="action"/> on the loop's thread in its next turn; any thread may call it.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);

        // The loop's own thread looks at what was posted before it waits; others wake it.
        if (Environment.CurrentManagedThreadId != _threadId)
        {
            _wake.Signal();
        }
    }

    /// <summary>Makes <see cref="Run"/> and <see cref="RunUntil"/> return at the end of the turn; any thread may call it.</summary>
    public void Stop()
    {
        _stopRequested = true;
        _wake.Signal();
    }

    /// <summary>Takes turns until <see cref="Stop"/>.</summary>
    public void Run()
    {
        while (!_stopRequested)
        {
            RunOnce(-1);
        }
    }

    /// <summary>Takes turns until <paramref name="done"/> holds (true) or the clock reaches <paramref name="deadlineMs"/>
    /// or the loop is stopped (false).</summary>
    public bool RunUntil(Func<bool> done, long deadlineMs = long.MaxValue)
    {
        while (!done())
        {
            var leftMs = deadlineMs == long.MaxValue ? -1 : deadlineMs - Clock.NowMs;
            if (_stopRequested || (deadlineMs != long.MaxValue && leftMs <= 0))
            {
                return false;
            }

            RunOnce((int)Math.Min(leftMs, int.MaxValue));
        }

        return true;
    }

    /// <summary>Takes one turn, waiting at most <paramref name="maxWaitMs"/> (-1: as long as it takes).</summary>
    public void RunOnce(int maxWaitMs)
    {
        _threadId = Environment.CurrentManagedThreadId;
        var count = _epoll.Wait(_ready, WaitMs(maxWaitMs));
        for (var i = 0; i < count; i++)
        {
            var (token, events) = _ready[i];
            if (token == WakeToken)
            {
                _wake.Clear();
            }
            else if (_watches.TryGetValue(token, out var watch))
            {
                watch.Handler(events);
            }
        }

        FireTimers();
        for (var left = _posted.Count; left > 0 && _posted.TryDequeue(out var action); left--)
        {
            action();
        }

        TurnEnding?.Invoke();
    }

    public void Dispose()
    {
        Clock.Changed -= _wake.Signal;
        _epoll.Dispose();
        _wake.Dispose();
    }

    internal void Change(FdWatch watch, IoEvents interest) => Require(_epoll.Modify(watch.Fd, interest, watch.Token));

    internal void Forget(FdWatch watch)
    {
        if (_watches.Remove(watch.Token))
        {
            Require(_epoll.Remove(watch.Fd));
        }
    }

    private static void Require(Ovs.Native.Errno error)
    {
        if (error.IsError)
        {
            throw new InvalidOperationException($"epoll_ctl: {error.Text}");
        }
    }

    private int WaitMs(int maxWaitMs)
    {
        if (!_posted.IsEmpty || _stopRequested)
        {
            return 0;
        }

        while (_timers.TryPeek(out var timer, out _) && timer.IsCancelled)
        {
            _timers.Dequeue();
        }

        if (!_timers.TryPeek(out _, out var next))
        {
            return maxWaitMs;
        }

        var untilDueMs = next.DueMs - Clock.NowMs;
        if (untilDueMs <= 0)
        {
            return 0;
        }

        // A stopped clock reaches no timer by waiting: warping it wakes the loop.
        return Clock.IsStopped || (maxWaitMs >= 0 && maxWaitMs < untilDueMs)
            ? maxWaitMs
            : (int)Math.Min(untilDueMs, int.MaxValue);
    }

    private void FireTimers()
    {
        var nowMs = Clock.NowMs;
        var limit = _nextOrder; // Timers set by a timer wait for the next turn, so a turn always ends.
        while (_timers.TryPeek(out var timer, out var key) && key.DueMs <= nowMs && key.Order < limit)
        {
            _timers.Dequeue();
            timer.Fire();
        }
    }
}
