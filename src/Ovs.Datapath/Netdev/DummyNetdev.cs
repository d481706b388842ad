using System;
using System.Collections.Concurrent;
using System.Threading;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;
using Ovs.Native;
using Ovs.Native.Libc;

namespace Ovs.Datapath.Netdev;

/// <summary>A device that exists only in this process: tests and control commands put frames in and see what comes out.</summary>
public sealed class DummyNetdev : INetdev
{
    /// <summary>Frames that may wait, as in the original.</summary>
    private const int MaxQueue = 100;

    private const ulong FirstMac = 0xaa55_aa55_0000;

    private static int s_count;

    private readonly ConcurrentQueue<(byte[] Frame, OffloadState Offload)> _queue = new();
    private readonly EventFd _wake = new();
    private PortCounters _counters = new();

    public DummyNetdev(string name, string type)
    {
        Name = name;
        Type = type;
        var number = Interlocked.Increment(ref s_count) - 1;
        Facts = new NetdevFacts
        {
            Exists = true,
            Mac = new EthAddress(FirstMac + (uint)number),
            Mtu = 1500,
            HasCarrier = true,
        };
    }

    /// <summary>Sees a frame that the switch sent; called on a poll thread.</summary>
    public delegate void FrameHandler(ReadOnlySpan<byte> frame);

    /// <inheritdoc/>
    public event Action<INetdev>? Changed;

    /// <summary>Raised on a poll thread with each frame that the switch sends.</summary>
    public event FrameHandler? Sent;

    public string Name { get; }

    public string Type { get; }

    public NetdevFacts Facts { get; private set; }

    /// <summary>Makes the switch receive <paramref name="frame"/>; false if too many wait already.</summary>
    public bool Inject(ReadOnlySpan<byte> frame) => Inject(frame, default);

    /// <summary>As <see cref="Inject(ReadOnlySpan{byte})"/>, with work left to do as a local sender leaves it.</summary>
    public bool Inject(ReadOnlySpan<byte> frame, OffloadState offload)
    {
        if (_queue.Count >= MaxQueue)
        {
            return false;
        }

        _queue.Enqueue((frame.ToArray(), offload));
        _wake.Signal();
        return true;
    }

    public Errno SetMac(EthAddress mac) => Change(Facts with { Mac = mac });

    public Errno SetMtu(int mtu) => Change(Facts with { Mtu = mtu });

    public Errno SetUp(bool up) => Change(Facts with { IsAdminUp = up });

    public Errno GetStatistics(out NetdevStatistics statistics)
    {
        var counters = _counters.Read();
        statistics = new NetdevStatistics
        {
            RxPackets = counters.RxPackets,
            RxBytes = counters.RxBytes,
            TxPackets = counters.TxPackets,
            TxBytes = counters.TxBytes,
        };
        return Errno.None;
    }

    public Errno OpenIo(out IPortIo? io)
    {
        var opened = new Io(this);
        _counters = opened.Counters;
        io = opened;
        return Errno.None;
    }

    public void Dispose() => _wake.Dispose();

    private Errno Change(NetdevFacts facts)
    {
        if (facts != Facts)
        {
            Facts = facts;
            Changed?.Invoke(this);
        }

        return Errno.None;
    }

    private sealed class Io(DummyNetdev device) : PortIo(device.Name)
    {
        public override int Fd => device._wake.Fd;

        public override int Receive(ref PacketBatch batch, PollMemory memory)
        {
            device._wake.Clear();
            var bytes = 0L;
            while (!batch.IsFull && device._queue.TryDequeue(out var waiting))
            {
                if (!memory.Pool.TryAllocate(waiting.Frame, out var packet))
                {
                    Counters.ReceiveDropped();
                    continue;
                }

                packet.Offload = waiting.Offload;
                bytes += packet.Length;
                batch.Add(packet);
            }

            Counters.Received(batch.Count, bytes);
            return batch.Count;
        }

        public override void Transmit(ref PacketBatch batch, PollMemory memory)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var packet = batch[i];
                if (!packet.Offload.IsComplete)
                {
                    SendFinished(packet, memory);
                    continue;
                }

                Account(SendOne(packet, memory), packet.Length);
                memory.Pool.Free(packet);
            }

            batch.Clear();
        }

        public override void Dispose()
        {
        }

        protected override Errno SendOne(Packet packet, PollMemory memory)
        {
            device.Sent?.Invoke(packet.Data);
            return Errno.None;
        }
    }
}
