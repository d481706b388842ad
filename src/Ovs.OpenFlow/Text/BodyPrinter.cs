using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Bundles;
using Ovs.OpenFlow.Conntrack;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Groups;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Meters;
using Ovs.OpenFlow.Monitors;
using Ovs.OpenFlow.Packets;
using Ovs.OpenFlow.Ports;
using Ovs.OpenFlow.Queues;
using Ovs.OpenFlow.Sessions;
using Ovs.OpenFlow.Switches;
using Ovs.OpenFlow.Tables;
using Ovs.OpenFlow.Tunnels;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Text;

/// <summary>Finds, for the body of a message, who decodes and prints it.</summary>
internal static partial class BodyPrinter
{
    /// <summary>Appends the body; what was decoded before an error stays.</summary>
    public static OfError Append(ActionPrinter printer, in RawMessage message, int verbosity) => message.Kind switch
    {
        MessageKind.Hello => Hello(printer.Text, in message),
        MessageKind.Error => ErrorBody(printer, in message),
        MessageKind.EchoRequest or MessageKind.EchoReply => Echo(printer.Text, in message, verbosity),
        MessageKind.FeaturesReply => Features(printer.Text, in message),
        MessageKind.GetConfigReply or MessageKind.SetConfig => Config(printer.Text, in message),
        MessageKind.PacketIn or MessageKind.Resume => PacketInBody(printer, in message, verbosity),
        MessageKind.FlowRemoved => Removed(printer, in message),
        MessageKind.PortStatus => PortStatusBody(printer.Text, in message),
        MessageKind.PacketOut => PacketOutBody(printer, in message, verbosity),
        MessageKind.FlowMod => new FlowText(printer).Append(in message, verbosity),
        MessageKind.GroupMod => GroupModBody(printer, in message),
        MessageKind.PortMod => PortModBody(printer, in message),
        MessageKind.TableMod => TableModBody(printer, in message),
        MessageKind.MeterMod => MeterModBody(printer.Text, in message),
        MessageKind.QueueGetConfigRequest => QueueConfigRequest(printer, in message),
        MessageKind.QueueGetConfigReply => QueueConfig.AppendAll(printer, in message),
        MessageKind.RoleRequest or MessageKind.RoleReply => Role(printer.Text, in message),
        MessageKind.RoleStatus => RoleStatusBody(printer.Text, in message),
        MessageKind.GetAsyncReply or MessageKind.SetAsyncConfig => Async(printer.Text, in message),
        MessageKind.RequestForward => Forward(printer, in message),
        MessageKind.TableStatus => TableStatusBody(printer, in message),
        MessageKind.BundleControl => BundleControlBody(printer.Text, in message),
        MessageKind.BundleAddMessage => BundleAddBody(printer, in message, verbosity),
        MessageKind.SetFlowFormat => FlowFormat(printer.Text, in message),
        MessageKind.FlowModTableId => FlowModTableId(printer.Text, in message),
        MessageKind.SetPacketInFormat => ControllerSettings.AppendPacketInFormat(printer.Text, in message),
        MessageKind.SetControllerId => ControllerId(printer.Text, in message),
        MessageKind.TlvTableMod => TlvTableMod(printer.Text, in message),
        MessageKind.TlvTableReply => TlvTableReply(printer.Text, in message),
        MessageKind.CtFlushZone => FlushZone(printer.Text, in message),
        MessageKind.CtFlush => Flush(printer.Text, in message),
        MessageKind.FlowMonitorCancel => MonitorCancel(printer.Text, in message),
        _ => AppendStats(printer, in message, verbosity),
    };

    private static OfError Hello(TextBuffer text, in RawMessage message)
    {
        HelloMessage.Append(text, in message);
        return OfError.None;
    }

    private static OfError ErrorBody(ActionPrinter printer, in RawMessage message)
    {
        var error = ErrorMessage.Decode(in message, out var payload);
        if (error == OfError.None)
        {
            return OfError.BadRequestBadLen;
        }

        printer.Text.Append($" {ErrorTable.NameOf(error)}\n");
        if (error is not (OfError.HelloFailedIncompatible or OfError.HelloFailedEperm))
        {
            MessagePrinter.Append(printer.Text, payload, printer.Ports, printer.Tables, 1);
            return OfError.None;
        }

        foreach (var value in payload)
        {
            if (value is < 0x20 or > 0x7e or (byte)'\\' or (byte)'"')
            {
                printer.Text.Append($"\\{value >> 6}{(value >> 3) & 7}{value & 7}");
            }
            else
            {
                printer.Text.Append((char)value);
            }
        }

        return OfError.None;
    }

    private static OfError Echo(TextBuffer text, in RawMessage message, int verbosity)
    {
        text.Append($" {message.Body.Length} bytes of payload\n");
        if (verbosity > 1)
        {
            HexDump.Append(text, message.Body, withCharacters: true);
        }

        return OfError.None;
    }

    private static OfError Features(TextBuffer text, in RawMessage message)
    {
        var error = SwitchFeatures.Decode(in message, out var features);
        features.Append(text);
        return error;
    }

    private static OfError Config(TextBuffer text, in RawMessage message)
    {
        var error = SwitchConfig.Decode(in message, out var config);
        if (error != OfError.None && message.Kind == MessageKind.SetConfig)
        {
            return error;
        }

        config.Append(text);
        return OfError.None;
    }

    private static OfError PacketInBody(ActionPrinter printer, in RawMessage message, int verbosity)
    {
        var error = PacketInCodec.Decode(in message, isLoose: true, null, out var packetIn);
        if (error == OfError.None)
        {
            PacketInText.Append(printer, packetIn, verbosity);
        }

        return error;
    }

    private static OfError Removed(ActionPrinter printer, in RawMessage message)
    {
        var error = FlowRemoved.Decode(in message, out var removed);
        if (error == OfError.None)
        {
            removed.Append(printer);
        }

        return error;
    }

    private static OfError PortStatusBody(TextBuffer text, in RawMessage message)
    {
        var error = PortStatus.Decode(in message, out var status);
        if (error == OfError.None)
        {
            status.Append(text);
        }

        return error;
    }

    private static OfError PacketOutBody(ActionPrinter printer, in RawMessage message, int verbosity)
    {
        var error = PacketOut.Decode(in message, null, out var packetOut);
        if (error == OfError.None)
        {
            packetOut.Append(printer, verbosity);
        }

        return error;
    }

    private static OfError GroupModBody(ActionPrinter printer, in RawMessage message)
    {
        var error = GroupModCodec.Decode(in message, out var mod);
        if (error == OfError.None)
        {
            mod.Append(printer, message.Version);
        }

        return error;
    }

    private static OfError PortModBody(ActionPrinter printer, in RawMessage message)
    {
        var error = PortMod.Decode(in message, isLoose: true, out var mod);
        if (error == OfError.None)
        {
            mod.Append(printer);
        }

        return error;
    }

    private static OfError TableModBody(ActionPrinter printer, in RawMessage message)
    {
        var error = TableMod.Decode(in message, out var mod);
        if (error == OfError.None)
        {
            mod.Append(printer);
        }

        return error;
    }

    private static OfError MeterModBody(TextBuffer text, in RawMessage message)
    {
        var error = MeterMod.Decode(in message, out var mod);
        if (error == OfError.None)
        {
            mod.Append(text);
        }

        return error;
    }

    private static OfError QueueConfigRequest(ActionPrinter printer, in RawMessage message)
    {
        var error = QueueRequest.DecodeConfig(in message, out var request);
        if (error == OfError.None)
        {
            request.Append(printer, showsAllQueues: false);
        }

        return error;
    }

    private static OfError Role(TextBuffer text, in RawMessage message)
    {
        var error = RoleMessage.Decode(in message, out var role);
        if (error == OfError.None)
        {
            role.Append(text);
        }

        return error;
    }

    private static OfError RoleStatusBody(TextBuffer text, in RawMessage message)
    {
        var error = RoleStatus.Decode(in message, out var status);
        if (error == OfError.None)
        {
            status.Append(text);
        }

        return error;
    }

    private static OfError Async(TextBuffer text, in RawMessage message)
    {
        var isReply = message.Kind == MessageKind.GetAsyncReply;
        var error = AsyncConfig.Decode(in message, isReply, null, out var config);
        if (error == OfError.None)
        {
            config.Append(text);
        }

        return error;
    }

    private static OfError Forward(ActionPrinter printer, in RawMessage message)
    {
        var error = RequestForward.Decode(in message, out var forward);
        if (error == OfError.None)
        {
            forward.Append(printer, message.Version);
        }

        return error;
    }

    private static OfError TableStatusBody(ActionPrinter printer, in RawMessage message)
    {
        var error = TableStatus.Decode(in message, out var status);
        if (error == OfError.None)
        {
            status.Append(printer);
        }

        return error;
    }

    private static OfError BundleControlBody(TextBuffer text, in RawMessage message)
    {
        BundleControl.Decode(in message).Append(text);
        return OfError.None;
    }

    private static OfError BundleAddBody(ActionPrinter printer, in RawMessage message, int verbosity)
    {
        var error = BundleAdd.Decode(in message, out var add, out _);
        if (error == OfError.None)
        {
            add.Append(printer.Text, MessagePrinter.ToText(add.Inner, printer.Ports, printer.Tables, verbosity));
        }

        return error;
    }

    private static OfError FlowFormat(TextBuffer text, in RawMessage message)
    {
        ControllerSettings.AppendFlowFormat(text, in message);
        return OfError.None;
    }

    private static OfError FlowModTableId(TextBuffer text, in RawMessage message)
    {
        text.Append(ControllerSettings.DecodeFlowModTableId(in message) ? " enable" : " disable");
        return OfError.None;
    }

    private static OfError ControllerId(TextBuffer text, in RawMessage message)
    {
        _ = ControllerSettings.DecodeControllerId(in message, out var id);
        text.Append($" id={id}");
        return OfError.None;
    }

    private static OfError TlvTableMod(TextBuffer text, in RawMessage message)
    {
        var error = TunnelOptionMod.Decode(in message, out var mod);
        if (error == OfError.None)
        {
            mod.Append(text);
        }

        return error;
    }

    private static OfError TlvTableReply(TextBuffer text, in RawMessage message)
    {
        var error = TunnelOptionReply.Decode(in message, out var reply);
        if (error == OfError.None)
        {
            reply.Append(text);
        }

        return error;
    }

    private static OfError FlushZone(TextBuffer text, in RawMessage message)
    {
        _ = ZoneFlush.Decode(in message, out var zone);
        text.Append($" zone_id={zone}");
        return OfError.None;
    }

    private static OfError Flush(TextBuffer text, in RawMessage message)
    {
        var error = ConnectionFlush.Decode(in message, out var flush);
        if (error == OfError.None)
        {
            flush.Append(text);
        }

        return error;
    }

    private static OfError MonitorCancel(TextBuffer text, in RawMessage message)
    {
        text.Append($" id={FlowMonitorMessages.DecodeCancel(in message)}");
        return OfError.None;
    }
}
