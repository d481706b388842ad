namespace Ovs.Flow.Fields;

/// <summary>How a field's value is written in text.</summary>
public enum FieldFormat : byte
{
    Decimal,
    Hexadecimal,
    ConnectionState,
    Ethernet,
    Ipv4,
    Ipv6,

    /// <summary>A port number or name, 16 bits on the wire.</summary>
    Port,

    /// <summary>A port number or name, 32 bits on the wire (OpenFlow 1.1 and later).</summary>
    Port32,
    Fragment,
    TunnelFlags,
    TcpFlags,
    PacketType,
}
