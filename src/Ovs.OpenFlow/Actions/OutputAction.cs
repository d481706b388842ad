using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sends the packet to a port, real or reserved; a controller gets at most <paramref name="maxLength"/> bytes.</summary>
public sealed class OutputAction(OfPort port, ushort maxLength) : OfAction
{
    public override ActionKind Kind => ActionKind.Output;

    public OfPort Port { get; } = port;

    public ushort MaxLength { get; } = maxLength;

    internal static OfError Decode10(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var port = new OfPort(body.Take16());
        decoder.Add(new OutputAction(port, body.Take16()));
        return ActionCheck.OutputPort(port, new OfPort(OfPort.Limit));
    }

    internal static OfError Decode11(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        if (!OfPorts.TryTake32(ref body, out var port))
        {
            return OfError.BadActionBadOutPort;
        }

        decoder.Add(new OutputAction(port, body.Take16()));
        return ActionCheck.OutputPort(port, new OfPort(OfPort.Limit));
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser)
    {
        if (text.Contains("port", StringComparison.Ordinal) && text.Contains("max_len", StringComparison.Ordinal))
        {
            return OutputTruncAction.ParseArguments(text, parser);
        }

        if (PortText.TryParse(text, parser.Ports, out var port))
        {
            return parser.Add(new OutputAction(port, port == OfPort.Controller ? ushort.MaxValue : (ushort)0));
        }

        return SubField.Parse(text, out SubField source) is null
            ? parser.Add(new OutputRegAction(source, ushort.MaxValue))
            : $"{text}: output to unknown port";
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        if (version == OfVersion.OpenFlow10)
        {
            var start = ActionTable.Begin(writer, version, RawAction.Output10);
            writer.Put16(Port.Number);
            writer.Put16(MaxLength);
            ActionTable.End(writer, start);
        }
        else
        {
            Encode11(writer, version, Port, MaxLength);
        }
    }

    internal static void Encode11(OfWriter writer, OfVersion version, OfPort port, ushort maxLength)
    {
        var start = ActionTable.Begin(writer, version, RawAction.Output11);
        writer.Put32(port.ToWire32());
        writer.Put16(maxLength);
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        if (!Port.IsReserved)
        {
            printer.Special("output:");
        }

        printer.Port(Port);
        if (Port == OfPort.Controller)
        {
            printer.Text.Append(':').Decimal(MaxLength);
        }
    }

    internal override OfError Check(ActionCheck check) => check.OutputPort(Port);
}
