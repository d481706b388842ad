using System;
using System.Buffers.Binary;
using System.Threading;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Messages;

/// <summary>The eight bytes that every message begins with, and the lengths of what may stand between them and the body.</summary>
/// <remarks>OpenFlow 1.5.1 7.1.1.</remarks>
public readonly record struct MessageHeader(OfVersion Version, byte Type, ushort Length, uint Xid)
{
    public const int Bytes = 8;
    public const int ExperimenterBytes = 16;
    public const int Multipart10Bytes = 12;
    public const int MultipartBytes = 16;
    public const int ExperimenterMultipartBytes = 24;

    /// <summary>The type of experimenters' messages, in all versions.</summary>
    internal const byte ExperimenterType = 4;

    /// <summary>The multipart type of experimenters' messages.</summary>
    internal const ushort ExperimenterMultipart = 0xffff;

    private const byte Request10 = 16;
    private const byte Reply10 = 17;
    private const byte Request11 = 18;
    private const byte Reply11 = 19;

    private static int s_lastXid;

    /// <summary>Reads the header of a message of at least <see cref="Bytes"/> bytes.</summary>
    public static MessageHeader Read(ReadOnlySpan<byte> message) => new(
        (OfVersion)message[0],
        message[1],
        BinaryPrimitives.ReadUInt16BigEndian(message[2..]),
        BinaryPrimitives.ReadUInt32BigEndian(message[4..]));

    /// <summary>A number for a message that is no answer.</summary>
    public static uint NextXid() => (uint)Interlocked.Increment(ref s_lastXid);

    public static byte RequestType(OfVersion version) => version == OfVersion.OpenFlow10 ? Request10 : Request11;

    public static byte ReplyType(OfVersion version) => version == OfVersion.OpenFlow10 ? Reply10 : Reply11;

    /// <summary>True of multipart requests, from the header alone.</summary>
    public static bool IsRequest(ReadOnlySpan<byte> message) =>
        message.Length >= Bytes && OfVersions.IsKnown((OfVersion)message[0]) && message[1] == RequestType((OfVersion)message[0]);

    /// <summary>True of multipart replies, from the header alone.</summary>
    public static bool IsReply(ReadOnlySpan<byte> message) =>
        message.Length >= Bytes && OfVersions.IsKnown((OfVersion)message[0]) && message[1] == ReplyType((OfVersion)message[0]);

    public static bool IsMultipart(ReadOnlySpan<byte> message) => IsRequest(message) || IsReply(message);
}
