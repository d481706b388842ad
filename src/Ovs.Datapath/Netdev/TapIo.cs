using Ovs.Flow.Headers;
using Ovs.Flow.Packets;
using Ovs.Native;
using Ovs.Native.Tap;
using Ovs.Runtime.Logging;

namespace Ovs.Datapath.Netdev;

/// <summary>Receives and sends on a TAP device, a frame a system call.</summary>
internal sealed class TapIo : PortIo
{
    private static readonly LogModule s_log = LogModule.Define("netdev_linux");
    private static readonly LogRateLimit s_limit = new(5, 20);

    private readonly string _name;
    private readonly TapDevice _tap;
    private Packet _waiting;
    private PacketPool? _waitingPool;

    public TapIo(string name, TapDevice tap)
    {
        _name = name;
        _tap = tap;
    }

    public override int Fd => _tap.Fd;

    public override int Receive(ref PacketBatch batch, PacketPool pool)
    {
        _waitingPool = pool;
        var bytes = 0L;
        while (!batch.IsFull && (!_waiting.IsNull || pool.TryAllocate(out _waiting)))
        {
            var address = _waiting.Address - OffloadState.SizeBytes;
            var error = _tap.Read(address, OffloadState.SizeBytes + _waiting.Tailroom, out var received);
            if (error.IsError)
            {
                NoteReceiveError(error);
                break;
            }

            var length = received - OffloadState.SizeBytes;
            if (length < EthernetHeader.Size)
            {
                Counters.ReceiveDropped();
                continue;
            }

            _waiting.SetLength(length);
            _waiting.LoadOffload();
            bytes += length;
            batch.Add(_waiting);
            _waiting = default;
        }

        Counters.Received(batch.Count, bytes);
        return batch.Count;
    }

    public override void Transmit(ref PacketBatch batch, PacketPool pool)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var packet = batch[i];
            var error = SendOne(packet);
            if (error == Errno.EINVAL && !packet.Offload.IsComplete)
            {
                SendFinished(packet, pool);
                continue;
            }

            // The kernel says EIO while the device is administratively down: such packets are nobody's.
            Account(error == Errno.EIO ? Errno.EAGAIN : error, packet.Length);
            if (error.IsError && error != Errno.EIO && error != Errno.EAGAIN)
            {
                s_log.Warn(s_limit, $"error sending Ethernet packet on {_name}: {error}");
            }

            pool.Free(packet);
        }

        batch.Clear();
    }

    /// <summary>Gives back the packet that waited for the next read; the device belongs to the netdev.</summary>
    public override void Dispose()
    {
        if (!_waiting.IsNull)
        {
            _waitingPool?.Free(_waiting);
            _waiting = default;
        }
    }

    protected override Errno SendOne(Packet packet)
    {
        packet.StoreOffload();
        return _tap.Write(packet.Address - OffloadState.SizeBytes, OffloadState.SizeBytes + packet.Length);
    }

    private void NoteReceiveError(Errno error)
    {
        if (error == Errno.EAGAIN || error == Errno.EINTR)
        {
            return;
        }

        // The kernel's answer once somebody removed the device; its descriptor would be "ready" for ever.
        IsLost = error == Errno.EBADFD;
        Counters.ReceiveFailed();
        s_log.Warn(s_limit, $"error receiving Ethernet packet on {_name}: {error}");
    }
}
