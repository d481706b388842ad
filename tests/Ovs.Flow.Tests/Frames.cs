using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.Flow.Packets;

namespace Ovs.Flow.Tests;

/// <summary>Builds frames for tests, from the outside in: each call appends a header.</summary>
internal sealed class Frames
{
    private readonly List<byte> _bytes = [];

    public static Frames Ethernet(ulong source, ulong destination, params ushort[] tagTypesAndTcis)
    {
        var frames = new Frames();
        frames.Big(destination, 6).Big(source, 6);
        foreach (var number in tagTypesAndTcis)
        {
            frames.Big(number, 2);
        }

        return frames;
    }

    public byte[] ToArray() => [.. _bytes];

    public Frames Big(ulong value, int bytes)
    {
        for (var i = bytes - 1; i >= 0; i--)
        {
            _bytes.Add((byte)(value >> (8 * i)));
        }

        return this;
    }

    public Frames Raw(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>EtherType and a correct IPv4 header for <paramref name="payloadBytes"/> more bytes.</summary>
    public Frames Ipv4(uint source, uint destination, byte protocol, int payloadBytes, ushort fragment = 0x4000, ushort id = 7)
    {
        Big(EthTypes.Ipv4, 2);
        var at = _bytes.Count;
        Big(0x45, 1).Big(0x10, 1).Big((ulong)(20 + payloadBytes), 2).Big(id, 2).Big(fragment, 2).Big(64, 1).Big(protocol, 1)
            .Big(0, 2).Big(source, 4).Big(destination, 4);
        var checksum = SlowChecksum(ToArray().AsSpan(at));
        _bytes[at + 10] = (byte)(checksum >> 8);
        _bytes[at + 11] = (byte)checksum;
        return this;
    }

    public Frames Ipv6(string source, string destination, byte next, int payloadBytes, uint label = 0x12345, byte trafficClass = 0x28)
    {
        Big(EthTypes.Ipv6, 2).Big((6u << 28) | ((uint)trafficClass << 20) | label, 4).Big((ulong)payloadBytes, 2).Big(next, 1).Big(255, 1);
        Assert.True(Ipv6Address.TryParse(source, out var from));
        Assert.True(Ipv6Address.TryParse(destination, out var to));
        return Big(from.High, 8).Big(from.Low, 8).Big(to.High, 8).Big(to.Low, 8);
    }

    public Frames Tcp(ushort source, ushort destination, uint sequence, byte flags) =>
        Big(source, 2).Big(destination, 2).Big(sequence, 4).Big(0x01020304, 4).Big(0x50, 1).Big(flags, 1).Big(512, 2).Big(0, 4);

    public Frames Udp(ushort source, ushort destination, int payloadBytes) =>
        Big(source, 2).Big(destination, 2).Big((ulong)(8 + payloadBytes), 2).Big(0, 2);

    /// <summary>RFC 1071 as it is written, a word at a time.</summary>
    public static ushort SlowChecksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0u;
        for (var i = 0; i < bytes.Length; i += 2)
        {
            sum += (uint)((bytes[i] << 8) | (i + 1 < bytes.Length ? bytes[i + 1] : 0));
            sum = (sum & 0xffff) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary>The checksum a TCP or UDP payload should verify with: 0 when it is right.</summary>
    public static ushort VerifyTransport(ReadOnlySpan<byte> frame, int network, int transport)
    {
        var isIpv4 = frame[network] >> 4 == 4;
        var pseudo = new List<byte>();
        pseudo.AddRange(isIpv4 ? frame.Slice(network + 12, 8) : frame.Slice(network + 8, 32));
        Span<byte> tail = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(tail, (uint)(frame.Length - transport));
        tail[7] = isIpv4 ? frame[network + 9] : frame[network + 6];
        pseudo.AddRange(tail);
        pseudo.AddRange(frame[transport..]);
        return SlowChecksum(pseudo.ToArray());
    }

    public static Packet Allocate(PacketPool pool, ReadOnlySpan<byte> frame)
    {
        Assert.True(pool.TryAllocate(frame, out var packet));
        return packet;
    }
}
