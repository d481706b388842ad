using System;
using System.Threading;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Datapath.Userspace;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;
using Ovs.Flow.Tests;
using Ovs.Native;
using Ovs.Native.Libc;
using Ovs.Runtime.Time;
using static Ovs.Datapath.Tests.Userspace.TestSwitch;

namespace Ovs.Datapath.Tests.Userspace;

public sealed class AllocationTests
{
    [Fact]
    public void Steady_forwarding_allocates_nothing()
    {
        using var device = new Generator();
        using var datapath = new UserspaceDatapath("test", new Clock());
        Assert.Equal(Errno.None, datapath.AddPort(device, DpPort.None, out _));
        datapath.Start(new Handler());
        Assert.True(device.Finished.Wait(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        datapath.Settle();
        Assert.Equal(0, device.AllocatedBytes);
        Assert.True(datapath.Statistics.Hit > 32 * 9000, $"{datapath.Statistics}");
        Assert.Equal(64, datapath.Statistics.FlowCount);
    }

    private sealed class Handler : IUpcallHandler
    {
        // Some flows change the packet, some go to two ports, so that cloning and sharing are measured too.
        public void Miss(Packet packet, in FlowKey key, UpcallResult result)
        {
            result.Mask.Bits.TpSrc = ushort.MaxValue;
            result.Actions.Add(To(1));
            if (key.TpSrc % 2 == 0)
            {
                result.Actions.Add(DpAction.PushVlan(0x8100, key.TpSrc));
                result.Actions.Add(To(1));
            }
        }

        public void Userspace(Packet packet, in FlowKey key, object cookie)
        {
        }

        public void BatchEnded()
        {
        }
    }

    /// <summary>A port that always has a full batch, of 64 flows, and measures its thread between the 1,000th and the
    /// 10,000th.</summary>
    private sealed class Generator : INetdev, IPortIo
    {
        private readonly byte[][] _frames = new byte[64][];
        private readonly EventFd _wake = new();
        private long _before;
        private int _batches;

        public Generator()
        {
            for (var i = 0; i < _frames.Length; i++)
            {
                _frames[i] = Frames.Ethernet(1, 2).Ipv4(1, 2, IpProtocols.Udp, 8).Udp((ushort)i, 9, 0).ToArray();
            }

            _wake.Signal();
        }

        public event Action<INetdev>? Changed
        {
            add { }
            remove { }
        }

        public ManualResetEventSlim Finished { get; } = new();

        public long AllocatedBytes { get; private set; } = -1;

        public string Name => "generator";

        public string Type => "test";

        public NetdevFacts Facts => NetdevFacts.Missing;

        public int Fd => _wake.Fd;

        public bool IsLost => false;

        public PortCounters Counters { get; } = new();

        public int Receive(ref PacketBatch batch, PollMemory memory)
        {
            switch (++_batches)
            {
                case 1000:
                    _before = GC.GetAllocatedBytesForCurrentThread();
                    break;
                case 10_000:
                    AllocatedBytes = GC.GetAllocatedBytesForCurrentThread() - _before;
                    Finished.Set();
                    break;
                case > 10_000:
                    _wake.Clear();
                    return 0;
                default:
                    break;
            }

            while (!batch.IsFull)
            {
                Assert.True(memory.Pool.TryAllocate(_frames[((_batches * 5) + batch.Count) % 64], out var packet));
                batch.Add(packet);
            }

            return batch.Count;
        }

        public void Transmit(ref PacketBatch batch, PollMemory memory) => memory.Pool.Free(ref batch);

        public Errno SetMac(EthAddress mac) => Errno.None;

        public Errno SetMtu(int mtu) => Errno.None;

        public Errno SetUp(bool up) => Errno.None;

        public Errno GetStatistics(out NetdevStatistics statistics)
        {
            statistics = new NetdevStatistics();
            return Errno.None;
        }

        public Errno OpenIo(out IPortIo? io)
        {
            io = this;
            return Errno.None;
        }

        public void Dispose()
        {
        }
    }
}
