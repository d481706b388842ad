using Ovs.Flow.Fields;
using Ovs.Datapath.Interface;
using Ovs.Datapath.Netdev;
using Ovs.Ofproto.Bundles;

namespace Ovs.Vswitchd.Reconfigure;

/// <summary>An interface of a bridge: its device and port numbers, or why it has none.</summary>
internal sealed class InterfaceRuntime(string name, string type)
{
    public string Name { get; } = name;

    public string Type { get; } = type;

    public INetdev? Netdev { get; set; }

    public DpPort DpPort { get; set; } = DpPort.None;

    public OfPort OfPort { get; set; } = OfPort.None;

    /// <summary>When its device was opened, by the process's clock.</summary>
    public long OpenedMs { get; set; }

    /// <summary>For Interface.error; null when all is well.</summary>
    public string? Error { get; set; }

    public bool IsOpen => Netdev is not null;
}
