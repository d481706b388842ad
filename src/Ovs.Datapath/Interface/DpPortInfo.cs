using Ovs.Datapath.Netdev;

namespace Ovs.Datapath.Interface;

/// <summary>A port of a datapath.</summary>
/// <param name="Number">Unique within the datapath and stable while the port exists.</param>
/// <param name="Netdev">The device behind it; its owner is whoever added the port.</param>
public sealed record DpPortInfo(DpPort Number, INetdev Netdev)
{
    public string Name => Netdev.Name;

    public string Type => Netdev.Type;
}
