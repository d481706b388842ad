namespace Ovs.OpenFlow.Actions;

/// <summary>Packet types: namespace in the upper half, type in the lower (OpenFlow 1.5.1 7.2.3.11).</summary>
public static class PacketTypes
{
    public const uint Ethernet = 0;
    public const uint Nsh = 0x0001_894f;
    public const uint Mpls = 0x0001_8847;
    public const uint MplsMulticast = 0x0001_8848;

    /// <summary>For decap: what the header taken away says comes next.</summary>
    public const uint UseNextProtocol = 0x0000_fffe;

    public const uint Unknown = 0xffff_ffff;

    /// <summary>Namespaces that are known: ONF's own, and EtherTypes.</summary>
    public const ushort NamespaceCount = 2;

    /// <summary>The namespace of EtherTypes.</summary>
    public const ushort EthTypeNamespace = 1;
}
