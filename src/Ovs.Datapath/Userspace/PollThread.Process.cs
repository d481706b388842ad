using System;
using System.Threading;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;
using Ovs.Native;
using Ovs.Runtime.Logging;

namespace Ovs.Datapath.Userspace;

/// <summary>The walk of a batch: extract, exact-match cache, megaflows, upcalls for the rest; then each megaflow's actions
/// on its packets; then output.</summary>
internal sealed partial class PollThread : IPacketOutput
{
    private const long SortIntervalMs = 1000;

    private static readonly LogRateLimit s_limit = new(600, 600);

    private readonly FlowKey[] _keys = new FlowKey[PacketBatch.Capacity];
    private readonly int[] _extents = new int[PacketBatch.Capacity];
    private readonly uint[] _hashes = new uint[PacketBatch.Capacity];
    private readonly Megaflow?[] _found = new Megaflow?[PacketBatch.Capacity];
    private readonly FlowGroup[] _groups = new FlowGroup[PacketBatch.Capacity];
    private readonly PollPort[] _outputs = new PollPort[256];
    private readonly ExactMatchCache _cache = new();
    private readonly UpcallResult _result = new();
    private int _groupCount;
    private int _outputCount;
    private long _sortedMs;
    private long _exactMatchHits;
    private long _megaflowHits;
    private long _misses;
    private long _masksLookedAt;
    private long _outOfMemory;

    /// <summary>VLAN headers that keys look into (Open_vSwitch.other_config:vlan-limit).</summary>
    public int VlanLimit { get; set; } = 1;

    public int FlowLimit { get; set; } = 200_000;

    // Misses are handled on the spot, so none is lost.
    public DpStatistics Statistics => new(
        Volatile.Read(ref _exactMatchHits) + Volatile.Read(ref _megaflowHits), Volatile.Read(ref _misses),
        Lost: 0, Flows.Count, Volatile.Read(ref _masksLookedAt), Flows.MaskCount,
        Volatile.Read(ref _exactMatchHits));

    public void Send(DpPort port, ref PacketBatch batch)
    {
        if (_ports.Find(port.Number) is not { } to)
        {
            _pool.Free(ref batch);
            return;
        }

        for (var i = 0; i < batch.Count; i++)
        {
            if (to.Output.IsEmpty)
            {
                Remember(to);
            }
            else if (to.Output.IsFull)
            {
                to.Io.Transmit(ref to.Output, _memory);
            }

            to.Output.Add(batch[i]);
        }

        batch.Clear();
    }

    public void ToUserspace(in PacketBatch batch, object cookie)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            _ = FlowExtractor.Extract(batch[i], VlanLimit, out var key);
            _handler!.Userspace(batch[i], in key, cookie);
        }
    }

    public void OutOfMemory(int packets)
    {
        Volatile.Write(ref _outOfMemory, _outOfMemory + packets);
        s_log.Warn(s_limit, $"dropped packets for lack of packet memory ({_pool.InUseCount} packets in use)");
    }

    private void Process(ref PacketBatch batch, PollPort port)
    {
        var nowMs = _clock.NowMs;
        Span<byte> pending = stackalloc byte[PacketBatch.Capacity];
        var pendingCount = FindCached(in batch, pending);
        if (pendingCount > 0)
        {
            FindMegaflows(in batch, pending, ref pendingCount);
        }

        var hadMisses = pendingCount > 0;
        _groupCount = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (_found[i] is { } flow)
            {
                AddToGroup(flow, batch[i], i);
            }
            else
            {
                Miss(batch[i], i, port);
            }
        }

        batch.Clear();
        for (var i = 0; i < _groupCount; i++)
        {
            RunGroup(ref _groups[i], nowMs);
        }

        FlushOutput();
        if (hadMisses)
        {
            _handler!.BatchEnded();
        }

        if (nowMs - _sortedMs >= SortIntervalMs)
        {
            _sortedMs = nowMs;
            Flows.SortByHits();
        }
    }

    /// <summary>Fills keys and flows; gives the number of packets that the cache does not know, their indexes in
    /// <paramref name="pending"/>.</summary>
    private int FindCached(in PacketBatch batch, Span<byte> pending)
    {
        var pendingCount = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            ref var key = ref _keys[i];
            var extent = FlowExtractor.Extract(batch[i], VlanLimit, out key);
            var hash = FlowHash.Of(in key, extent);
            var flow = _cache.Find(in key, extent, hash);
            _extents[i] = extent;
            _hashes[i] = hash;
            _found[i] = flow;
            if (flow is null)
            {
                pending[pendingCount++] = (byte)i;
            }
        }

        Volatile.Write(ref _exactMatchHits, _exactMatchHits + batch.Count - pendingCount);
        return pendingCount;
    }

    private void FindMegaflows(in PacketBatch batch, Span<byte> pending, ref int pendingCount)
    {
        Span<byte> wanted = stackalloc byte[PacketBatch.Capacity];
        pending[..pendingCount].CopyTo(wanted);
        var wantedCount = pendingCount;
        var looked = Flows.Find(_keys.AsSpan(0, batch.Count), _found, pending, ref pendingCount);
        Volatile.Write(ref _masksLookedAt, _masksLookedAt + looked);
        Volatile.Write(ref _megaflowHits, _megaflowHits + wantedCount - pendingCount);
        for (var i = 0; i < wantedCount; i++)
        {
            var index = wanted[i];
            if (_found[index] is { } flow)
            {
                _cache.Insert(in _keys[index], _extents[index], _hashes[index], flow);
            }
        }
    }

    // Order among packets of a flow is kept; between flows it is not, as in the original.
    private void AddToGroup(Megaflow flow, Packet packet, int index)
    {
        if (flow.BatchSlot < 0)
        {
            flow.BatchSlot = _groupCount;
            ref var created = ref _groups[_groupCount++];
            created.Flow = flow;
            created.Bytes = 0;
            created.TcpFlags = 0;
        }

        ref var group = ref _groups[flow.BatchSlot];
        group.Packets.Add(packet);
        group.Bytes += packet.Length;
        group.TcpFlags |= _keys[index].TcpFlags;
    }

    private void RunGroup(ref FlowGroup group, long nowMs)
    {
        var flow = group.Flow!;
        flow.BatchSlot = -1;
        flow.Count(group.Packets.Count, group.Bytes, group.TcpFlags, nowMs);
        ActionExecutor.Run(ref group.Packets, flow.Actions.Span, this, _pool);
        group.Flow = null;
    }

    private void Miss(Packet packet, int index, PollPort port)
    {
        // An earlier miss of this batch may have installed what this packet needs.
        ref var key = ref _keys[index];
        if (Flows.Find(in key) is { } known)
        {
            Volatile.Write(ref _megaflowHits, _megaflowHits + 1);
            AddToGroup(known, packet, index);
            return;
        }

        Volatile.Write(ref _misses, _misses + 1);
        port.Io.Counters.Upcall();
        _result.Reset();
        _handler!.Miss(packet, in key, _result);
        if (_result.Install)
        {
            var error = Flows.Install(
                in key, in _result.Mask, _result.Actions.ToActions(), _result.Owner, FlowLimit, out var flow);
            if (!error.IsError)
            {
                _cache.Insert(in key, _extents[index], _hashes[index], flow!);
            }
        }

        var single = default(PacketBatch);
        single.Add(packet);
        ActionExecutor.Run(ref single, _result.Actions.Actions, this, _pool);
    }

    private void Remember(PollPort port)
    {
        if (_outputCount == _outputs.Length)
        {
            FlushOutput();
        }

        _outputs[_outputCount++] = port;
    }

    private void FlushOutput()
    {
        for (var i = 0; i < _outputCount; i++)
        {
            var port = _outputs[i];
            if (!port.Output.IsEmpty)
            {
                port.Io.Transmit(ref port.Output, _memory);
            }
        }

        _outputs.AsSpan(0, _outputCount).Clear();
        _outputCount = 0;
    }

    private struct FlowGroup
    {
        public Megaflow? Flow;
        public PacketBatch Packets;
        public long Bytes;
        public int TcpFlags;
    }
}
