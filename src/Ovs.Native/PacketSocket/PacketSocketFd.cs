using System.Runtime.InteropServices;
using Ovs.Native.Libc;

namespace Ovs.Native.PacketSocket;

/// <summary>
/// A packet(7) socket on one device that speaks virtio-net headers: it receives every frame that arrives, none that we sent
/// ourselves, and takes frames whose checksum or segmentation is left to the device.
/// </summary>
/// <remarks>A VLAN tag that the kernel took out of a frame comes beside it (<see cref="MessageBatch.VlanOf"/>). The socket is
/// bound to a device, not to a name: once the device is gone it stays silent for good.</remarks>
public static unsafe partial class PacketSocketFd
{
    internal const int SOL_PACKET = 263;
    internal const int PACKET_AUXDATA = 8;

    private const int AF_PACKET = 17;
    private const int SOCK_RAW = 3;
    private const int SOCK_CLOEXEC = 0x80000;
    private const int SOCK_NONBLOCK = 0x800;
    private const int SOL_SOCKET = 1;
    private const int SO_SNDBUFFORCE = 32;
    private const int SO_RCVBUFFORCE = 33;
    private const int PACKET_ADD_MEMBERSHIP = 1;
    private const int PACKET_VNET_HDR = 15;
    private const int PACKET_IGNORE_OUTGOING = 23;
    private const ushort PACKET_MR_PROMISC = 1;
    private const ushort ETH_P_ALL = 0x0003;

    /// <summary>Opens a socket on device <paramref name="ifIndex"/>, which becomes promiscuous as long as the socket lives.</summary>
    /// <param name="bufferBytes">Memory for frames that wait, in each direction. The system's default holds three
    /// segmentation packets.</param>
    public static Errno Open(int ifIndex, int bufferBytes, out FileDescriptor? socket)
    {
        socket = null;
        // Protocol 0 receives nothing until bind says from where, so no frame of another device slips in.
        var fd = LibC.socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0)
        {
            return Errno.Last;
        }

        var opened = new FileDescriptor(fd);
        var error = Prepare(fd, ifIndex, bufferBytes);
        if (error.IsError)
        {
            opened.Dispose();
            return error;
        }

        socket = opened;
        return Errno.None;
    }

    private static Errno Prepare(int fd, int ifIndex, int bufferBytes)
    {
        var error = Set(fd, SOL_PACKET, PACKET_VNET_HDR, 1);
        if (!error.IsError)
        {
            error = Set(fd, SOL_PACKET, PACKET_AUXDATA, 1);
        }

        if (!error.IsError)
        {
            error = Set(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
        }

        if (!error.IsError)
        {
            error = Set(fd, SOL_SOCKET, SO_RCVBUFFORCE, bufferBytes);
        }

        if (!error.IsError)
        {
            error = Set(fd, SOL_SOCKET, SO_SNDBUFFORCE, bufferBytes);
        }

        if (error.IsError)
        {
            return error;
        }

        var address = new sockaddr_ll
        {
            sll_family = AF_PACKET,
            sll_protocol = (ushort)(ETH_P_ALL << 8),
            sll_ifindex = ifIndex,
        };
        if (LibC.bind(fd, &address, sizeof(sockaddr_ll)) < 0)
        {
            return Errno.Last;
        }

        var membership = new packet_mreq { mr_ifindex = ifIndex, mr_type = PACKET_MR_PROMISC };
        return LibC.setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &membership, sizeof(packet_mreq)) < 0
            ? Errno.Last
            : Errno.None;
    }

    private static Errno Set(int fd, int level, int option, int value) =>
        LibC.setsockopt(fd, level, option, &value, sizeof(int)) < 0 ? Errno.Last : Errno.None;

    [StructLayout(LayoutKind.Sequential)]
    private struct sockaddr_ll
    {
        public ushort sll_family;
        public ushort sll_protocol;
        public int sll_ifindex;
        public ushort sll_hatype;
        public byte sll_pkttype;
        public byte sll_halen;
        public ulong sll_addr;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct packet_mreq
    {
        public int mr_ifindex;
        public ushort mr_type;
        public ushort mr_alen;
        public ulong mr_address;
    }
}
