using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sets the tunnel's key.</summary>
public sealed class SetTunnelAction(ulong tunnelId) : OfAction
{
    public override ActionKind Kind => ActionKind.SetTunnel;

    public ulong TunnelId { get; } = tunnelId;

    private bool IsWide => TunnelId > uint.MaxValue || Raw == RawAction.SetTunnel64;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetTunnelAction(argument) { Raw = RawAction.SetTunnel });

    internal static OfError Decode64(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new SetTunnelAction(argument) { Raw = RawAction.SetTunnel64 });

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToUInt64(text, out var id) ?? parser.Add(new SetTunnelAction(id) { Raw = RawAction.SetTunnel });

    internal static string? Parse64(ReadOnlySpan<char> text, ActionParser parser) =>
        ArgumentText.ToUInt64(text, out var id) ?? parser.Add(new SetTunnelAction(id) { Raw = RawAction.SetTunnel64 });

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (version < OfVersion.OpenFlow12)
        {
            ActionTable.Put(writer, version, IsWide ? RawAction.SetTunnel64 : RawAction.SetTunnel, TunnelId);
        }
        else
        {
            SetFieldAction.Put(writer, version, FieldId.TunId, TunnelId);
        }
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Text.Append($"{TextColors.Param}set_tunnel{(IsWide ? "64" : "")}:{TextColors.End}").HexC(TunnelId);
    }
}
