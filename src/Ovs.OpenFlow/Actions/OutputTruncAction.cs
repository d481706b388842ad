using System;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Actions;

/// <summary>Sends at most so many bytes of the packet to a port.</summary>
public sealed class OutputTruncAction(OfPort port, uint maxLength) : OfAction
{
    private const int EthernetHeaderBytes = 14;

    public override ActionKind Kind => ActionKind.OutputTrunc;

    public OfPort Port { get; } = port;

    public uint MaxLength { get; } = maxLength;

    internal static OfError Decode(ref OfReader body, ulong argument, ActionDecoder decoder)
    {
        var action = new OutputTruncAction(new OfPort(body.Take16()), body.Take32());
        decoder.Add(action);
        return action.MaxLength < EthernetHeaderBytes ? OfError.BadActionBadArgument : OfError.None;
    }

    internal static string? Parse(ReadOnlySpan<char> text, ActionParser parser) => $"unknown action {text}";

    internal static string? ParseArguments(ReadOnlySpan<char> text, ActionParser parser)
    {
        var port = default(OfPort);
        var maxLength = 0u;
        var pairs = new KeyValueReader(text);
        while (pairs.Next(out var key, out var value))
        {
            if (key is "port")
            {
                if (!PortText.TryParse(value, parser.Ports, out port))
                {
                    return $"output to unknown truncate port: {value}";
                }

                if (port.Number > OfPort.Limit && port != OfPort.Local && port != OfPort.InPort)
                {
                    return $"output to unsupported truncate port: {value}";
                }
            }
            else if (key is "max_len")
            {
                if (ArgumentText.ToUInt32(value, out maxLength) is { } error)
                {
                    return error;
                }

                if (maxLength < EthernetHeaderBytes)
                {
                    return $"max_len {maxLength} is less than the minimum value {EthernetHeaderBytes}";
                }
            }
            else
            {
                return $"invalid key '{key}' in output_trunc argument";
            }
        }

        return parser.Add(new OutputTruncAction(port, maxLength));
    }

    internal override void Encode(OfWriter writer, OfVersion version)
    {
        var start = ActionTable.Begin(writer, version, RawAction.OutputTrunc);
        writer.Put16(Port.Number);
        writer.Put32(MaxLength);
        ActionTable.End(writer, start);
    }

    internal override void Append(ActionPrinter printer)
    {
        printer.Special("output");
        printer.Text.Append("(port=");
        printer.Port(Port);
        printer.Text.Append($",max_len={MaxLength})");
    }

    internal override OfError Check(ActionCheck check) => check.OutputPort(Port);
}
