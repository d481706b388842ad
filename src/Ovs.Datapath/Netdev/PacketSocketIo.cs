using Ovs.Flow.Headers;
using Ovs.Flow.Packets;
using Ovs.Native;
using Ovs.Native.PacketSocket;
using Ovs.Runtime.Logging;

namespace Ovs.Datapath.Netdev;

/// <summary>Receives and sends on an existing device through a packet socket, up to 32 frames a system call.</summary>
/// <remarks>What a sender left to the device (checksum, segmentation) is received and sent on as it is; frames of a TCP
/// stream are then up to 64 KB long. When the kernel refuses such a frame, software finishes it.</remarks>
internal sealed class PacketSocketIo : PortIo
{
    private static readonly LogModule s_log = LogModule.Define("netdev_linux");
    private static readonly LogRateLimit s_limit = new(5, 20);

    private readonly string _name;
    private readonly FileDescriptor _socket;
    private readonly MessageBatch _rx = new(PacketBatch.Capacity);
    private readonly MessageBatch _tx = new(PacketBatch.Capacity);
    private readonly MessageBatch _single = new(1);

    // Packets that the next receive fills; those that it does not need stay for the one after.
    private PacketBatch _waiting;
    private PacketPool? _waitingPool;

    public PacketSocketIo(string name, FileDescriptor socket)
    {
        _name = name;
        _socket = socket;
    }

    public override int Fd => _socket.Value;

    public override int Receive(ref PacketBatch batch, PacketPool pool)
    {
        _waitingPool = pool;
        while (!_waiting.IsFull && pool.TryAllocate(out var packet))
        {
            _rx.Set(_waiting.Count, packet.Address - OffloadState.SizeBytes, OffloadState.SizeBytes + packet.Tailroom);
            _waiting.Add(packet);
        }

        var error = _rx.Receive(_socket.Value, _waiting.Count, out var received);
        if (error.IsError)
        {
            NoteReceiveError(error);
            return 0;
        }

        var bytes = 0L;
        for (var i = 0; i < received; i++)
        {
            var packet = _waiting[i];
            if (TryAccept(i, packet))
            {
                bytes += packet.Length;
                batch.Add(packet);
            }
            else
            {
                Counters.ReceiveDropped();
                pool.Free(packet);
            }
        }

        KeepFrom(received);
        Counters.Received(batch.Count, bytes);
        return batch.Count;
    }

    public override void Transmit(ref PacketBatch batch, PacketPool pool)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            Prepare(_tx, i, batch[i]);
        }

        var done = 0;
        while (done < batch.Count)
        {
            var error = _tx.Send(_socket.Value, done, batch.Count - done, out var sent);
            var bytes = 0L;
            for (var i = 0; i < sent; i++)
            {
                bytes += batch[done + i].Length;
                pool.Free(batch[done + i]);
            }

            Counters.Sent(sent, bytes);
            done += sent;
            if (error.IsError)
            {
                done += GiveUp(in batch, done, error, pool);
            }
        }

        batch.Clear();
    }

    public override void Dispose()
    {
        _waitingPool?.Free(ref _waiting);
        _socket.Dispose();
        _rx.Dispose();
        _tx.Dispose();
        _single.Dispose();
    }

    protected override Errno SendOne(Packet packet)
    {
        Prepare(_single, 0, packet);
        return _single.Send(_socket.Value, 0, 1, out _);
    }

    private static void Prepare(MessageBatch messages, int index, Packet packet)
    {
        packet.StoreOffload();
        messages.Set(index, packet.Address - OffloadState.SizeBytes, OffloadState.SizeBytes + packet.Length);
    }

    private bool TryAccept(int index, Packet packet)
    {
        var length = _rx.LengthOf(index) - OffloadState.SizeBytes;
        if (_rx.IsCut(index))
        {
            s_log.Warn(s_limit, $"{_name}: Dropped packet: Too big. GRO/TSO enabled?");
            return false;
        }

        if (length < EthernetHeader.Size)
        {
            s_log.Warn(s_limit, $"{_name}: Dropped packet: less than ether hdr size");
            return false;
        }

        packet.SetLength(length);
        packet.LoadOffload();
        if (_rx.VlanOf(index, out var tpid, out var tci))
        {
            VlanEdit.Push(packet, tpid, tci);
        }

        return true;
    }

    // Moves packets that were not filled to the front, and says so to the kernel's list.
    private void KeepFrom(int received)
    {
        var kept = 0;
        for (var i = received; i < _waiting.Count; i++)
        {
            var packet = _waiting[i];
            _waiting.Replace(kept, packet);
            _rx.Set(kept++, packet.Address - OffloadState.SizeBytes, OffloadState.SizeBytes + packet.Tailroom);
        }

        _waiting.Truncate(kept);
    }

    // Deals with the packet at which sending stopped, or with all that are left, and gives their number.
    private int GiveUp(in PacketBatch batch, int first, Errno error, PacketPool pool)
    {
        var packet = batch[first];
        if (!packet.Offload.IsComplete && IsRefusal(error))
        {
            SendFinished(packet, pool);
            return 1;
        }

        if (error == Errno.EINTR)
        {
            return 0;
        }

        if (IsRefusal(error))
        {
            Counters.SendFailed(1);
            pool.Free(packet);
            return 1;
        }

        // The queue is full or the device is down: the rest would fare no better.
        var left = batch.Count - first;
        Counters.SendDropped(left);
        for (var i = first; i < batch.Count; i++)
        {
            pool.Free(batch[i]);
        }

        if (error != Errno.EAGAIN && error != Errno.ENOBUFS)
        {
            s_log.Warn(s_limit, $"error sending Ethernet packet on {_name}: {error}");
        }

        return left;
    }

    private static bool IsRefusal(Errno error) =>
        error == Errno.EINVAL || error == Errno.EMSGSIZE || error == Errno.EOPNOTSUPP || error == Errno.EIO;

    private void NoteReceiveError(Errno error)
    {
        if (error == Errno.EAGAIN || error == Errno.EINTR)
        {
            return;
        }

        Counters.ReceiveFailed();
        s_log.Warn(s_limit, $"error receiving Ethernet packet on {_name}: {error}");
    }
}
