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

    public TapIo(string name, TapDevice tap)
        : base(name)
    {
        _name = name;
        _tap = tap;
    }

    public override int Fd => _tap.Fd;

    public override int Receive(ref PacketBatch batch, PollMemory memory)
    {
        var bytes = 0L;
        while (!batch.IsFull && memory.Pool.TryAllocate(out var packet))
        {
            var address = packet.Address - OffloadState.SizeBytes;
            var error = _tap.Read(address, OffloadState.SizeBytes + packet.Tailroom, out var received);
            var length = received - OffloadState.SizeBytes;
            if (error.IsError || length < EthernetHeader.Size)
            {
                memory.Pool.Free(packet);
                if (error.IsError)
                {
                    NoteReceiveError(error);
                    break;
                }

                Counters.ReceiveDropped();
                continue;
            }

            packet.SetLength(length);
            AcceptOffload(packet);
            bytes += length;
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
            var error = SendOne(packet, memory);
            if (error == Errno.EINVAL && !packet.Offload.IsComplete)
            {
                SendFinished(packet, memory);
                continue;
            }

            // The kernel says EIO while the device is administratively down: such packets are nobody's.
            Account(error == Errno.EIO ? Errno.EAGAIN : error, packet.Length);
            memory.Pool.Free(packet);
        }

        batch.Clear();
    }

    /// <summary>Does nothing: the device belongs to the netdev.</summary>
    public override void Dispose()
    {
    }

    protected override Errno SendOne(Packet packet, PollMemory memory)
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
