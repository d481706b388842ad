namespace Ovs.Flow.Fields;

/// <summary>How a field lies in <see cref="FlowFields"/>.</summary>
internal enum FieldStorage : byte
{
    Byte,
    UInt16,
    UInt32,
    UInt64,
    Ethernet,
    Wide,
    RegisterPair,
    RegisterQuad,
    TunnelOption,
}

/// <summary>Where a field lies in <see cref="FlowFields"/>: byte offset, size, and its lowest bit there.</summary>
internal readonly record struct FieldPlace(FieldStorage Storage, ushort Offset, byte Shift = 0)
{
    public FieldPlace Above(int shift) => this with { Shift = (byte)shift };
}
