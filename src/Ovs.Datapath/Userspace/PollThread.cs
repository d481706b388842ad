using System;
using System.Collections.Concurrent;
using System.Threading;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;
using Ovs.Native.Libc;
using Ovs.Runtime.Logging;
using Ovs.Runtime.Time;

namespace Ovs.Datapath.Userspace;

/// <summary>
/// A thread that moves packets: takes a batch from a port, classifies it, runs the actions, sends what they put out.
/// </summary>
/// <remarks>
/// The thread sleeps in epoll while no port has packets. A port that had some is asked again without epoll until it has none;
/// ports take turns, a batch each. Between batches the thread runs what others posted and adopts the port table they
/// published; that is the point at which a removed port is no longer used. On a hit nothing is locked and nothing allocated.
/// Everything here belongs to the thread, but for <see cref="Post"/>, <see cref="Publish"/>, <see cref="Stop"/>, the table,
/// and reading counters.
/// </remarks>
internal sealed partial class PollThread : IDisposable
{
    private const long WakeToken = -1;
    private const int TurnsBetweenWaits = 4;
    private const int MaxSettleRounds = 256;

    private static readonly LogModule s_log = LogModule.Define("dpif_netdev");

    private readonly Epoll _epoll = new();
    private readonly EventFd _wake = new();
    private readonly EpollReady[] _ready = new EpollReady[64];
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Clock _clock;
    private readonly PollMemory _memory = new();
    private readonly PacketPool _pool;
    private readonly Thread _thread;
    private PollPort[] _active = new PollPort[16];
    private int _activeCount;
    private PortTable _ports = PortTable.Empty;
    private IUpcallHandler? _handler;
    private volatile bool _stopRequested;

    public PollThread(Clock clock, string name)
    {
        _clock = clock;
        _pool = _memory.Pool;
        Require(_epoll.Add(_wake.Fd, IoEvents.Readable, WakeToken));
        _thread = new Thread(Run) { Name = name, IsBackground = true };
    }

    public MegaflowTable Flows { get; } = new();

    public bool IsRunning { get; private set; }

    /// <summary>True on the thread itself.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    public void Start(IUpcallHandler handler)
    {
        _handler = handler;
        IsRunning = true;
        _thread.Start();
    }

    /// <summary>Runs <paramref name="action"/> on the thread between two batches; any thread may call it.</summary>
    public void Post(Action action)
    {
        _posted.Enqueue(action);
        _wake.Signal();
    }

    /// <summary>Makes the thread use <paramref name="ports"/> soon.</summary>
    public void Publish(PortTable ports)
    {
        if (IsRunning)
        {
            Post(() => Adopt(ports));
        }
        else
        {
            _ports = ports;
        }
    }

    /// <summary>Makes the thread use <paramref name="ports"/>, where <paramref name="removed"/> no longer is, and closes that
    /// one's I/O; returns when done.</summary>
    public void Remove(PortTable ports, PollPort removed)
    {
        if (IsRunning)
        {
            PostAndWait(() =>
            {
                Adopt(ports);
                removed.Io.Dispose();
            });
        }
        else
        {
            _ports = ports;
            removed.Io.Dispose();
        }
    }

    /// <summary>Waits until the ports have given what they had and the thread has dealt with it.</summary>
    public void Settle()
    {
        if (IsRunning)
        {
            PostAndWait(DrainPorts);
        }
    }

    /// <summary>Runs <paramref name="actions"/> on a copy of <paramref name="frame"/>; on the thread.</summary>
    public void Execute(ReadOnlySpan<byte> frame, DpPort inPort, DpActions actions)
    {
        if (!_pool.TryAllocate(frame, out var packet))
        {
            OutOfMemory(1);
            return;
        }

        packet.InPort = inPort.Number;
        _ = FlowExtractor.Extract(packet, VlanLimit, out _);
        var batch = default(PacketBatch);
        batch.Add(packet);
        ActionExecutor.Run(ref batch, actions.Span, this, _pool);
        FlushOutput();
    }

    /// <summary>Ends the thread; it finishes the batch it is at.</summary>
    public void Stop()
    {
        if (IsRunning)
        {
            _stopRequested = true;
            _wake.Signal();
            _thread.Join();
            IsRunning = false;
        }
    }

    public void Dispose()
    {
        Stop();
        foreach (var port in _ports.Ports)
        {
            port.Io.Dispose();
        }

        _memory.Dispose();
        _epoll.Dispose();
        _wake.Dispose();
    }

    private static void Require(Ovs.Native.Errno error)
    {
        if (error.IsError)
        {
            throw new InvalidOperationException($"epoll_ctl: {error.Text}");
        }
    }

    private void PostAndWait(Action action)
    {
        using var done = new ManualResetEventSlim();
        Post(() =>
        {
            action();
            done.Set();
        });
        done.Wait();
    }

    private void Run()
    {
        Adopt(_ports);
        for (var turn = 0; !_stopRequested; turn++)
        {
            if (_activeCount == 0)
            {
                Wait(-1);
            }
            else if (turn % TurnsBetweenWaits == 0)
            {
                Wait(0);
            }

            RunPosted();
            PollActive();
        }

        // Somebody may wait for what was posted last.
        RunPosted();
    }

    private void RunPosted()
    {
        while (_posted.TryDequeue(out var action))
        {
            action();
        }
    }

    private void Wait(int timeoutMs)
    {
        if (!_posted.IsEmpty)
        {
            timeoutMs = 0;
        }

        var count = _epoll.Wait(_ready, timeoutMs);
        for (var i = 0; i < count; i++)
        {
            var token = _ready[i].Token;
            if (token == WakeToken)
            {
                _wake.Clear();
            }
            else if (_ports.Find((uint)token) is { IsActive: false } port)
            {
                Activate(port);
            }
        }
    }

    private void PollActive()
    {
        for (var i = 0; i < _activeCount;)
        {
            var port = _active[i];
            if (Poll(port))
            {
                i++;
            }
            else
            {
                port.IsActive = false;
                _active[i] = _active[--_activeCount];
            }
        }
    }

    /// <summary>Moves one batch from a port; false if it had none.</summary>
    private bool Poll(PollPort port)
    {
        var batch = default(PacketBatch);
        var received = port.Io.Receive(ref batch, _memory);
        if (received == 0)
        {
            if (port.Io.IsLost)
            {
                Unwatch(port);
            }

            return false;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            var packet = batch[i];
            packet.InPort = port.Info.Number.Number;
        }

        Process(ref batch, port);
        return true;
    }

    private void DrainPorts()
    {
        for (var round = 0; round < MaxSettleRounds; round++)
        {
            var any = false;
            foreach (var port in _ports.Ports)
            {
                any |= !port.Io.IsLost && Poll(port);
            }

            if (!any)
            {
                return;
            }
        }
    }

    private void Activate(PollPort port)
    {
        if (_activeCount == _active.Length)
        {
            Array.Resize(ref _active, 2 * _activeCount);
        }

        port.IsActive = true;
        _active[_activeCount++] = port;
    }

    private void Adopt(PortTable ports)
    {
        foreach (var old in _ports.Ports)
        {
            if (ports.Find(old.Info.Number.Number) != old)
            {
                Unwatch(old);
                old.IsActive = false;
            }
        }

        var kept = 0;
        for (var i = 0; i < _activeCount; i++)
        {
            if (_active[i].IsActive)
            {
                _active[kept++] = _active[i];
            }
        }

        _active.AsSpan(kept, _activeCount - kept).Clear();
        _activeCount = kept;
        _ports = ports;
        foreach (var port in ports.Ports)
        {
            if (!port.IsWatched && !port.Io.IsLost)
            {
                Require(_epoll.Add(port.Io.Fd, IoEvents.Readable, port.Info.Number.Number));
                port.IsWatched = true;
            }
        }
    }

    private void Unwatch(PollPort port)
    {
        if (port.IsWatched)
        {
            Require(_epoll.Remove(port.Io.Fd));
            port.IsWatched = false;
        }
    }
}
