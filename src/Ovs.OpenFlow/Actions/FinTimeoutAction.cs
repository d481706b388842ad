using System;
using Ovs.Flow.Headers;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Shortens the flow's timeouts once a TCP packet with FIN or RST has matched; 0 leaves one alone.</summary>
public sealed class FinTimeoutAction(ushort idleTimeoutSeconds, ushort hardTimeoutSeconds) : OfAction
{
    public override ActionKind Kind => ActionKind.FinTimeout;

    public ushort IdleTimeoutSeconds { get; } = idleTimeoutSeconds;

    public ushort HardTimeoutSeconds { get; } = hardTimeoutSeconds;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder) =>
        decoder.Add(new FinTimeoutAction(body.Take16(), body.Take16()));

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        var idle = (ushort)0;
        var hard = (ushort)0;
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var key, out var value))
        {
            var error = key switch
            {
                "idle_timeout" => ArgumentText.ToUInt16(value, "idle_timeout", out idle),
                "hard_timeout" => ArgumentText.ToUInt16(value, "hard_timeout", out hard),
                _ => $"invalid key '{key}' in 'fin_timeout' argument",
            };
            if (error is not null)
            {
                return error;
            }
        }

        return parser.Add(new FinTimeoutAction(idle, hard));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.FinTimeout);
        writer.Put16(IdleTimeoutSeconds);
        writer.Put16(HardTimeoutSeconds);
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Paren("fin_timeout(");
        if (IdleTimeoutSeconds != 0)
        {
            printer.Param("idle_timeout=");
            printer.Text.Decimal(IdleTimeoutSeconds).Append(',');
        }

        if (HardTimeoutSeconds != 0)
        {
            printer.Param("hard_timeout=");
            printer.Text.Decimal(HardTimeoutSeconds).Append(',');
        }

        printer.Text.Chomp(',');
        printer.Paren(")");
    }

    internal override OfError Check(ActionCheck check)
    {
        if (check.Packet.IpProto != IpProtocols.Tcp)
        {
            check.NoteInconsistency();
        }

        return OfError.None;
    }
}
