using Ovs.Flow.Packets;
using Ovs.Native;
using Ovs.Runtime.Logging;

namespace Ovs.Datapath.Netdev;

/// <summary>What the ways of sending have in common: software finishes a packet that the device cannot take as it is.</summary>
internal abstract class PortIo(string name) : IPortIo
{
    private static readonly LogModule s_log = LogModule.Define("netdev_linux");
    private static readonly LogRateLimit s_limit = new(5, 20);

    public abstract int Fd { get; }

    public bool IsLost { get; protected set; }

    public PortCounters Counters { get; } = new();

    public abstract int Receive(ref PacketBatch batch, PollMemory memory);

    public abstract void Transmit(ref PacketBatch batch, PollMemory memory);

    public abstract void Dispose();

    /// <summary>Sends one packet with nothing left to do; it is borrowed.</summary>
    protected abstract Errno SendOne(Packet packet, PollMemory memory);

    /// <summary>Completes the checksum of <paramref name="packet"/> or cuts it into segments, sends and frees it.</summary>
    protected void SendFinished(Packet packet, PollMemory memory)
    {
        var pool = memory.Pool;
        Counters.SendFinished();
        if (packet.Offload.NeedsSegmentation)
        {
            SendSegments(packet, memory);
        }
        else if (pool.MakeExclusive(ref packet) && Checksum.TryComplete(packet))
        {
            Account(SendOne(packet, memory), packet.Length);
        }
        else
        {
            Counters.SendFailed(1);
        }

        pool.Free(packet);
    }

    /// <summary>Takes over the metadata that came with a received frame.</summary>
    protected static void AcceptOffload(Packet packet)
    {
        packet.LoadOffload();
        if (packet.Offload.NeedsChecksum && packet.Offload.ChecksumOffset == SctpChecksum.Offset)
        {
            // A virtio-net header cannot say that the missing checksum is SCTP's, so the kernel would take it for the
            // Internet's when the frame leaves again.
            _ = Checksum.TryComplete(packet);
        }
    }

    /// <summary>Counts one packet that was sent or refused.</summary>
    protected void Account(Errno error, int bytes)
    {
        if (!error.IsError)
        {
            Counters.Sent(1, bytes);
        }
        else if (error == Errno.EAGAIN || error == Errno.ENOBUFS)
        {
            Counters.SendDropped(1);
        }
        else
        {
            Counters.SendFailed(1);
            LogSendError(error);
        }
    }

    protected void LogSendError(Errno error) =>
        s_log.Warn(s_limit, $"error sending Ethernet packet on {name}: {error}");

    private void SendSegments(Packet packet, PollMemory memory)
    {
        if (!Segmentation.TryStart(packet, out var segmentation))
        {
            Counters.SendFailed(1);
            return;
        }

        while (segmentation.HasMore)
        {
            if (!segmentation.TryNext(memory.Pool, out var segment))
            {
                Counters.SendDropped(1);
                return;
            }

            Account(SendOne(segment, memory), segment.Length);
            memory.Pool.Free(segment);
        }
    }
}
