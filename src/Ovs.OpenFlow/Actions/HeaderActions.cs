using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sets an Ethernet address (OpenFlow 1.0 and 1.1; later versions say it with set-field).</summary>
public sealed class SetEthAction(ActionKind kind, EthAddress address) : OfAction
{
    /// <summary><see cref="ActionKind.SetEthSrc"/> or <see cref="ActionKind.SetEthDst"/>.</summary>
    public override ActionKind Kind { get; } = kind;

    public EthAddress Address { get; } = address;

    internal static OfError DecodeSource(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetEthAction(ActionKind.SetEthSrc, new EthAddress(body.Take(EthAddress.SizeBytes))));

    internal static OfError DecodeDestination(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetEthAction(ActionKind.SetEthDst, new EthAddress(body.Take(EthAddress.SizeBytes))));

    internal static string? ParseSource(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToEthernet(text, out var address) ?? parser.Add(new SetEthAction(ActionKind.SetEthSrc, address));

    internal static string? ParseDestination(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToEthernet(text, out var address) ?? parser.Add(new SetEthAction(ActionKind.SetEthDst, address));

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var isSource = Kind == ActionKind.SetEthSrc;
        if (version < OfVersion.OpenFlow12)
        {
            Put(writer, version, isSource ? RawAction.SetDlSrc : RawAction.SetDlDst, Address);
        }
        else
        {
            SetFieldAction.Put(writer, version, isSource ? FieldId.EthSrc : FieldId.EthDst, Address.ToUInt64());
        }
    }

    internal static void Put(OfWriter writer, OfVersion version, RawAction raw, EthAddress address)
    {
        var start = ActionTable.Begin(writer, version, raw);
        address.WriteTo(writer.Reserve(EthAddress.SizeBytes));
        ActionTable.End(writer, start, minBytes: 16);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param(Kind == ActionKind.SetEthSrc ? "mod_dl_src:" : "mod_dl_dst:");
        AddressText.AppendEthernet(printer.Text, Address.ToUInt64());
    }
}

/// <summary>Sets an IPv4 address.</summary>
public sealed class SetIpv4Action(ActionKind kind, uint address) : OfAction
{
    /// <summary><see cref="ActionKind.SetIpv4Src"/> or <see cref="ActionKind.SetIpv4Dst"/>.</summary>
    public override ActionKind Kind { get; } = kind;

    public uint Address { get; } = address;

    internal static OfError DecodeSource(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetIpv4Action(ActionKind.SetIpv4Src, (uint)argument));

    internal static OfError DecodeDestination(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetIpv4Action(ActionKind.SetIpv4Dst, (uint)argument));

    internal static string? ParseSource(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToIpv4(text, out var address) ?? parser.Add(new SetIpv4Action(ActionKind.SetIpv4Src, address));

    internal static string? ParseDestination(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToIpv4(text, out var address) ?? parser.Add(new SetIpv4Action(ActionKind.SetIpv4Dst, address));

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var isSource = Kind == ActionKind.SetIpv4Src;
        if (version < OfVersion.OpenFlow12)
        {
            ActionTable.Put(writer, version, isSource ? RawAction.SetNwSrc : RawAction.SetNwDst, Address);
        }
        else
        {
            SetFieldAction.Put(writer, version, isSource ? FieldId.Ipv4Src : FieldId.Ipv4Dst, Address);
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param(Kind == ActionKind.SetIpv4Src ? "mod_nw_src:" : "mod_nw_dst:");
        AddressText.AppendIpv4(printer.Text, Address);
    }

    internal override OfError Check(ActionCheck check)
    {
        if (check.EthType != EthTypes.Ipv4)
        {
            check.NoteInconsistency();
        }

        return OfError.None;
    }
}

/// <summary>Sets a byte of the IP header: DSCP (as the TOS byte), ECN or TTL.</summary>
public sealed class SetIpByteAction(ActionKind kind, byte value) : OfAction
{
    private const byte DscpMask = 0xfc;
    private const byte EcnMask = 3;

    /// <summary><see cref="ActionKind.SetIpDscp"/>, <see cref="ActionKind.SetIpEcn"/> or
    /// <see cref="ActionKind.SetIpTtl"/>.</summary>
    public override ActionKind Kind { get; } = kind;

    public byte Value { get; } = value;

    internal static OfError DecodeDscp(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        (argument & ~(ulong)DscpMask) != 0
            ? OfError.BadActionBadArgument
            : decoder.Add(new SetIpByteAction(ActionKind.SetIpDscp, (byte)argument));

    internal static OfError DecodeEcn(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        argument > EcnMask
            ? OfError.BadActionBadArgument
            : decoder.Add(new SetIpByteAction(ActionKind.SetIpEcn, (byte)argument));

    internal static OfError DecodeTtl(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetIpByteAction(ActionKind.SetIpTtl, (byte)argument));

    internal static string? ParseDscp(ReadOnlySpan<char> text, ActionParser parser) =>
        Parse(text, parser, ActionKind.SetIpDscp, "TOS", DscpMask);

    internal static string? ParseEcn(ReadOnlySpan<char> text, ActionParser parser) =>
        Parse(text, parser, ActionKind.SetIpEcn, "ECN", EcnMask);

    internal static string? ParseTtl(ReadOnlySpan<char> text, ActionParser parser) =>
        Parse(text, parser, ActionKind.SetIpTtl, "TTL", byte.MaxValue);

    internal static void PutEcn(OfWriter writer, OfVersion version, byte ecn)
    {
        switch (version)
        {
            case OfVersion.OpenFlow10:
                SetFieldAction.PutLoad(writer, version, SubField.Whole(FieldTable.Get(FieldId.IpEcn)), ecn);
                break;
            case OfVersion.OpenFlow11:
                ActionTable.Put(writer, version, RawAction.SetNwEcn, ecn);
                break;
            default:
                SetFieldAction.Put(writer, version, FieldId.IpEcn, ecn);
                break;
        }
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        switch (Kind)
        {
            case ActionKind.SetIpDscp when version < OfVersion.OpenFlow12:
                ActionTable.Put(writer, version, RawAction.SetNwTos, Value);
                break;
            case ActionKind.SetIpDscp:
                SetFieldAction.Put(writer, version, FieldId.IpDscp, (uint)(Value >> 2));
                break;
            case ActionKind.SetIpEcn:
                PutEcn(writer, version, Value);
                break;
            case ActionKind.SetIpTtl when version > OfVersion.OpenFlow10:
                ActionTable.Put(writer, version, RawAction.SetNwTtl, Value);
                break;
            default:
                SetFieldAction.PutLoad(writer, version, SubField.Whole(FieldTable.Get(FieldId.IpTtl)), Value);
                break;
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param(Kind switch
        {
            ActionKind.SetIpDscp => "mod_nw_tos:",
            ActionKind.SetIpEcn => "mod_nw_ecn:",
            _ => "mod_nw_ttl:",
        });
        printer.Text.Decimal(Value);
    }

    internal override OfError Check(ActionCheck check)
    {
        if (!check.IsIp)
        {
            check.NoteInconsistency();
        }

        return OfError.None;
    }

    private static string? Parse(ReadOnlySpan<char> text, ActionParser parser, ActionKind kind, string name, byte mask)
    {
        if (ArgumentText.ToByte(text, name, out var value) is { } error)
        {
            return error;
        }

        return (value & ~mask) != 0 ? $"{text}: not a valid {name}" : parser.Add(new SetIpByteAction(kind, value));
    }
}

/// <summary>Sets a port of TCP, UDP or SCTP, whichever the packet is.</summary>
public sealed class SetTpAction(ActionKind kind, ushort port) : OfAction
{
    /// <summary><see cref="ActionKind.SetTpSrc"/> or <see cref="ActionKind.SetTpDst"/>.</summary>
    public override ActionKind Kind { get; } = kind;

    public ushort Port { get; } = port;

    /// <summary>The IP protocol that the flow matches; known after the check.</summary>
    public byte FlowIpProto { get; internal set; }

    internal static OfError DecodeSource(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetTpAction(ActionKind.SetTpSrc, (ushort)argument));

    internal static OfError DecodeDestination(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetTpAction(ActionKind.SetTpDst, (ushort)argument));

    internal static string? ParseSource(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToUInt16(text, "source port", out var port) ?? parser.Add(new SetTpAction(ActionKind.SetTpSrc, port));

    internal static string? ParseDestination(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToUInt16(text, "destination port", out var port)
        ?? parser.Add(new SetTpAction(ActionKind.SetTpDst, port));

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var isSource = Kind == ActionKind.SetTpSrc;
        FieldId? field = FlowIpProto switch
        {
            IpProtocols.Tcp => isSource ? FieldId.TcpSrc : FieldId.TcpDst,
            IpProtocols.Udp => isSource ? FieldId.UdpSrc : FieldId.UdpDst,
            IpProtocols.Sctp => isSource ? FieldId.SctpSrc : FieldId.SctpDst,
            _ => null,
        };
        if (version >= OfVersion.OpenFlow12 && field is { } known)
        {
            SetFieldAction.Put(writer, version, known, Port);
        }
        else
        {
            ActionTable.Put(writer, version, isSource ? RawAction.SetTpSrc : RawAction.SetTpDst, Port);
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param(Kind == ActionKind.SetTpSrc ? "mod_tp_src:" : "mod_tp_dst:");
        printer.Text.Decimal(Port);
    }

    internal override OfError Check(ActionCheck check)
    {
        ref readonly var packet = ref check.Packet;
        if (!check.IsIp || (packet.IpFrag & IpFrag.Later) != 0
            || packet.IpProto is not (IpProtocols.Tcp or IpProtocols.Udp or IpProtocols.Sctp))
        {
            check.NoteInconsistency();
        }

        FlowIpProto = packet.IpProto;
        return OfError.None;
    }
}
