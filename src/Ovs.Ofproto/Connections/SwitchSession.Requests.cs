using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Ports;
using Ovs.OpenFlow.Sessions;
using Ovs.OpenFlow.Switches;
using Ovs.OpenFlow.Versions;
using Ovs.Ofproto.Tables;

namespace Ovs.Ofproto.Connections;

/// <content>Which request does what, and those about the switch and its ports.</content>
public sealed partial class SwitchSession
{
    private SwitchConfig _config = new();

    private OfError Dispatch(in RawMessage message) => message.Kind switch
    {
        MessageKind.Hello or MessageKind.Error or MessageKind.EchoReply => OfError.None,
        MessageKind.EchoRequest => Echo(in message),
        MessageKind.FeaturesRequest => Features(in message),
        MessageKind.GetConfigRequest => GetConfig(in message),
        MessageKind.SetConfig => SetConfig(in message),
        MessageKind.BarrierRequest => Barrier(in message),
        MessageKind.SetFlowFormat => SetFlowFormat(in message),
        MessageKind.FlowModTableId => SetFlowModTableId(in message),
        MessageKind.FlowMod => ModifyFlows(in message),
        MessageKind.DescStatsRequest => Describe(in message),
        MessageKind.FlowStatsRequest => ListFlows(in message),
        MessageKind.AggregateStatsRequest => SumFlows(in message),
        MessageKind.TableStatsRequest => CountTables(in message),
        MessageKind.TableFeaturesStatsRequest => ListTableFeatures(in message),
        MessageKind.PortDescStatsRequest => DescribePorts(in message),
        MessageKind.PortStatsRequest => CountPorts(in message),
        _ => message.Row.IsMultipart ? OfError.BadRequestBadStat : OfError.BadRequestBadType,
    };

    private OfError Echo(in RawMessage message)
    {
        var start = MessageWriter.Begin(_writer, MessageId.OfptEchoReply, message.Version, message.Header.Xid);
        _writer.Put(message.Body);
        MessageWriter.End(_writer, start);
        return OfError.None;
    }

    private OfError Features(in RawMessage message)
    {
        new SwitchFeatures
        {
            DatapathId = _switch.DatapathId,
            TableCount = FlowTables.InternalTable,
            Capabilities = SwitchCapabilities.FlowStats | SwitchCapabilities.TableStats | SwitchCapabilities.PortStats
                | SwitchCapabilities.QueueStats | SwitchCapabilities.ArpMatchIp,
            Actions = ActionBitmap.FromWire(0xfff, OfVersion.OpenFlow10),
            Ports = _switch.Ports,
        }.Encode(_writer, message.Version, message.Header.Xid);
        return OfError.None;
    }

    private OfError GetConfig(in RawMessage message)
    {
        _config.EncodeReply(_writer, message.Version, message.Header.Xid);
        return OfError.None;
    }

    private OfError SetConfig(in RawMessage message)
    {
        var error = SwitchConfig.Decode(in message, out var config);
        if (error == OfError.None)
        {
            _config = config;
        }

        return error;
    }

    private OfError Barrier(in RawMessage message)
    {
        Send(MessageWriter.Empty(
            message.Version == OfVersion.OpenFlow10 ? MessageId.Ofpt10BarrierReply : MessageId.Ofpt11BarrierReply,
            message.Version,
            message.Header.Xid));
        return OfError.None;
    }

    private OfError SetFlowFormat(in RawMessage message)
    {
        var format = ControllerSettings.DecodeFlowFormat(in message);
        if (format == OfProtocols.None)
        {
            return OfError.BadRequestEperm;
        }

        var hasTables = (_protocol & OfProtocols.WithTable) != 0;
        _protocol = format == OfProtocols.OpenFlow10Standard
            ? hasTables ? OfProtocols.OpenFlow10StandardWithTable : format
            : hasTables ? OfProtocols.OpenFlow10ExtendedWithTable : OfProtocols.OpenFlow10Extended;
        return OfError.None;
    }

    private OfError SetFlowModTableId(in RawMessage message)
    {
        var isExtended = (_protocol & OfProtocols.AnyExtended10) != 0;
        _protocol = ControllerSettings.DecodeFlowModTableId(in message)
            ? isExtended ? OfProtocols.OpenFlow10ExtendedWithTable : OfProtocols.OpenFlow10StandardWithTable
            : isExtended ? OfProtocols.OpenFlow10Extended : OfProtocols.OpenFlow10Standard;
        return OfError.None;
    }

    private OfError Describe(in RawMessage message)
    {
        _switch.Description.Encode(_writer, message.Version, message.Header.Xid);
        return OfError.None;
    }

    private OfError DescribePorts(in RawMessage message)
    {
        var error = PortRequest.DecodeDescriptions(in message, out var wanted);
        if (error != OfError.None)
        {
            return error;
        }

        var id = message.Version switch
        {
            OfVersion.OpenFlow10 => MessageId.Ofpst10PortDescReply,
            <= OfVersion.OpenFlow13 => MessageId.Ofpst11PortDescReply,
            _ => MessageId.Ofpst14PortDescReply,
        };
        var reply = new MultipartWriter(id, message.Version, message.Header.Xid);
        foreach (var port in _switch.Ports)
        {
            if (wanted == Flow.Fields.OfPort.None || wanted == port.Port)
            {
                port.Put(reply.Writer, message.Version);
                reply.EndEntry();
            }
        }

        Send(reply);
        return OfError.None;
    }

    private OfError CountPorts(in RawMessage message)
    {
        var error = PortRequest.DecodeStats(in message, out var wanted);
        if (error != OfError.None)
        {
            return error;
        }

        var id = message.Version switch
        {
            OfVersion.OpenFlow10 => MessageId.Ofpst10PortReply,
            <= OfVersion.OpenFlow12 => MessageId.Ofpst11PortReply,
            OfVersion.OpenFlow13 => MessageId.Ofpst13PortReply,
            _ => MessageId.Ofpst14PortReply,
        };
        var reply = new MultipartWriter(id, message.Version, message.Header.Xid);
        foreach (var port in _switch.Ports)
        {
            if ((wanted == Flow.Fields.OfPort.None || wanted == port.Port) && _switch.GetPortStats(port.Port) is { } stats)
            {
                stats.Put(reply.Writer, message.Version);
                reply.EndEntry();
            }
        }

        Send(reply);
        return OfError.None;
    }

    private void Send(MultipartWriter reply)
    {
        foreach (var part in reply.End())
        {
            Send(part);
        }
    }
}
