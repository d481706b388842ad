using System.Collections.Generic;
using Ovs.Flow.Packets;

namespace Ovs.Flow.Tests.Packets;

public sealed class PacketPoolTests
{
    [Fact]
    public void A_pool_grows_to_its_limit_and_no_further()
    {
        using var pool = new PacketPool(40);
        var packets = new List<Packet>();
        while (pool.TryAllocate(out var packet))
        {
            packets.Add(packet);
        }

        Assert.Equal(40, packets.Count);
        Assert.Equal(40, pool.InUseCount);
        pool.Free(packets[3]);
        Assert.True(pool.TryAllocate(out var again));
        Assert.Equal(packets[3], again);
        Assert.Equal(0, again.Length);
        Assert.True(again.Headroom >= 128);
    }

    [Fact]
    public void A_shared_packet_is_cloned_before_it_is_changed()
    {
        using var pool = new PacketPool();
        Assert.True(pool.TryAllocate([1, 2, 3], out var packet));
        packet.InPort = 9;
        var other = PacketPool.Share(packet);
        Assert.True(packet.IsShared);
        Assert.True(pool.MakeExclusive(ref other));
        Assert.NotEqual(packet, other);
        Assert.False(packet.IsShared);
        other.Data[0] = 42;
        Assert.Equal(1, packet.Data[0]);
        Assert.Equal(9u, other.InPort);
        Assert.Equal(2, pool.InUseCount);
        pool.Free(packet);
        pool.Free(other);
        Assert.Equal(0, pool.InUseCount);
    }

    [Fact]
    public void Headers_are_pushed_into_the_headroom()
    {
        using var pool = new PacketPool();
        Assert.True(pool.TryAllocate([1, 2, 3], out var packet));
        packet.PushFront(2);
        Assert.Equal(5, packet.Length);
        Assert.Equal(1, packet.Data[2]);
        packet.PullFront(3);
        Assert.Equal([2, 3], packet.Data.ToArray());
    }

    [Fact]
    public void Freeing_a_batch_empties_it()
    {
        using var pool = new PacketPool();
        var batch = default(PacketBatch);
        while (!batch.IsFull)
        {
            Assert.True(pool.TryAllocate(out var packet));
            batch.Add(packet);
        }

        pool.Free(ref batch);
        Assert.True(batch.IsEmpty);
        Assert.Equal(0, pool.InUseCount);
    }
}
