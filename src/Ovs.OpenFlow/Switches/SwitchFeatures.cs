using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.OpenFlow.Actions;
using Ovs.OpenFlow.Errors;
using Ovs.OpenFlow.Messages;
using Ovs.OpenFlow.Ports;
using Ovs.OpenFlow.Text;
using Ovs.OpenFlow.Versions;
using Ovs.OpenFlow.Wire;

namespace Ovs.OpenFlow.Switches;

/// <summary>What a switch says of itself after the hello (OpenFlow 1.5.1 7.3.1).</summary>
public sealed record SwitchFeatures
{
    private const uint StpOrGroupStats = 1 << 3;

    private const SwitchCapabilities Common = SwitchCapabilities.FlowStats | SwitchCapabilities.TableStats
        | SwitchCapabilities.PortStats | SwitchCapabilities.IpReassembly | SwitchCapabilities.QueueStats;

    private static readonly string?[] s_capabilityNames =
    [
        "FLOW_STATS", "TABLE_STATS", "PORT_STATS", "STP", "GROUP_STATS", "IP_REASM", "QUEUE_STATS", "ARP_MATCH_IP",
        "PORT_BLOCKED", "BUNDLES", "FLOW_MONITORING",
    ];

    public ulong DatapathId { get; set; }

    public uint BufferCount { get; set; }

    public byte TableCount { get; set; }

    /// <summary>Which of several connections this is; 0 for the main one (OpenFlow 1.3).</summary>
    public byte AuxiliaryId { get; set; }

    public SwitchCapabilities Capabilities { get; set; }

    /// <summary>The actions that can be used (OpenFlow 1.0), see <see cref="ActionBitmap"/>.</summary>
    public ulong Actions { get; set; }

    /// <summary>All ports (before OpenFlow 1.3).</summary>
    public IReadOnlyList<PortDescription> Ports { get; set; } = [];

    /// <summary>Reads the message; if only its ports are bad, what stands before them is read.</summary>
    public static OfError Decode(in RawMessage message, out SwitchFeatures features)
    {
        var reader = new OfReader(message.Body);
        features = new SwitchFeatures
        {
            DatapathId = reader.Take64(),
            BufferCount = reader.Take32(),
            TableCount = reader.Take8(),
        };
        var auxiliary = reader.Take8();
        reader.Skip(2);
        var capabilities = reader.Take32();
        var actions = reader.Take32();
        features.Capabilities = (SwitchCapabilities)capabilities & Known(message.Version);
        var hasThird = (capabilities & StpOrGroupStats) != 0;
        if (message.Version == OfVersion.OpenFlow10)
        {
            features.Capabilities |= hasThird ? SwitchCapabilities.Stp : 0;
            features.Actions = ActionBitmap.FromWire(actions, message.Version);
        }
        else
        {
            features.Capabilities |= hasThird ? SwitchCapabilities.GroupStats : 0;
            features.AuxiliaryId = message.Version >= OfVersion.OpenFlow13 ? auxiliary : (byte)0;
        }

        var error = PortDescription.TakeAll(ref reader, message.Version, out var ports);
        features.Ports = ports;
        return error;
    }

    public void Encode(OfWriter writer, OfVersion version, uint xid)
    {
        var id = version >= OfVersion.OpenFlow13 ? MessageId.Ofpt13FeaturesReply
            : version >= OfVersion.OpenFlow11 ? MessageId.Ofpt11FeaturesReply
            : MessageId.Ofpt10FeaturesReply;
        var start = MessageWriter.Begin(writer, id, version, xid);
        var third = version == OfVersion.OpenFlow10 ? SwitchCapabilities.Stp : SwitchCapabilities.GroupStats;
        writer.Put64(DatapathId);
        writer.Put32(BufferCount);
        writer.Put8(TableCount);
        writer.Put8(version >= OfVersion.OpenFlow13 ? AuxiliaryId : (byte)0);
        writer.PutZeros(2);
        writer.Put32((uint)(Capabilities & Known(version)) | ((Capabilities & third) != 0 ? StpOrGroupStats : 0));
        writer.Put32(version == OfVersion.OpenFlow10 ? ActionBitmap.ToWire(Actions, version) : 0);
        if (version < OfVersion.OpenFlow13)
        {
            PutPorts(writer, version, start);
        }

        MessageWriter.End(writer, start);
    }

    internal void Append(TextBuffer text)
    {
        text.Append($" dpid:{DatapathId:x16}\nn_tables:{TableCount}, n_buffers:{BufferCount}");
        if (AuxiliaryId != 0)
        {
            text.Append($", auxiliary_id:{AuxiliaryId}");
        }

        text.Append("\ncapabilities: ");
        BitNames.Append(text, (uint)Capabilities, s_capabilityNames, ' ');
        text.Append('\n');
        if (Actions != 0)
        {
            text.Append("actions: ");
            ActionBitmap.Append(text, Actions);
            text.Append('\n');
        }

        foreach (var port in Ports)
        {
            port.Append(text);
        }
    }

    private static SwitchCapabilities Known(OfVersion version) => version switch
    {
        <= OfVersion.OpenFlow11 => Common | SwitchCapabilities.ArpMatchIp,
        <= OfVersion.OpenFlow13 => Common | SwitchCapabilities.PortBlocked,
        _ => Common | SwitchCapabilities.PortBlocked | SwitchCapabilities.Bundles | SwitchCapabilities.FlowMonitoring,
    };

    // Ports beyond what a message can hold are left out.
    private void PutPorts(OfWriter writer, OfVersion version, int start)
    {
        foreach (var port in Ports)
        {
            var before = writer.Length;
            port.Put(writer, version);
            if (writer.Length - start > MessageWriter.MostBytes)
            {
                writer.Truncate(before);
                return;
            }
        }
    }
}
