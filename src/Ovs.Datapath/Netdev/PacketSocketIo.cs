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

    public PacketSocketIo(string name, FileDescriptor socket)
        : base(name)
    {
        _name = name;
        _socket = socket;
    }

    public override int Fd => _socket.Value;

    public override int Receive(ref PacketBatch batch, PollMemory memory)
    {
        var error = memory.Received.Receive(_socket.Value, memory.Provide(), out var received);
        if (error.IsError)
        {
            NoteReceiveError(error);
            return 0;
        }

        var bytes = 0L;
        for (var i = 0; i < received; i++)
        {
            var packet = memory.Take(i);
            if (TryAccept(memory.Received, i, packet))
            {
                bytes += packet.Length;
                batch.Add(packet);
            }
            else
            {
                Counters.ReceiveDropped();
                memory.Pool.Free(packet);
            }
        }

        Counters.Received(batch.Count, bytes);
        return batch.Count;
    }

    public override void Transmit(ref PacketBatch batch, PollMemory memory)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            Prepare(memory.Sent, i, batch[i]);
        }

        var done = 0;
        while (done < batch.Count)
        {
            var error = memory.Sent.Send(_socket.Value, done, batch.Count - done, out var sent);
            var bytes = 0L;
            for (var i = 0; i < sent; i++)
            {
                bytes += batch[done + i].Length;
                memory.Pool.Free(batch[done + i]);
            }

            Counters.Sent(sent, bytes);
            done += sent;
            if (error.IsError)
            {
                done += GiveUp(in batch, done, error, memory);
            }
        }

        batch.Clear();
    }

    public override void Dispose() => _socket.Dispose();

    protected override Errno SendOne(Packet packet, PollMemory memory)
    {
        Prepare(memory.SentAlone, 0, packet);
        return memory.SentAlone.Send(_socket.Value, 0, 1, out _);
    }

    private static void Prepare(MessageBatch messages, int index, Packet packet)
    {
        packet.StoreOffload();
        messages.Set(index, packet.Address - OffloadState.SizeBytes, OffloadState.SizeBytes + packet.Length);
    }

    private bool TryAccept(MessageBatch messages, int index, Packet packet)
    {
        var length = messages.LengthOf(index) - OffloadState.SizeBytes;
        if (messages.IsCut(index))
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
        AcceptOffload(packet);
        if (messages.VlanOf(index, out var tpid, out var tci))
        {
            VlanEdit.Push(packet, tpid, tci);
        }

        return true;
    }

    // Deals with the packet at which sending stopped, or with all that are left, and gives their number.
    private int GiveUp(in PacketBatch batch, int first, Errno error, PollMemory memory)
    {
        var packet = batch[first];
        if (!packet.Offload.IsComplete && IsRefusal(error))
        {
            SendFinished(packet, memory);
            return 1;
        }

        if (error == Errno.EINTR)
        {
            return 0;
        }

        if (IsRefusal(error))
        {
            Account(error, packet.Length);
            memory.Pool.Free(packet);
            return 1;
        }

        // The queue is full or the device is down: the rest would fare no better.
        var left = batch.Count - first;
        Counters.SendDropped(left);
        for (var i = first; i < batch.Count; i++)
        {
            memory.Pool.Free(batch[i]);
        }

        if (error != Errno.EAGAIN && error != Errno.ENOBUFS)
        {
            LogSendError(error);
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
