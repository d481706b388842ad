using System.Threading;
using Ovs.Datapath.Actions;
using Ovs.Datapath.Interface;
using Ovs.Flow.Key;

namespace Ovs.Datapath.Userspace;

/// <summary>A flow of one poll thread's table. Immutable but for its actions, which are replaced whole, its life, and its
/// counters, which the poll thread writes.</summary>
internal sealed class Megaflow : DpFlow
{
    private readonly Subtable _subtable;

    // The key's words under the mask, only those that the mask looks at: what a lookup compares.
    private readonly ulong[] _masked;
    private DpActions _actions;
    private bool _isDead;
    private long _packets;
    private long _bytes;
    private long _usedMs;
    private int _tcpFlags;

    public Megaflow(Subtable subtable, in FlowKey key, uint hash, DpActions actions, object? owner)
        : base(in key, owner)
    {
        _subtable = subtable;
        _masked = subtable.MaskedWords(in key);
        _actions = actions;
        Hash = hash;
    }

    public override ref readonly FlowMask Mask => ref _subtable.Mask;

    public override DpActions Actions => Volatile.Read(ref _actions);

    public override bool IsDead => Volatile.Read(ref _isDead);

    public override FlowStatistics Statistics => new(
        Volatile.Read(ref _packets), Volatile.Read(ref _bytes), Volatile.Read(ref _usedMs),
        (ushort)Volatile.Read(ref _tcpFlags));

    /// <summary>The table this flow is in.</summary>
    public Subtable Subtable => _subtable;

    /// <summary>Of the masked words.</summary>
    public uint Hash { get; }

    /// <summary>Scratch of the poll thread: the flow's place in the batch that it is at.</summary>
    public int BatchSlot { get; set; } = -1;

    public ulong[] Masked => _masked;

    public void Replace(DpActions actions) => Volatile.Write(ref _actions, actions);

    public void Kill() => Volatile.Write(ref _isDead, true);

    /// <summary>Adds a batch; the poll thread only.</summary>
    public void Count(int packets, long bytes, int tcpFlags, long nowMs)
    {
        Volatile.Write(ref _packets, _packets + packets);
        Volatile.Write(ref _bytes, _bytes + bytes);
        Volatile.Write(ref _tcpFlags, _tcpFlags | tcpFlags);
        Volatile.Write(ref _usedMs, nowMs);
    }
}
