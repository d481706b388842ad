using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sets a part of the outer MPLS label stack entry: label, traffic class or TTL.</summary>
public sealed class SetMplsAction(ActionKind kind, uint value) : OfAction
{
    private const uint MaxLabel = 0xfffff;
    private const byte MaxClass = 7;

    /// <summary><see cref="ActionKind.SetMplsLabel"/>, <see cref="ActionKind.SetMplsTc"/> or
    /// <see cref="ActionKind.SetMplsTtl"/>.</summary>
    public override ActionKind Kind { get; } = kind;

    public uint Value { get; } = value;

    internal static OfError DecodeLabel(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetMplsAction(ActionKind.SetMplsLabel, (uint)argument));

    internal static OfError DecodeClass(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetMplsAction(ActionKind.SetMplsTc, (uint)argument));

    internal static OfError DecodeTtl(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetMplsAction(ActionKind.SetMplsTtl, (uint)argument));

    internal static string? ParseLabel(ReadOnlySpan<char> text, ActionParser parser)
    {
        if (text.IsEmpty)
        {
            return "set_mpls_label: expected label.";
        }

        if (ArgumentText.ToUInt32(text, out var label) is { } error)
        {
            return error;
        }

        return label > MaxLabel
            ? $"{text}: not a valid MPLS label"
            : parser.Add(new SetMplsAction(ActionKind.SetMplsLabel, label));
    }

    internal static string? ParseClass(ReadOnlySpan<char> text, ActionParser parser)
    {
        if (text.IsEmpty)
        {
            return "set_mpls_tc: expected tc.";
        }

        if (ArgumentText.ToByte(text, "MPLS TC", out var trafficClass) is { } error)
        {
            return error;
        }

        return trafficClass > MaxClass
            ? $"{text}: not a valid MPLS TC"
            : parser.Add(new SetMplsAction(ActionKind.SetMplsTc, trafficClass));
    }

    internal static string? ParseTtl(ReadOnlySpan<char> text, ActionParser parser) => text.IsEmpty
        ? "set_mpls_ttl: expected ttl."
        : ArgumentText.ToByte(text, "MPLS TTL", out var ttl) ?? parser.Add(new SetMplsAction(ActionKind.SetMplsTtl, ttl));

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        switch (Kind)
        {
            case ActionKind.SetMplsLabel when version < OfVersion.OpenFlow12:
                ActionTable.Put(writer, version, RawAction.SetMplsLabel, Value);
                break;
            case ActionKind.SetMplsLabel:
                SetFieldAction.Put(writer, version, FieldId.MplsLabel, Value);
                break;
            case ActionKind.SetMplsTc when version < OfVersion.OpenFlow12:
                ActionTable.Put(writer, version, RawAction.SetMplsTc, Value);
                break;
            case ActionKind.SetMplsTc:
                SetFieldAction.Put(writer, version, FieldId.MplsTc, Value);
                break;
            default:
                ActionTable.Put(writer, version, RawAction.SetMplsTtl, Value);
                break;
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren(Kind switch
        {
            ActionKind.SetMplsLabel => "set_mpls_label(",
            ActionKind.SetMplsTc => "set_mpls_tc(",
            _ => "set_mpls_ttl(",
        });
        printer.Text.Decimal(Value);
        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check)
    {
        MplsActions.CheckIsMpls(check);
        return OfError.None;
    }
}

/// <summary>Adds an MPLS label stack entry in front.</summary>
public sealed class PushMplsAction(ushort ethType) : OfAction
{
    public override ActionKind Kind => ActionKind.PushMpls;

    public ushort EthType { get; } = ethType;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        MplsActions.IsMpls((ushort)argument)
            ? decoder.Add(new PushMplsAction((ushort)argument))
            : OfError.BadActionBadArgument;

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToUInt16(text, "push_mpls", out var ethType) ?? parser.Add(new PushMplsAction(ethType));

    internal override void Encode(OfWriter writer, OfVersion version) =>
        ActionTable.Put(writer, version, RawAction.PushMpls, EthType);

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("push_mpls:");
        printer.Text.Append("0x").Hex(EthType, 4);
    }

    internal override OfError Check(ActionCheck check)
    {
        if (check.Packet.PacketType != PacketTypes.Ethernet)
        {
            check.NoteInconsistency();
        }

        // What is behind the label cannot be seen any more.
        check.Packet.EthType = EthType;
        check.Packet.IpProto = 0;
        return OfError.None;
    }
}

/// <summary>Takes the outer MPLS label stack entry off; <paramref name="ethType"/> says what is behind it.</summary>
public sealed class PopMplsAction(ushort ethType) : OfAction
{
    public override ActionKind Kind => ActionKind.PopMpls;

    public ushort EthType { get; } = ethType;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new PopMplsAction((ushort)argument));

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToUInt16(text, "pop_mpls", out var ethType) ?? parser.Add(new PopMplsAction(ethType));

    internal override void Encode(OfWriter writer, OfVersion version) =>
        ActionTable.Put(writer, version, RawAction.PopMpls, EthType);

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("pop_mpls:");
        printer.Text.Append("0x").Hex(EthType, 4);
    }

    internal override OfError Check(ActionCheck check)
    {
        if (check.Packet.PacketType != PacketTypes.Ethernet || !MplsActions.IsMpls(check.EthType))
        {
            check.NoteInconsistency();
        }

        check.Packet.EthType = EthType;
        return OfError.None;
    }
}

/// <summary>What the actions on MPLS share.</summary>
internal static class MplsActions
{
    public static bool IsMpls(ushort ethType) => ethType is EthTypes.Mpls or EthTypes.MplsMulticast;

    public static void CheckIsMpls(ActionCheck check)
    {
        if (!IsMpls(check.EthType))
        {
            check.NoteInconsistency();
        }
    }
}
