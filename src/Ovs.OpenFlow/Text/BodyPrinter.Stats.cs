using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Flows;
using Ovs.OpenFlow.Groups;
using Ovs.OpenFlow.Ipfix;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Meters;
using Ovs.OpenFlow.Monitors;
using Ovs.OpenFlow.Ports;
using Ovs.OpenFlow.Queues;
using Ovs.OpenFlow.Switches;
using Ovs.OpenFlow.Tables;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Text;

/// <summary>The multipart messages.</summary>
internal static partial class BodyPrinter
{
    private static OfError AppendStats(ActionPrinter printer, in RawMessage message, int verbosity) => message.Kind switch
    {
        MessageKind.DescStatsReply => Description(printer.Text, in message),
        MessageKind.FlowStatsRequest or MessageKind.AggregateStatsRequest => FlowRequest(printer, in message),
        MessageKind.FlowStatsReply => FlowReply(printer, in message),
        MessageKind.AggregateStatsReply => AggregateReply(printer.Text, in message),
        MessageKind.TableStatsReply => TableReply(printer.Text, in message),
        MessageKind.PortStatsRequest => PortStatsRequest(printer, in message),
        MessageKind.PortStatsReply => PortStatsReply(printer, in message, verbosity),
        MessageKind.QueueStatsRequest => QueueStatsRequest(printer, in message),
        MessageKind.QueueStatsReply => QueueStatsReply(printer, in message, verbosity),
        MessageKind.GroupStatsRequest => GroupRequest(printer.Text, GroupStats.DecodeRequest(in message)),
        MessageKind.GroupStatsReply => GroupStatsReply(printer.Text, in message),
        MessageKind.GroupDescStatsRequest => GroupRequest(printer.Text, GroupDescription.DecodeRequest(in message)),
        MessageKind.GroupDescStatsReply => GroupDescReply(printer, in message),
        MessageKind.GroupFeaturesStatsReply => GroupFeaturesReply(printer.Text, in message),
        MessageKind.MeterStatsRequest or MessageKind.MeterConfigStatsRequest => MeterStatsRequest(printer.Text, in message),
        MessageKind.MeterStatsReply => MeterStatsReply(printer.Text, in message),
        MessageKind.MeterConfigStatsReply => MeterConfigReply(printer.Text, in message),
        MessageKind.MeterFeaturesStatsReply => MeterFeaturesReply(printer.Text, in message),
        MessageKind.TableFeaturesStatsRequest or MessageKind.TableFeaturesStatsReply =>
            TableFeaturesReply(printer.Text, in message),
        MessageKind.TableDescRequest or MessageKind.TableDescReply => TableDescReply(printer, in message),
        MessageKind.PortDescStatsRequest => PortDescRequest(printer, in message),
        MessageKind.PortDescStatsReply => PortDescReply(printer.Text, in message),
        MessageKind.FlowMonitorStatsRequest => MonitorRequest(printer, in message),
        MessageKind.FlowMonitorStatsReply => MonitorReply(printer, in message),
        MessageKind.IpfixBridgeStatsReply or MessageKind.IpfixFlowStatsReply => IpfixReply(printer.Text, in message),
        _ => OfError.None,
    };

    private static OfError Description(TextBuffer text, in RawMessage message)
    {
        SwitchDescription.Decode(in message).Append(text);
        return OfError.None;
    }

    private static OfError FlowRequest(ActionPrinter printer, in RawMessage message)
    {
        var error = FlowStatsRequest.Decode(in message, null, out var request);
        if (error == OfError.None)
        {
            request.Append(printer);
        }

        return error;
    }

    private static OfError FlowReply(ActionPrinter printer, in RawMessage message)
    {
        var flows = new FlowText(printer);
        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            var error = FlowStatsCodec.Take(ref reader, in message, knowsAges: true, out var stats);
            if (error != OfError.None)
            {
                return error;
            }

            printer.Text.Append("\n ");
            flows.Append(stats);
        }

        return OfError.None;
    }

    private static OfError AggregateReply(TextBuffer text, in RawMessage message)
    {
        var error = AggregateStats.Decode(in message, out var stats);
        if (error == OfError.None)
        {
            stats.Append(text);
        }

        return error;
    }

    private static OfError TableReply(TextBuffer text, in RawMessage message)
    {
        var tables = new TableFeaturesText(text);
        var error = OfError.None;
        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            error = TableStats.Take(ref reader, message.Version, out var stats, out var features);
            if (error != OfError.None)
            {
                break;
            }

            tables.Append(features, stats);
        }

        tables.Finish();
        return error;
    }

    private static OfError TableFeaturesReply(TextBuffer text, in RawMessage message)
    {
        var tables = new TableFeaturesText(text);
        var error = OfError.None;
        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            error = TableFeatures.Take(ref reader, message.Version, isLoose: true, out var features);
            if (error != OfError.None)
            {
                break;
            }

            tables.Append(features);
        }

        tables.Finish();
        return error;
    }

    private static OfError TableDescReply(ActionPrinter printer, in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            var error = TableDescription.Take(ref reader, message.Version, out var table);
            if (error != OfError.None)
            {
                return error;
            }

            table.Append(printer);
        }

        return OfError.None;
    }

    private static OfError PortStatsRequest(ActionPrinter printer, in RawMessage message)
    {
        var error = PortRequest.DecodeStats(in message, out var port);
        if (error == OfError.None)
        {
            printer.Text.Append(" port_no=");
            printer.Port(port);
        }

        return error;
    }

    private static OfError PortStatsReply(ActionPrinter printer, in RawMessage message, int verbosity)
    {
        var error = OfError.None;
        var count = 0;
        var ports = new TextBuffer();
        var portPrinter = new ActionPrinter(ports, printer.Ports, printer.Tables);
        var reader = new OfReader(message.Body);
        for (; !reader.IsAtEnd; count++)
        {
            error = PortStats.Take(ref reader, message.Version, out var stats);
            if (error != OfError.None)
            {
                break;
            }

            stats.Append(portPrinter);
        }

        printer.Text.Append($" {count} ports\n");
        if (verbosity < 1)
        {
            return OfError.None;
        }

        printer.Text.Append(ports.Span);
        return error;
    }

    private static OfError PortDescRequest(ActionPrinter printer, in RawMessage message)
    {
        var error = PortRequest.DecodeDescriptions(in message, out var port);
        if (error == OfError.None)
        {
            printer.Text.Append(" port=");
            printer.Port(port);
        }

        return error;
    }

    private static OfError PortDescReply(TextBuffer text, in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        var error = PortDescription.TakeAll(ref reader, message.Version, out var ports);
        text.Append('\n');
        foreach (var port in ports)
        {
            port.Append(text);
        }

        return error;
    }

    private static OfError QueueStatsRequest(ActionPrinter printer, in RawMessage message)
    {
        var error = QueueRequest.DecodeStats(in message, out var request);
        if (error == OfError.None)
        {
            request.Append(printer, showsAllQueues: true);
        }

        return error;
    }

    private static OfError QueueStatsReply(ActionPrinter printer, in RawMessage message, int verbosity)
    {
        var error = OfError.None;
        var count = 0;
        var queues = new TextBuffer();
        var queuePrinter = new ActionPrinter(queues, printer.Ports, printer.Tables);
        var reader = new OfReader(message.Body);
        for (; !reader.IsAtEnd; count++)
        {
            error = QueueStats.Take(ref reader, message.Version, out var stats);
            if (error != OfError.None)
            {
                break;
            }

            stats.Append(queuePrinter);
        }

        printer.Text.Append($" {count} queues\n");
        if (verbosity < 1)
        {
            return OfError.None;
        }

        printer.Text.Append(queues.Span);
        return error;
    }

    private static OfError GroupRequest(TextBuffer text, uint group)
    {
        text.Append(" group_id=");
        GroupId.Append(text, group);
        return OfError.None;
    }

    private static OfError GroupStatsReply(TextBuffer text, in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            var error = GroupStats.Take(ref reader, message.Id, out var stats);
            if (error != OfError.None)
            {
                text.Append(" ***parse error***");
                return error;
            }

            stats.Append(text);
        }

        return OfError.None;
    }

    private static OfError GroupDescReply(ActionPrinter printer, in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            var error = GroupDescription.Take(ref reader, message.Version, out var group);
            if (error != OfError.None)
            {
                return error;
            }

            group.Append(printer, message.Version);
        }

        return OfError.None;
    }

    private static OfError GroupFeaturesReply(TextBuffer text, in RawMessage message)
    {
        GroupFeatures.Decode(in message).Append(text);
        return OfError.None;
    }

    private static OfError MeterStatsRequest(TextBuffer text, in RawMessage message)
    {
        text.Append(' ');
        MeterNumber.Append(text, MeterRequest.Decode(in message), '=');
        return OfError.None;
    }

    private static OfError MeterStatsReply(TextBuffer text, in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            var error = MeterStats.Take(ref reader, out var stats);
            if (error != OfError.None)
            {
                return error;
            }

            text.Append('\n');
            stats.Append(text);
        }

        return OfError.None;
    }

    private static OfError MeterConfigReply(TextBuffer text, in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            var error = MeterConfig.Take(ref reader, out var meter);
            if (error != OfError.None)
            {
                return error;
            }

            text.Append('\n');
            meter.Append(text);
        }

        return OfError.None;
    }

    private static OfError MeterFeaturesReply(TextBuffer text, in RawMessage message)
    {
        MeterFeatures.Decode(in message).Append(text);
        return OfError.None;
    }

    private static OfError MonitorRequest(ActionPrinter printer, in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            var error = FlowMonitorRequest.Take(ref reader, message.Id, out var request);
            if (error != OfError.None)
            {
                return error;
            }

            request.Append(printer);
        }

        return OfError.None;
    }

    private static OfError MonitorReply(ActionPrinter printer, in RawMessage message)
    {
        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            var error = FlowUpdate.Take(ref reader, in message, out var update);
            if (error != OfError.None)
            {
                return error;
            }

            update.Append(printer);
        }

        return OfError.None;
    }

    private static OfError IpfixReply(TextBuffer text, in RawMessage message)
    {
        var isFlow = message.Kind == MessageKind.IpfixFlowStatsReply;
        if (isFlow)
        {
            text.Append($" {message.Body.Length / IpfixStats.SizeBytes} ids\n");
        }

        var reader = new OfReader(message.Body);
        while (!reader.IsAtEnd)
        {
            var stats = IpfixStats.Take(ref reader);
            if (isFlow)
            {
                stats.AppendForFlow(text);
            }
            else
            {
                stats.AppendForBridge(text);
            }
        }

        return OfError.None;
    }
}
