using System;
using System.Buffers.Binary;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Versions;

namespace Ovs.OpenFlow.Messages;

/// <summary>A message whose front has been read: what it is, and its body still to be decoded.</summary>
public readonly ref struct RawMessage
{
    private RawMessage(MessageRow row, MessageHeader header, ReadOnlySpan<byte> bytes)
    {
        Row = row;
        Header = header;
        Bytes = bytes;
        Body = bytes[row.HeaderBytes(header.Version)..];
    }

    public MessageRow Row { get; }

    public MessageHeader Header { get; }

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>What follows all headers.</summary>
    public ReadOnlySpan<byte> Body { get; }

    public OfVersion Version => Header.Version;

    public MessageId Id => Row.Id;

    public MessageKind Kind => Row.Kind;

    /// <summary>The flags of a multipart message.</summary>
    public ushort Flags => BinaryPrimitives.ReadUInt16BigEndian(Bytes[10..]);

    /// <summary>True if more parts of a multipart message follow.</summary>
    public bool HasMore => (Flags & 1) != 0;

    /// <summary>Reads the front of <paramref name="bytes"/>, which are exactly one message, and checks its length.</summary>
    public static OfError Open(ReadOnlySpan<byte> bytes, out RawMessage message)
    {
        message = default;
        var error = MessageTable.Identify(bytes, out var row);
        if (error != OfError.None)
        {
            return error;
        }

        var header = MessageHeader.Read(bytes);
        error = row!.CheckLength(header.Version, bytes.Length);
        if (error == OfError.None)
        {
            message = new RawMessage(row, header, bytes);
        }

        return error;
    }
}
