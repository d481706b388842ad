using System;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Ovs.Native.Memory;

namespace Ovs.Native.PacketSocket;

/// <summary>The arguments of recvmmsg(2) and sendmmsg(2) for a packet socket: a fixed number of messages, each one
/// contiguous piece of the caller's memory.</summary>
/// <remarks>A batch is for receiving or for sending, not for both. One thread.</remarks>
public sealed unsafe partial class MessageBatch : IDisposable
{
    private const int MSG_DONTWAIT = 0x40;
    private const int MSG_TRUNC = 0x20;
    private const int ControlBytes = 64;
    private const uint TP_STATUS_VLAN_VALID = 1 << 4;
    private const uint TP_STATUS_VLAN_TPID_VALID = 1 << 6;
    private const ushort DefaultTpid = 0x8100;

    private readonly NativeBlock _memory;
    private readonly mmsghdr_t* _messages;
    private readonly iovec_t* _vectors;
    private readonly byte* _controls;

    public MessageBatch(int capacity)
    {
        Capacity = capacity;
        var bytes = capacity * (sizeof(mmsghdr_t) + sizeof(iovec_t) + ControlBytes);
        _memory = new NativeBlock((nuint)bytes, alignmentBytes: 64);
        NativeMemory.Clear((void*)_memory.Address, (nuint)bytes);
        _messages = (mmsghdr_t*)_memory.Address;
        _vectors = (iovec_t*)(_messages + capacity);
        _controls = (byte*)(_vectors + capacity);
        for (var i = 0; i < capacity; i++)
        {
            _messages[i].msg_iov = _vectors + i;
            _messages[i].msg_iovlen = 1;
        }
    }

    public int Capacity { get; }

    /// <summary>Says where message <paramref name="index"/> is or goes.</summary>
    public void Set(int index, nint address, int bytes)
    {
        Debug.Assert((uint)index < (uint)Capacity, "no such message");
        _vectors[index].iov_base = (void*)address;
        _vectors[index].iov_len = bytes;
    }

    /// <summary>Receives up to <paramref name="count"/> messages without blocking; EAGAIN if none waits.</summary>
    public Errno Receive(int fd, int count, out int received)
    {
        for (var i = 0; i < count; i++)
        {
            _messages[i].msg_control = _controls + (i * ControlBytes);
            _messages[i].msg_controllen = ControlBytes;
        }

        received = recvmmsg(fd, _messages, (uint)count, MSG_DONTWAIT, null);
        if (received >= 0)
        {
            return Errno.None;
        }

        received = 0;
        return Errno.Last;
    }

    /// <summary>Sends messages from <paramref name="first"/> on without blocking, and says how many went. An error is about
    /// the first that did not.</summary>
    public Errno Send(int fd, int first, int count, out int sent)
    {
        sent = sendmmsg(fd, _messages + first, (uint)count, MSG_DONTWAIT);
        if (sent >= 0)
        {
            return Errno.None;
        }

        sent = 0;
        return Errno.Last;
    }

    /// <summary>Bytes received into message <paramref name="index"/>.</summary>
    public int LengthOf(int index) => (int)_messages[index].msg_len;

    /// <summary>True if the message was longer than its memory.</summary>
    public bool IsCut(int index) => (_messages[index].msg_flags & MSG_TRUNC) != 0;

    /// <summary>The VLAN tag that the kernel took out of the frame; false if there was none.</summary>
    public bool VlanOf(int index, out ushort tpid, out ushort tci)
    {
        tpid = 0;
        tci = 0;
        if (_messages[index].msg_controllen < (nuint)sizeof(cmsghdr_auxdata))
        {
            return false;
        }

        // Only one kind of control message is asked for, so it is the first.
        var control = (cmsghdr_auxdata*)(_controls + (index * ControlBytes));
        if (control->cmsg_level != PacketSocketFd.SOL_PACKET || control->cmsg_type != PacketSocketFd.PACKET_AUXDATA
            || (control->tp_status & TP_STATUS_VLAN_VALID) == 0)
        {
            return false;
        }

        tpid = (control->tp_status & TP_STATUS_VLAN_TPID_VALID) != 0 ? control->tp_vlan_tpid : DefaultTpid;
        tci = control->tp_vlan_tci;
        return true;
    }

    public void Dispose() => _memory.Dispose();

    [LibraryImport("libc")]
    private static partial int recvmmsg(int fd, mmsghdr_t* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc")]
    private static partial int sendmmsg(int fd, mmsghdr_t* messages, uint count, int flags);

    [StructLayout(LayoutKind.Sequential)]
    private struct iovec_t
    {
        public void* iov_base;
        public nint iov_len;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct mmsghdr_t
    {
        public void* msg_name;
        public uint msg_namelen;
        public iovec_t* msg_iov;
        public nuint msg_iovlen;
        public void* msg_control;
        public nuint msg_controllen;
        public int msg_flags;
        private readonly int _headerPadding;
        public uint msg_len;
        private readonly int _padding;
    }

    // struct cmsghdr followed by struct tpacket_auxdata.
    [StructLayout(LayoutKind.Sequential)]
    private struct cmsghdr_auxdata
    {
        public nuint cmsg_len;
        public int cmsg_level;
        public int cmsg_type;
        public uint tp_status;
        public uint tp_len;
        public uint tp_snaplen;
        public ushort tp_mac;
        public ushort tp_net;
        public ushort tp_vlan_tci;
        public ushort tp_vlan_tpid;
    }
}
