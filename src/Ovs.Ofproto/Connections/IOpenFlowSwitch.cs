using System.Collections.Generic;
using Ovs.Flow.Fields;
using Ovs.Ofproto.Tables;
using Ovs.OpenFlow.Ports;
using Ovs.OpenFlow.Switches;

namespace Ovs.Ofproto.Connections;

/// <summary>A bridge as controllers see it. Belongs to the control loop.</summary>
public interface IOpenFlowSwitch
{
    string Name { get; }

    ulong DatapathId { get; }

    SwitchDescription Description { get; }

    FlowTables Tables { get; }

    /// <summary>The ports, by number.</summary>
    IReadOnlyList<PortDescription> Ports { get; }

    /// <summary>A port's counters; null if there is no such port.</summary>
    PortStats? GetPortStats(OfPort port);

    /// <summary>Makes counters of flows current.</summary>
    void Settle();
}
