using System;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Takes the packet's outer header off.</summary>
public sealed class DecapAction(uint packetType) : OfAction
{
    private const int SizeBytes = 16;
    private const int BodyBytes = 6;

    public override ActionKind Kind => ActionKind.Decap;

    /// <summary>What the packet is afterwards; <see cref="PacketTypes.UseNextProtocol"/> asks the header.</summary>
    public uint PacketType { get; } = packetType;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        if (body.Left > BodyBytes)
        {
            return OfError.NxBadActionUnknownEdProp;
        }

        body.Skip(2);
        return decoder.Add(new DecapAction(body.Take32()));
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var pairs = new KeyValueReader(text);
        if (!pairs.Next(out var key, out var value))
        {
            return parser.Add(new DecapAction(PacketTypes.UseNextProtocol));
        }

        if (key is not "packet_type")
        {
            return $"Invalid decap argument: {key}";
        }

        var parts = new KeyValueReader(value);
        if (!parts.Next(out key, out value) || key is not "ns")
        {
            return "Missing packet_type attribute ns";
        }

        if (ArgumentText.ToUInt16(value, "ns", out var nameSpace) is { } error)
        {
            return error;
        }

        if (nameSpace >= PacketTypes.NamespaceCount)
        {
            return $"Unsupported ns value: {nameSpace}";
        }

        if (!parts.Next(out key, out value) || key is not "type")
        {
            return "Missing packet_type attribute type";
        }

        return ArgumentText.ToUInt16(value, "type", out var type)
            ?? parser.Add(new DecapAction(((uint)nameSpace << 16) | type));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.Decap);
        writer.PutZeros(2);
        writer.Put32(PacketType);
        ActionTable.End(writer, start, minBytes: SizeBytes);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren("decap(");
        if (PacketType != PacketTypes.UseNextProtocol)
        {
            printer.Text.Append($"packet_type(ns={PacketType >> 16},type=").HexC(PacketType & 0xffff).Append(')');
        }

        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check)
    {
        ref var packet = ref check.Packet;
        if (packet.PacketType == PacketTypes.Ethernet)
        {
            packet.PacketType = ((uint)PacketTypes.EthTypeNamespace << 16) | packet.EthType;
        }
        else
        {
            // Only the packet itself tells; nothing can be said of what follows.
            packet.PacketType = PacketTypes.Unknown;
            packet.EthType = ushort.MaxValue;
        }

        return OfError.None;
    }
}
