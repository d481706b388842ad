using System;
using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Puts a new outer header in front of the packet: Ethernet, NSH or MPLS.</summary>
public sealed class EncapAction(uint packetType, ushort headerSize, EncapProperty[] properties) : OfAction
{
    public override ActionKind Kind => ActionKind.Encap;

    /// <summary>What the packet is afterwards; see <see cref="PacketTypes"/>.</summary>
    public uint PacketType { get; } = packetType;

    public ushort HeaderSize { get; } = headerSize;

    public ReadOnlySpan<EncapProperty> Properties => properties;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var headerSize = body.Take16();
        var packetType = body.Take32();
        if (NameOf(packetType) == "UNKNOWN")
        {
            return OfError.NxBadActionBadHeaderType;
        }

        var properties = new List<EncapProperty>();
        while (!body.IsAtEnd)
        {
            var error = EncapProperty.Take(ref body, out var property);
            if (error != OfError.None)
            {
                return error;
            }

            properties.Add(property!);
        }

        return decoder.Add(new EncapAction(packetType, headerSize, [.. properties]));
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        parser.Usable &= OfProtocols.From13;
        var pairs = new KeyValueReader(text);
        if (!pairs.Next(out var header, out var arguments))
        {
            return $"Missing encap hdr: {text}";
        }

        uint packetType;
        switch (header)
        {
            case "ethernet":
                packetType = PacketTypes.Ethernet;
                break;
            case "nsh":
                packetType = PacketTypes.Nsh;
                break;
            case "mpls":
                packetType = PacketTypes.Mpls;
                break;
            case "mpls_mc":
                packetType = PacketTypes.MplsMulticast;
                break;
            default:
                return $"Encap hdr not supported: {arguments}";
        }

        var properties = new List<EncapProperty>();
        var list = new KeyValueReader(arguments);
        while (list.Next(out var key, out var value))
        {
            if (header is not "nsh" || !EncapProperty.IsName(key))
            {
                return $"Invalid property: {key}";
            }

            if (EncapProperty.Parse(key, value, out var property) is { } error)
            {
                return error;
            }

            properties.Add(property!);
        }

        return parser.Add(new EncapAction(packetType, 0, [.. properties]));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.Encap);
        writer.Put16(HeaderSize);
        writer.Put32(PacketType);
        foreach (var property in properties)
        {
            property.Put(writer);
        }

        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren("encap(");
        printer.Text.Append(NameOf(PacketType));
        if (properties.Length > 0)
        {
            printer.Paren("(");
            for (var i = 0; i < properties.Length; i++)
            {
                printer.Text.Append(i > 0 ? "," : "");
                properties[i].Append(printer.Text);
            }

            printer.Paren(")");
        }

        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check)
    {
        ref var packet = ref check.Packet;
        packet.PacketType = PacketType;
        if (PacketType >> 16 == PacketTypes.EthTypeNamespace)
        {
            packet.EthType = (ushort)PacketType;
        }

        if (!check.IsIp)
        {
            packet.IpProto = 0;
        }

        return OfError.None;
    }

    private static string NameOf(uint packetType) => packetType switch
    {
        PacketTypes.Ethernet => "ethernet",
        PacketTypes.Nsh => "nsh",
        PacketTypes.Mpls => "mpls",
        PacketTypes.MplsMulticast => "mpls_mc",
        _ => "UNKNOWN",
    };
}

/// <summary>What an NSH header begins with: its metadata type, or a piece of variable metadata.</summary>
/// <param name="MdType">The metadata type, if the property is that.</param>
/// <param name="TlvValue">The metadata, if the property is such; padded to a multiple of eight bytes.</param>
public sealed record EncapProperty(byte MdType, ushort TlvClass, byte TlvType, byte TlvLength, byte[]? TlvValue)
{
    private const ushort NshClass = 4;
    private const byte MdTypeType = 1;
    private const byte TlvType2 = 2;
    private const int HeaderBytes = 4;
    private const int TlvHeaderBytes = 8;
    private const int MdTypeBytes = 8;
    private const int MaxHexDigits = 251;

    public static bool IsName(ReadOnlySpan<char> name) => name is "md_type" or "tlv";

    internal static OfError Take(ref OfReader reader, out EncapProperty? property)
    {
        property = null;
        var peek = reader;
        var propertyClass = peek.Take16();
        var type = peek.Take8();
        int length = peek.Take8();
        var padded = (length + 7) & ~7;
        if (peek.HasFailed || length < HeaderBytes || !reader.Has(padded))
        {
            return OfError.BadActionBadLen;
        }

        if (propertyClass != NshClass || type is not (MdTypeType or TlvType2))
        {
            return OfError.NxBadActionUnknownEdProp;
        }

        var body = new OfReader(reader.Take(padded));
        body.Skip(HeaderBytes);
        if (type == MdTypeType)
        {
            property = new EncapProperty(body.Take8(), 0, 0, 0, null);
            return length > MdTypeBytes || body.HasFailed ? OfError.NxBadActionBadEdProp : OfError.None;
        }

        var tlvClass = body.Take16();
        var tlvType = body.Take8();
        var tlvLength = body.Take8();
        var valueBytes = (tlvLength + 7) & ~7;
        if (body.HasFailed || length != TlvHeaderBytes + valueBytes)
        {
            return OfError.NxBadActionBadEdProp;
        }

        property = new EncapProperty(0, tlvClass, tlvType, tlvLength, body.Take(valueBytes).ToArray());
        return OfError.None;
    }

    internal static string? Parse(ReadOnlySpan<char> name, ReadOnlySpan<char> value, out EncapProperty? property)
    {
        property = null;
        if (value.IsEmpty)
        {
            return "Value missing for encap property";
        }

        if (name is "md_type")
        {
            if (ArgumentText.ToByte(value, "md_type", out var mdType) is { } error)
            {
                return error;
            }

            property = new EncapProperty(mdType, 0, 0, 0, null);
            return mdType is 1 or 2 ? null : "invalid md_type";
        }

        var scanner = new TextScanner(value);
        if (!scanner.Take("0x") || !scanner.TakeNumber(16, out var tlvClass) || !scanner.Take(',')
            || !scanner.TakeNumber(10, out var tlvType) || !scanner.Take(",0x") || TextScanner.Digit(scanner.Next) < 0)
        {
            return $"Invalid NSH TLV header: {value}";
        }

        var digits = scanner.Rest;
        var count = 0;
        while (count < Math.Min(digits.Length, MaxHexDigits) && TextScanner.Digit(digits[count]) >= 0)
        {
            count++;
        }

        var bytes = new OfWriter();
        ArgumentText.TakeHex(digits[..count], bytes);
        var length = bytes.Length;
        bytes.Pad(0);
        property = new EncapProperty(0, (ushort)tlvClass, (byte)tlvType, (byte)length, bytes.ToArray());
        return null;
    }

    internal void Put(OfWriter writer)
    {
        writer.Put16(NshClass);
        if (TlvValue is null)
        {
            writer.Put8(MdTypeType);
            writer.Put8(HeaderBytes + 1);
            writer.Put8(MdType);
            writer.PutZeros(3);
            return;
        }

        writer.Put8(TlvType2);
        writer.Put8((byte)(TlvHeaderBytes + TlvValue.Length));
        writer.Put16(TlvClass);
        writer.Put8(TlvType);
        writer.Put8(TlvLength);
        writer.Put(TlvValue);
    }

    internal void Append(TextBuffer text)
    {
        if (TlvValue is null)
        {
            text.Append($"md_type={MdType}");
            return;
        }

        text.Append("tlv(0x").Hex(TlvClass, 4).Append($",{TlvType},");
        text.Hex0X(TlvValue.AsSpan(0, TlvLength)).Append(')');
    }
}
