using System;
using Ovs.Flow.Fields;
using Ovs.Flow.Headers;
using Ovs.Flow.Key;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sets the VLAN number. OpenFlow 1.0 adds a tag to a packet that has none, later versions do not.</summary>
public sealed class SetVlanVidAction(ushort vid, bool pushesIfNeeded) : OfAction
{
    public override ActionKind Kind => ActionKind.SetVlanVid;

    public ushort Vid { get; } = vid;

    /// <summary>Whether a packet without tag gets one.</summary>
    public bool PushesIfNeeded { get; } = pushesIfNeeded;

    /// <summary>Whether packets have a tag when they come here; known after the check.</summary>
    public bool FlowHasVlan { get; internal set; }

    internal static OfError Decode10(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        Decode(argument, decoder, pushesIfNeeded: true);

    internal static OfError Decode11(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        Decode(argument, decoder, pushesIfNeeded: false);

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) => Parse(text, parser, pushesIfNeeded: false);

    internal static string? ParseMod(ReadOnlySpan<char> text, ActionParser parser) => Parse(text, parser, pushesIfNeeded: true);

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        VlanTags.PutPushIfNeeded(writer, version, PushesIfNeeded && !FlowHasVlan);
        switch (version)
        {
            case OfVersion.OpenFlow10:
                ActionTable.Put(writer, version, RawAction.SetVlanVid10, Vid);
                break;
            case OfVersion.OpenFlow11:
                ActionTable.Put(writer, version, RawAction.SetVlanVid11, Vid);
                break;
            default:
                SetFieldAction.Put(writer, version, FieldId.VlanVid, (uint)(Vid | VlanTag.Present));
                break;
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param(PushesIfNeeded ? "mod_vlan_vid:" : "set_vlan_vid:");
        printer.Text.Decimal(Vid);
    }

    internal override OfError Check(ActionCheck check)
    {
        FlowHasVlan = VlanTags.CheckTag(check, PushesIfNeeded);
        return OfError.None;
    }

    private static OfError Decode(ulong argument, ActionDecoder decoder, bool pushesIfNeeded) =>
        argument > VlanTag.VidMask
            ? OfError.BadActionBadArgument
            : decoder.Add(new SetVlanVidAction((ushort)argument, pushesIfNeeded));

    private static string? Parse(ReadOnlySpan<char> text, ActionParser parser, bool pushesIfNeeded)
    {
        if (ArgumentText.ToUInt16(text, "VLAN VID", out var vid) is { } error)
        {
            return error;
        }

        return vid > VlanTag.VidMask
            ? $"{text}: not a valid VLAN VID"
            : parser.Add(new SetVlanVidAction(vid, pushesIfNeeded));
    }
}

/// <summary>Sets the VLAN priority; see <see cref="SetVlanVidAction"/>.</summary>
public sealed class SetVlanPcpAction(byte pcp, bool pushesIfNeeded) : OfAction
{
    private const byte MaxPcp = 7;

    public override ActionKind Kind => ActionKind.SetVlanPcp;

    public byte Pcp { get; } = pcp;

    public bool PushesIfNeeded { get; } = pushesIfNeeded;

    public bool FlowHasVlan { get; internal set; }

    internal static OfError Decode10(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        Decode(argument, decoder, pushesIfNeeded: true);

    internal static OfError Decode11(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        Decode(argument, decoder, pushesIfNeeded: false);

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) => Parse(text, parser, pushesIfNeeded: false);

    internal static string? ParseMod(ReadOnlySpan<char> text, ActionParser parser) => Parse(text, parser, pushesIfNeeded: true);

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        VlanTags.PutPushIfNeeded(writer, version, PushesIfNeeded && !FlowHasVlan);
        switch (version)
        {
            case OfVersion.OpenFlow10:
                ActionTable.Put(writer, version, RawAction.SetVlanPcp10, Pcp);
                break;
            case OfVersion.OpenFlow11:
                ActionTable.Put(writer, version, RawAction.SetVlanPcp11, Pcp);
                break;
            default:
                SetFieldAction.Put(writer, version, FieldId.VlanPcp, Pcp);
                break;
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param(PushesIfNeeded ? "mod_vlan_pcp:" : "set_vlan_pcp:");
        printer.Text.Decimal(Pcp);
    }

    internal override OfError Check(ActionCheck check)
    {
        FlowHasVlan = VlanTags.CheckTag(check, PushesIfNeeded);
        return OfError.None;
    }

    private static OfError Decode(ulong argument, ActionDecoder decoder, bool pushesIfNeeded) =>
        argument > MaxPcp
            ? OfError.BadActionBadArgument
            : decoder.Add(new SetVlanPcpAction((byte)argument, pushesIfNeeded));

    private static string? Parse(ReadOnlySpan<char> text, ActionParser parser, bool pushesIfNeeded)
    {
        if (ArgumentText.ToByte(text, "VLAN PCP", out var pcp) is { } error)
        {
            return error;
        }

        return pcp > MaxPcp ? $"{text}: not a valid VLAN PCP" : parser.Add(new SetVlanPcpAction(pcp, pushesIfNeeded));
    }
}

/// <summary>Takes the outer VLAN tag off.</summary>
public sealed class StripVlanAction : OfAction
{
    public override ActionKind Kind => ActionKind.StripVlan;

    internal static OfError Decode10(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new StripVlanAction { Raw = RawAction.StripVlan });

    internal static OfError Decode11(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new StripVlanAction { Raw = RawAction.PopVlan });

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        parser.Add(new StripVlanAction { Raw = RawAction.StripVlan });

    internal static string? ParsePop(ReadOnlySpan<char> text, ActionParser parser) =>
        parser.Add(new StripVlanAction { Raw = RawAction.PopVlan });

    internal override void Encode(OfWriter writer, OfVersion version) =>
        ActionTable.Put(writer, version, version == OfVersion.OpenFlow10 ? RawAction.StripVlan : RawAction.PopVlan);

    internal override void Append(ActionPrinter printer) =>
        printer.Value(Raw == RawAction.PopVlan ? "pop_vlan" : "strip_vlan");

    internal override OfError Check(ActionCheck check)
    {
        if (!check.Packet.Vlan0.IsPresent)
        {
            check.NoteInconsistency();
        }

        check.Packet.Vlan0 = check.Packet.Vlan1;
        check.Packet.Vlan1 = default;
        return OfError.None;
    }
}

/// <summary>Adds a VLAN tag in front.</summary>
public sealed class PushVlanAction(ushort ethType) : OfAction
{
    public override ActionKind Kind => ActionKind.PushVlan;

    public ushort EthType { get; } = ethType;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        EthTypes.IsVlan((ushort)argument)
            ? decoder.Add(new PushVlanAction((ushort)argument))
            : OfError.BadActionBadArgument;

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        parser.Usable &= OfProtocols.From11;
        if (ArgumentText.ToUInt16(text, "ethertype", out var ethType) is { } error)
        {
            return error;
        }

        return EthTypes.IsVlan(ethType)
            ? parser.Add(new PushVlanAction(ethType))
            : $"{text}: not a valid VLAN ethertype";
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        // OpenFlow 1.0 has no such action: setting the VLAN adds the tag there.
        if (version > OfVersion.OpenFlow10)
        {
            ActionTable.Put(writer, version, RawAction.PushVlan, EthType);
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Param("push_vlan:");
        printer.Text.HexC(EthType);
    }

    internal override OfError Check(ActionCheck check)
    {
        if (check.Packet.Vlan1.IsPresent)
        {
            return OfError.BadActionBadTag;
        }

        check.Packet.Vlan1 = check.Packet.Vlan0;
        check.Packet.Vlan0 = new VlanTag(VlanTag.Present, 0);
        return OfError.None;
    }
}

/// <summary>What the actions on VLAN tags share.</summary>
internal static class VlanTags
{
    public static void PutPushIfNeeded(OfWriter writer, OfVersion version, bool isNeeded)
    {
        if (isNeeded && version > OfVersion.OpenFlow10)
        {
            ActionTable.Put(writer, version, RawAction.PushVlan, EthTypes.Vlan);
        }
    }

    /// <summary>Whether packets have a tag; afterwards they have.</summary>
    public static bool CheckTag(ActionCheck check, bool pushesIfNeeded)
    {
        ref var tag = ref check.Packet.Vlan0;
        var hasVlan = tag.IsPresent;
        if (!hasVlan && !pushesIfNeeded)
        {
            check.NoteInconsistency();
        }

        tag = tag with { Tci = (ushort)(tag.Tci | VlanTag.Present) };
        return hasVlan;
    }
}
